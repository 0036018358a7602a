import { expect, test } from '@playwright/test';
import { GatehousePage } from '../pages/gatehouse-page.ts';
import { look } from '../pages/look.ts';
import { ServedSandbox } from '../pages/served-sandbox.ts';

test('a rule is changed, its effect is seen, and it is taken back', async ({ page }) => {
  const sandbox = await ServedSandbox.start();
  await sandbox.call('settings.set', { welcomed: true });
  const gatehouse = new GatehousePage(page);
  await gatehouse.open(sandbox.ready.ui);
  await gatehouse.goTo('Identity');
  await page.getByRole('tab', { name: 'Accounts' }).press('ArrowLeft');
  const rules = page.getByRole('region', { name: 'Rules', exact: true });
  await expect(rules.getByRole('heading', { name: 'Rules' })).toBeVisible();
  await look(page, 'rules');
  const stranger = page.getByRole('region', { name: 'What a stranger sees' });
  const signIn = stranger.getByRole('row', { name: /^Sign in/ });
  const askAsStranger = async () => {
    await stranger.getByRole('button', { name: 'Ask as a stranger' }).click();
    await expect(signIn).toContainText('This account is locked by an administrator');
    await page.getByRole('button', { name: 'What a stranger may learn' }).click();
    await look(page, 'rules-strangers');
  };

  const locks = page.getByRole('region', { name: 'The next five locks' });
  await expect(locks.getByRole('listitem').nth(2)).toContainText('20 min = 5 min × 22');
  const base = rules.getByRole('textbox', { name: 'The first lock lasts' });
  await base.fill('10');
  await base.press('Enter');
  await expect(locks.getByRole('listitem').nth(2)).toContainText('40 min = 10 min × 22');
  expect((await sandbox.call('governance.get', {})).accountLock.baseMinutes).toBe(10);
  await expect(rules.getByText('changed, was 5 minutes')).toBeVisible();
  await page.getByRole('button', { name: 'Sign-in lock' }).click();
  await look(page, 'rules-lock');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(base).toHaveValue('5');
  await expect(page.getByText('changed, was')).toHaveCount(0);

  const reminders = rules.getByRole('textbox', { name: 'Reminders go out after' });
  await reminders.fill('95, 30');
  await reminders.press('Enter');
  await rules.getByRole('switch', { name: 'Idle accounts are locked' }).press('Space');
  const idle = page.getByRole('region', { name: 'The days of an idle account' });
  await expect(idle.getByRole('listitem')).toHaveText(['last sign-in', 'reminder day 30', 'locked day 90']);
  expect((await sandbox.call('governance.get', {})).suspension.reminderDays).toEqual([30, 95]);
  const prefix = rules.getByRole('textbox', { name: 'Such groups begin with' });
  await prefix.fill('no blanks');
  await expect(rules.getByText('Not saved: 2 to 40 letters')).toBeVisible();
  await prefix.fill('help-');
  await prefix.press('Enter');
  await rules.getByRole('combobox', { name: 'People join and leave groups' }).selectOption('sound');
  await expect(page.getByRole('region', { name: 'Groups that people may join' })).toContainText('help-desk');
  for (const _ of ['mode', 'prefix', 'idle', 'reminders'])
    await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByText('changed, was')).toHaveCount(0);

  await askAsStranger();
  await expect(signIn).toContainText('tells who exists');
  await rules.getByRole('switch', { name: 'The sign-in page says why' }).press('Space');
  await stranger.getByRole('button', { name: 'Ask as a stranger' }).click();
  await expect(signIn).toContainText('tells nothing');

  await rules.getByRole('switch', { name: 'Hide it all' }).press('Space');
  await page.getByRole('checkbox', { name: 'Changed only (2)' }).check();
  await expect(rules.getByRole('listitem')).toHaveCount(2);
  await rules.getByRole('button', { name: 'Back to defaults' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Put them back' }).click();
  await expect(rules.getByText('No rule differs from a new world.')).toBeVisible();
  expect((await sandbox.call('governance.get', {})).enumeration.hideUserExistence).toBe(false);
  await page.getByRole('searchbox', { name: 'Find a rule' }).fill('NotifyUserAccountStatus');
  await page.getByRole('checkbox', { name: /^Changed only/ }).uncheck();
  await expect(rules.getByRole('listitem')).toHaveCount(1);
  await sandbox.remove();
});
