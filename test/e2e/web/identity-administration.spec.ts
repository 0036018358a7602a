import { expect, type Page, test } from '@playwright/test';
import { GatehousePage } from '../pages/gatehouse-page.ts';
import { look } from '../pages/look.ts';
import { ServedSandbox } from '../pages/served-sandbox.ts';

async function identityOf(page: Page) {
  const sandbox = await ServedSandbox.start();
  await sandbox.call('settings.set', { welcomed: true });
  await sandbox.call('personas.sign-in', { persona: 'bob', app: 'online-banking' });
  const gatehouse = new GatehousePage(page);
  await gatehouse.open(sandbox.ready.ui);
  await gatehouse.goTo('Identity');
  const pick = async (name: string) => {
    await page.getByRole('searchbox', { name: 'Search the directory' }).fill(name);
    await page.getByRole('option', { name: new RegExp(name, 'i') }).click();
  };
  return { sandbox, pick };
}

test('what a state allows is asked of a fork, and a group is made and left', async ({ page }) => {
  const { sandbox, pick } = await identityOf(page);
  await pick('bob');
  await page.getByRole('tab', { name: 'What each state allows' }).click();
  await page.getByRole('button', { name: 'Ask about the state of Bob' }).click();
  const right = page.getByRole('button', { name: 'UNLOCKED, open: Sign in, right password: ✓ yes' });
  await expect(right).toBeVisible();
  await page.getByRole('button', { name: 'Ask about DISABLED, disabled' }).click();
  const recovery = page.getByRole('button', { name: /^DISABLED, disabled: Recover the password: ✕ no/ });
  await recovery.press('Enter');
  const why = page.getByRole('region', { name: 'Why' });
  await expect(why).toContainText('an administrator disables it');
  await expect(why).toContainText('idp.recovery.account-enabled');
  await look(page, 'matrix');

  await page.getByRole('tab', { name: 'Groups', exact: true }).click();
  const _first = page.getByRole('region', { name: 'administrators' });
  await page.getByRole('button', { name: 'New group' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill('customers');
  await page.getByRole('button', { name: 'Make the group' }).click();
  await expect(page.getByRole('alert')).toContainText('There is a group with the displayName “customers”.');
  await page.getByRole('textbox', { name: 'Name' }).fill('savers');
  await page.getByRole('button', { name: 'Make the group' }).click();
  const group = page.getByRole('region', { name: 'savers' });
  await expect(group).toContainText('Nobody belongs to it.');
  await group.getByRole('button', { name: 'Add members' }).click();
  await page.getByRole('dialog').getByRole('searchbox').fill('bob');
  await page.getByRole('button', { name: 'Add Bob Tanaka' }).click();
  await expect(page.getByRole('dialog')).toContainText('✓ belongs to it');
  await look(page);
  await page.getByRole('button', { name: 'Done' }).click();
  await expect(group.getByRole('listitem')).toContainText('Bob Tanaka');
  await look(page, 'groups');
  await group.getByRole('button', { name: 'Remove' }).click();
  await expect(page.getByRole('dialog')).toContainText('with it every access and refresh token');
  await page.getByRole('dialog').getByRole('button', { name: 'Remove', exact: true }).click();
  await expect(group).toContainText('Nobody belongs to it.');
  expect((await sandbox.call('accounts.get', { id: 'bob' })).tokens).toEqual([]);
  await group.getByRole('button', { name: 'Rename' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill('investors');
  await page.getByRole('dialog').getByRole('button', { name: 'Rename' }).click();
  await page.getByRole('region', { name: 'investors' }).getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('button', { name: 'Delete the group' }).click();
  await expect(page.getByRole('button', { name: /investors/ })).toHaveCount(0);
  await sandbox.remove();
});

test('each act of an administrator says what it will do, and does it', async ({ page }) => {
  const { sandbox, pick } = await identityOf(page);
  const bob = () => sandbox.call('accounts.get', { id: 'bob' });
  const dialog = page.getByRole('dialog');
  const more = async (act: string) => {
    await page.getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name: act }).click();
  };
  await pick('bob');

  // One session of two, one token of several.
  await sandbox.call('personas.sign-in', {
    persona: 'mallory',
    app: 'online-banking',
    username: 'bob',
    password: 'bob-sandbox-1',
  });
  await page.getByRole('tab', { name: /^Sessions, tokens, codes/ }).click();
  const ends = page.getByRole('button', { name: /^End the session / });
  await expect(ends).toHaveCount(2);
  await ends.first().click();
  await expect(ends).toHaveCount(1);
  const revokes = page.getByRole('button', { name: /^Revoke this / });
  const tokens = await revokes.count();
  await revokes.first().click();
  await expect.poll(() => revokes.count()).toBeLessThan(tokens);

  await page.getByRole('button', { name: 'Change groups' }).click();
  await dialog.getByRole('checkbox', { name: 'customers' }).uncheck();
  await expect(dialog).toContainText('Losing customers revokes access and refresh tokens');
  await look(page);
  await dialog.getByRole('button', { name: 'Change the groups' }).click();
  await expect(dialog).toHaveCount(0);
  expect((await bob()).groups).toEqual([]);

  // A forced reset in each of its four ways.
  for (const [way, mode] of [
    ['Link by mail', 'link'],
    ['One-time password by mail', 'email-otp'],
    ['One-time password by text message', 'sms-otp'],
    ['One-time password that you hand over', 'offline-otp'],
  ] as const) {
    await more('Force a password reset');
    await dialog.getByRole('combobox').selectOption({ label: way });
    await expect(dialog).toContainText('The label becomes PENDING_FUPR');
    if (mode === 'link') await look(page);
    await dialog.getByRole('button', { name: 'Force the reset' }).click();
    if (mode === 'offline-otp') {
      await expect(dialog).toContainText('It is shown this once');
      await dialog.getByRole('button', { name: 'Done' }).click();
    }
    await expect(dialog).toHaveCount(0);
    expect((await bob()).state).toMatchObject({ label: 'PENDING_FUPR', locked: true, resetMode: mode });
  }
  await more('Set a password');
  await expect(dialog).toContainText('The account becomes UNLOCKED');
  await dialog.getByRole('textbox', { name: 'New password' }).fill('a long enough new one');
  await dialog.getByRole('button', { name: 'Set the password' }).click();
  await expect(dialog).toHaveCount(0);
  expect((await bob()).state).toMatchObject({ label: 'UNLOCKED', locked: false });
  for (const [act, said] of [
    ['Lock', 'No time ends this lock.'],
    ['Unlock', 'The label becomes UNLOCKED.'],
    ['Disable', 'The disable flag is set'],
    ['Enable', 'The label becomes UNLOCKED.'],
  ] as const) {
    await page.getByRole('button', { name: act, exact: true }).click();
    await expect(dialog).toContainText(said);
    await dialog.getByRole('button', { name: act, exact: true }).click();
    await expect(dialog).toHaveCount(0);
  }

  // The three ways in which an administrator makes an account.
  for (const [way, act, username, state] of [
    ['With password', 'Make the account', 'fred', { label: 'UNLOCKED', locked: false }],
    ['Invite', 'Invite', 'gina', { label: 'PENDING_AP', locked: true }],
    ['Verify address', 'Make and verify', 'hugo', { label: 'PENDING_EV', locked: true }],
  ] as const) {
    await page.getByRole('button', { name: 'New account' }).click();
    await dialog.getByText(way, { exact: true }).click();
    await dialog.getByRole('textbox', { name: 'User name' }).fill(username);
    await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill(`${username} of the test`);
    await dialog.getByRole('textbox', { name: 'E-mail address' }).fill(`${username}@mail.example`);
    if (way === 'With password') {
      await dialog.getByRole('textbox', { name: 'Password' }).fill('a long enough new one');
      await look(page);
    }
    await dialog.getByRole('button', { name: act, exact: true }).click();
    await expect(dialog).toHaveCount(0);
    const { accounts } = await sandbox.call('accounts.list', { search: username });
    expect(accounts[0]?.state).toMatchObject(state);
  }
  // The new account is selected: what it waits for is sent again, and then it is deleted.
  await expect(page.getByRole('heading', { name: /hugo of the test/ })).toBeVisible();
  await more('Send the code again');
  await expect(dialog).toContainText('The code that is open ends');
  await dialog.getByRole('button', { name: 'Send it again' }).click();
  await expect(dialog).toHaveCount(0);
  await more('Delete');
  await dialog.getByRole('button', { name: 'Delete' }).click();
  await expect(dialog).toHaveCount(0);
  expect((await sandbox.call('accounts.list', { search: 'hugo' })).total).toBe(0);
  await sandbox.remove();
});
