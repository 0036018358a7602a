import { expect, test } from '@playwright/test';
import { GatehousePage } from '../pages/gatehouse-page.ts';
import { look } from '../pages/look.ts';
import { ServedSandbox } from '../pages/served-sandbox.ts';

test('guards are chosen by what they check, and a service is asked', async ({ page }) => {
  const sandbox = await ServedSandbox.start();
  await sandbox.call('settings.set', { welcomed: true });
  const gatehouse = new GatehousePage(page);
  await gatehouse.open(sandbox.ready.ui);
  await gatehouse.goTo('Identity');
  await page.getByRole('tab', { name: 'Extensions' }).click();

  await page.getByRole('button', { name: /Prove that one call came before/ }).click();
  const code = page.getByRole('table', { name: 'Which version the directory uses' });
  await expect(code.getByRole('radio', { name: 'No code' })).toBeChecked();
  await code.getByRole('radio', { name: 'Never consumed' }).click();
  await expect(code.getByRole('radio', { name: 'Never consumed' })).toBeChecked();
  const unused = code.getByRole('row', { name: /It was not used before/ });
  await expect(unused.getByRole('cell').nth(3)).toContainText('not looked at');
  await expect
    .poll(async () => (await sandbox.call('governance.get', {})).oneTimeCode.mode)
    .toBe('never-consumed');
  // What is changed elsewhere shows here.
  await sandbox.call('governance.set', { oneTimeCode: { mode: 'sound' } });
  await expect(code.getByRole('radio', { name: 'Sound' })).toBeChecked();
  await look(page, 'guard-code');

  await page.getByRole('button', { name: /Intercept an endpoint/ }).click();
  const groups = page.getByRole('table', { name: 'Which version the directory uses' });
  await groups.getByRole('radio', { name: 'Sound' }).press('Space');
  await expect
    .poll(async () => (await sandbox.call('governance.get', {})).selfServiceGroups.mode)
    .toBe('sound');
  await look(page, 'guard-groups');

  await page.getByRole('button', { name: /Call out by HTTP/ }).click();
  const token = page.getByRole('form', { name: 'Before an access token is issued' });
  await token.getByRole('combobox', { name: 'Who is asked' }).selectOption('own');
  await token.getByRole('textbox', { name: 'Its address' }).fill('http://bank.example/');
  await token.getByRole('button', { name: 'Save' }).click();
  await expect(token.getByRole('alert')).toBeVisible();
  await token.getByRole('combobox', { name: 'Who is asked' }).selectOption('harbour');
  await token.getByRole('button', { name: 'Discard changes' }).click();
  await token.getByRole('combobox', { name: 'Who is asked' }).selectOption('harbour');
  await token.getByRole('button', { name: 'Save' }).click();
  await expect(token.getByRole('button', { name: 'Save' })).toBeDisabled();
  expect((await sandbox.call('governance.get', {})).preIssueAccessToken.service).toBe('harbour');
  await look(page, 'guard-actions');
  await sandbox.remove();
});
