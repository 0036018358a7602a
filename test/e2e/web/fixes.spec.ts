import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Locator, type Page, test } from '@playwright/test';
import { GatehousePage } from '../pages/gatehouse-page.ts';
import { look } from '../pages/look.ts';
import { ServedSandbox } from '../pages/served-sandbox.ts';

/** The lab “Denied, and why” at the moment after its call was denied. */
let sandbox: ServedSandbox;

test.beforeAll(async () => {
  sandbox = await ServedSandbox.start();
  await sandbox.call('settings.set', { welcomed: true });
  const lab = { pack: 'io.gatehouse.first-steps', lab: 'denied-for-scope' };
  const step = { ...lab, step: 'watch-it-fail' };
  await sandbox.call('labs.open', lab);
  const { steps } = await sandbox.call('labs.done', { ...lab, step: 'ask-for-less' });
  await sandbox.call('labs.answer', { ...step, options: ['gateway'] });
  const content = steps.find(({ id }) => id === step.step)?.content ?? [];
  for (const block of content)
    if (block.kind === 'action') await sandbox.call('labs.act', { ...step, action: block.id });
});
test.afterAll(() => sandbox.remove());

/** Opens the lab and selects the red hop in the wire. */
async function selectDenied(page: Page): Promise<Locator> {
  const gatehouse = new GatehousePage(page);
  await gatehouse.open(sandbox.ready.ui);
  await gatehouse.openLab('Denied, and why');
  await gatehouse.show('Sequence');
  await gatehouse.wire.getByText('denied 403').click();
  const panel = page.getByRole('region', { name: 'Selected hop' });
  await expect(panel.getByRole('heading', { name: 'Why was this denied?' })).toBeVisible();
  // The places of the window scroll, the page itself never does.
  const longer = () => document.documentElement.scrollHeight - document.documentElement.clientHeight;
  expect(await page.evaluate(longer)).toBe(0);
  return panel;
}

const question = (panel: Locator) => panel.getByRole('button', { name: 'What would have let it pass?' });
const passing = (panel: Locator) => panel.getByRole('list', { name: /^Changes that let it pass/ });
const trial = (panel: Locator) =>
  panel.getByRole('button', { name: 'Try on a fork: Let Online Banking ask for accounts:read at sign-in' });
const runs = (page: Page) => page.getByRole('dialog').getByRole('region', { name: 'Two runs side by side' });

test('from the red hop to the smallest change, and both runs side by side, by the keyboard alone', async ({
  page,
}) => {
  const panel = await selectDenied(page);
  const { total } = await sandbox.call('events.list', { limit: 1 });
  await question(panel).press('Enter');
  await expect(panel.getByText('GET /accounts/1.0/accounts/4711 for Alice Moreau')).toBeVisible();
  const changes = passing(panel).getByRole('listitem');
  await expect(changes).toHaveCount(2);
  await expect(changes.nth(0)).toContainText(
    /accounts:read at sign-in.*grants just this.*answered with 200/s,
  );
  await expect(changes.nth(1)).toContainText('grants more than this');
  await expect(panel.getByText('Sign in to Online Banking again')).toBeHidden();
  await panel.getByText('2 other changes were tried and did not help').press('Enter');
  await expect(panel.getByText('Sign in to Online Banking again')).toBeVisible();
  await expect(panel.getByText(/Rule gw\.scope\.required/)).toHaveCount(2);

  await trial(panel).press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Tried on a fork' });
  await expect(dialog).toContainText('Let Online Banking ask for accounts:read at sign-in');
  await expect(dialog).toContainText('Nothing real was changed');
  const call = runs(page).getByRole('row', {
    name: /^differs .*GET \/accounts\/1\.0\/accounts\/4711.*denied 403/,
  });
  await expect(call).toContainText('✓ 200');
  await runs(page)
    .getByText(/^Claims ·/)
    .click();
  await expect(
    runs(page).getByRole('row', { name: /^scope \(differs\) accounts:list accounts:list accounts:read/ }),
  ).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await expect(trial(panel)).toBeFocused();
  expect((await sandbox.call('events.list', { limit: 1 })).total).toBe(total);
});

test('a change that was tried leads to the place where it is made for real', async ({ page }) => {
  const panel = await selectDenied(page);
  await question(panel).click();
  await trial(panel).click();
  const dialog = page.getByRole('dialog', { name: 'Tried on a fork' });
  await dialog.getByRole('button', { name: 'Open Configure to make it for real' }).press('Enter');
  await expect(dialog).toHaveCount(0);
  const form = page.getByRole('form', { name: 'Online Banking online-banking' });
  await expect(form).toBeInViewport();
  await expect(form.getByRole('checkbox', { name: /^accounts:read/ })).not.toBeChecked();
});

test('a search can be stopped, and asked again', async ({ page }) => {
  const panel = await selectDenied(page);
  await question(panel).click();
  await panel.getByRole('button', { name: 'Stop' }).press('Enter');
  await expect(question(panel)).toBeVisible();
  await expect.poll(() => readdirSync(join(sandbox.dataDir, 'forks'))).toEqual([]);
  await question(panel).click();
  await expect(passing(panel).getByRole('listitem')).toHaveCount(2);
});

test('a refusal of an hour ago is tried at its own time, and at the present one when asked', async ({
  page,
}) => {
  await sandbox.call('clock.advance', { ms: 6 * 3600_000 });
  const panel = await selectDenied(page);
  await question(panel).click();
  await expect(panel.getByText(/^Tried at the time of the hop, /)).toBeVisible();
  await expect(passing(panel).getByRole('listitem')).toHaveCount(2);
  await panel.getByRole('button', { name: 'Try it at the present time' }).click();
  await expect(panel.getByText(/^Tried at the time that the clock of the sandbox shows/)).toBeVisible();
  await sandbox.call('clock.reset', {});
});

test('another hop drops what was found, and one that was not refused has no such question', async ({
  page,
}) => {
  const panel = await selectDenied(page);
  await question(panel).click();
  await expect(passing(panel)).toBeVisible();
  const wire = new GatehousePage(page).wire;
  await wire.getByText('GET /jwks').click();
  await expect(panel.getByRole('tab', { name: 'Answer' })).toBeVisible();
  await expect(panel.getByRole('tab', { name: 'Fixes' })).toHaveCount(0);
  await expect(question(panel)).toHaveCount(0);
  await wire.getByText('denied 403').click();
  await expect(question(panel)).toBeVisible();
  await expect(passing(panel)).toHaveCount(0);
});

test('question, findings and comparison have no violation that axe finds', async ({ page }) => {
  const panel = await selectDenied(page);
  await panel.getByRole('tab', { name: 'Fixes' }).click();
  await look(page);
  await question(panel).click();
  await panel.getByText(/tried and did not help/).click();
  await look(page);
  await trial(panel).click();
  await expect(runs(page)).toBeVisible();
  await look(page);
});
