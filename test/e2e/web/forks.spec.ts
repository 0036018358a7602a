import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Locator, type Page, test } from '@playwright/test';
import { GatehousePage } from '../pages/gatehouse-page.ts';
import { look } from '../pages/look.ts';
import { ServedSandbox } from '../pages/served-sandbox.ts';

/** Alice may list accounts and no more: her reading of one was denied. */
let sandbox: ServedSandbox;
let denied: { flow: string; span: string };

test.beforeAll(async () => {
  sandbox = await ServedSandbox.start();
  await sandbox.call('settings.set', { welcomed: true });
  await sandbox.call('snapshots.take', { name: 'As the class began' });
  const lab = { pack: 'io.gatehouse.first-steps', lab: 'denied-for-scope' };
  const step = { ...lab, step: 'watch-it-fail' };
  await sandbox.call('labs.open', lab);
  const { steps } = await sandbox.call('labs.done', { ...lab, step: 'ask-for-less' });
  await sandbox.call('labs.answer', { ...step, options: ['gateway'] });
  const content = steps.find(({ id }) => id === step.step)?.content ?? [];
  for (const block of content)
    if (block.kind === 'action') await sandbox.call('labs.act', { ...step, action: block.id });
  await sandbox.call('labs.close', {});
  const { events } = await sandbox.call('events.list', { types: ['gw.request.denied'], limit: 1 });
  denied = { flow: events[0]?.flow ?? '', span: events[0]?.span ?? '' };
  expect(denied.flow).not.toBe('');
});
test.afterAll(() => sandbox.remove());
test.afterEach(async () => {
  for (const { id } of await sandbox.call('forks.list', {})) await sandbox.call('forks.close', { id });
});

const bar = (page: Page): Locator => page.getByRole('region', { name: 'Fork', exact: true });
const open = async (page: Page) => {
  const gatehouse = new GatehousePage(page);
  await gatehouse.open(sandbox.ready.ui);
  return gatehouse;
};
/** What must not change, whatever is done in a fork. */
const live = async () => ({
  total: (await sandbox.call('events.list', { limit: 1 })).total,
  scopes: (await sandbox.call('world.get', {})).applications.find(
    ({ clientId }) => clientId === 'online-banking',
  )?.requestedScopes,
  offset: (await sandbox.call('clock.get', {})).offset,
});

/** From the red hop into a fork in which the call was sent again. */
async function runDeniedAgain(page: Page): Promise<GatehousePage> {
  const gatehouse = await open(page);
  await gatehouse.goTo('Explore');
  await gatehouse.show('Sequence');
  await gatehouse.wire.getByText('denied 403').click();
  const panel = page.getByRole('region', { name: 'Selected hop' });
  await panel.getByRole('button', { name: 'Run it again in a fork…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Run this again in a fork' });
  await dialog.getByRole('button', { name: 'Open the fork and run it' }).click();
  await expect(bar(page)).toContainText('You are in the fork “What if”.');
  await expect(dialog).toHaveCount(0);
  return gatehouse;
}

test('what if she had asked for the scope? Run again in a fork, changed there, and compared with the live run', async ({
  page,
}) => {
  const before = await live();
  const gatehouse = await runDeniedAgain(page);
  // Only what happens in the fork is on its wire: the same call, denied for the same reason.
  await expect(gatehouse.wire.getByText('denied 403')).toBeVisible();

  await gatehouse.show('Configure');
  const form = page.getByRole('form', { name: 'Online Banking online-banking' });
  await form.getByRole('checkbox', { name: /^accounts:read/ }).check();
  await form.getByRole('button', { name: 'Save Online Banking' }).click();
  await expect(form.getByText('Saved.')).toBeVisible();
  await gatehouse.show('Browser');
  await page
    .getByRole('listitem')
    .filter({ hasText: 'Online Banking' })
    .getByRole('button', { name: 'Sign Alice in' })
    .click();
  await expect(page.getByText('Alice Moreau is signed in to Online Banking.')).toBeVisible();
  const call = page.getByRole('form', { name: 'Call by an application' });
  await call.getByLabel('call', { exact: true }).selectOption('accounts GET /accounts/{id}');
  await call.getByLabel('id', { exact: true }).fill('4711');
  await call.getByRole('button', { name: 'Call it for Alice' }).click();
  await expect(page.getByText('GET /accounts/4711 was answered with 200.')).toBeVisible();

  await bar(page).getByRole('button', { name: 'Compare with the live run' }).click();
  const dialog = page.getByRole('dialog', { name: 'Live, and in the fork' });
  await expect(dialog.getByRole('region', { name: 'Two runs side by side' })).toBeVisible();
  await page.keyboard.press('Escape');

  expect(await live()).toEqual(before);
  await bar(page).getByRole('button', { name: 'Back to the live sandbox' }).click();
  await expect(bar(page)).toHaveCount(0);
  await gatehouse.show('Configure');
  await expect(form.getByRole('checkbox', { name: /^accounts:read/ })).not.toBeChecked();
});

test('the clock of a fork is its own, and what is live is not reached from inside', async ({ page }) => {
  const before = await live();
  const gatehouse = await runDeniedAgain(page);
  await page.getByRole('button', { name: '+15 min: move the clock 15 minutes ahead' }).click();
  await expect(gatehouse.clock).toContainText('15 min');
  await bar(page).getByRole('button', { name: 'Run it again' }).click();
  await expect(gatehouse.wire.getByText('denied 401')).toBeVisible();
  await gatehouse.goTo('Labs');
  await expect(page.getByText('This belongs to the live sandbox')).toBeVisible();
  await page.getByRole('main').getByRole('button', { name: 'Back to the live sandbox' }).click();
  await expect(gatehouse.clock).not.toContainText('15 min');
  expect(await live()).toEqual(before);
});

test('a fork of a snapshot, by the settings; it is left, entered again and thrown away', async ({ page }) => {
  const gatehouse = await open(page);
  await gatehouse.goTo('Settings');
  await page.getByRole('button', { name: 'More for “As the class began”' }).click();
  await page.getByRole('menuitem', { name: 'Open a fork of it' }).click();
  await expect(bar(page)).toContainText('A copy of the snapshot “As the class began”');
  await gatehouse.show('Configure');
  const form = page.getByRole('form', { name: 'Online Banking online-banking' });
  await expect(form.getByRole('checkbox', { name: /^accounts:read/ })).toBeChecked();
  await bar(page).getByRole('button', { name: 'Back to the live sandbox' }).click();
  await gatehouse.goTo('Settings');
  const forks = page.getByRole('list', { name: 'Open forks' });
  await forks.getByRole('button', { name: 'Enter the fork “As the class began”' }).click();
  await bar(page).getByRole('button', { name: 'This fork' }).click();
  await page.getByRole('menuitem', { name: 'Throw it away…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Throw it away' }).click();
  await expect(bar(page)).toHaveCount(0);
  await expect.poll(() => sandbox.call('forks.list', {})).toEqual([]);
  expect(readdirSync(join(sandbox.dataDir, 'forks'))).toEqual([]);
});

test('by the keyboard: the palette opens a fork and leads back', async ({ page }) => {
  const gatehouse = await open(page);
  await page.keyboard.press('ControlOrMeta+k');
  await gatehouse.palette.getByRole('combobox').fill('fork the state');
  await page.keyboard.press('Enter');
  await expect(bar(page)).toBeVisible();
  await page.keyboard.press('ControlOrMeta+k');
  await gatehouse.palette.getByRole('combobox').fill('back to the live');
  await page.keyboard.press('Enter');
  await expect(bar(page)).toHaveCount(0);
});

test('a fork that was closed from elsewhere lets go of the window, and says so', async ({ page }) => {
  const gatehouse = await runDeniedAgain(page);
  for (const { id } of await sandbox.call('forks.list', {})) await sandbox.call('forks.close', { id });
  await bar(page).getByRole('button', { name: 'Run it again' }).click();
  await expect(page.getByRole('alert')).toContainText('This fork is not open any more.');
  await expect(bar(page)).toHaveCount(0);
  await gatehouse.goTo('Labs');
  await expect(page.getByRole('heading', { name: 'Labs' })).toBeVisible();
});

test('a fork has no violation that axe finds', async ({ page }) => {
  const gatehouse = await runDeniedAgain(page);
  await look(page);
  await gatehouse.show('Browser');
  await expect(page.getByText('No browser reaches a fork.')).toBeVisible();
  await look(page);
  await bar(page).getByRole('button', { name: 'Compare with the live run' }).click();
  await expect(page.getByRole('region', { name: 'Two runs side by side' })).toBeVisible();
  await look(page);
  await page.keyboard.press('Escape');
  await gatehouse.goTo('Settings');
  await look(page);
  await page.getByRole('main').getByRole('button', { name: 'Back to the live sandbox' }).click();
  await expect(page.getByRole('list', { name: 'Open forks' })).toBeVisible();
  await look(page);
});

test('last: the state of a fork becomes the live one, after a snapshot of what was', async ({ page }) => {
  const gatehouse = await runDeniedAgain(page);
  await page.getByRole('button', { name: '+15 min: move the clock 15 minutes ahead' }).click();
  await expect(gatehouse.clock).toContainText('15 min');
  await bar(page).getByRole('button', { name: 'This fork' }).click();
  await page.getByRole('menuitem', { name: 'Make it the live state…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Make it the live state' }).click();
  await expect(bar(page)).toHaveCount(0);
  await expect(page.getByText('The state of “What if” is the live one now.')).toBeVisible();
  await expect(gatehouse.clock).toContainText('15 min');
  const names = (await sandbox.call('snapshots.list', {})).map(({ name }) => name);
  expect(names).toContain('Before “What if” became the live state');
});
