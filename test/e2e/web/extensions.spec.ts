import { expect, test } from '@playwright/test';
import { GatehousePage } from '../pages/gatehouse-page.ts';
import { look } from '../pages/look.ts';
import { ServedSandbox } from '../pages/served-sandbox.ts';

test('a handler is tried on a fork, saved, and refuses a registration', async ({ page }) => {
  const sandbox = await ServedSandbox.start();
  await sandbox.call('settings.set', { welcomed: true });
  const gatehouse = new GatehousePage(page);
  await gatehouse.open(sandbox.ready.ui);
  await gatehouse.goTo('Identity');
  await page.getByRole('tab', { name: 'Extensions' }).click();
  const ladder = page.getByRole('navigation', { name: 'The ladder' });
  await ladder.getByRole('button', { name: /Handle events of the directory/ }).click();
  await expect(page.getByText('None yet.')).toBeVisible();
  await page.getByRole('button', { name: 'Only people of the bank register' }).click();

  const trial = page.getByRole('region', { name: 'Try it' });
  await trial.getByRole('button', { name: 'Run on a fork' }).click();
  await expect(trial.getByRole('status')).toContainText('Only people of the bank may register here.');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByRole('region', { name: 'Kept scripts' })).toContainText('✓ on');

  const answer = await fetch(`${sandbox.ready.issuer}/api/identity/user/v1.0/me`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      user: {
        username: 'zoe',
        password: 'a long enough one',
        claims: [{ uri: 'http://wso2.org/claims/emailaddress', value: 'zoe@mail.example' }],
      },
    }),
  });
  expect(answer.status).toBe(403);
  const runs = page.getByRole('region', { name: 'Last runs' });
  await expect(runs.getByRole('listitem')).toContainText('✕ vetoed');
  await look(page, 'extensions-handler');

  // What is broken is told at its line, and cannot be switched on.
  await page.getByRole('textbox', { name: 'Source' }).fill('export default function (\n');
  await expect(page.getByText(/^Line \d+: SyntaxError/)).toBeVisible();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByRole('alert')).toContainText('cannot be read');
  await look(page, 'extensions-broken');

  await ladder.getByRole('button', { name: /Write endpoints of your own/ }).click();
  await page.getByRole('button', { name: 'Register in one call' }).click();
  await trial.getByRole('button', { name: 'Run on a fork' }).click();
  await expect(trial.getByRole('status')).toContainText('409');
  await look(page, 'extensions-endpoint');
  await sandbox.remove();
});
