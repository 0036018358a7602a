import { expect, type Page, test } from '@playwright/test';
import { GatehousePage } from '../pages/gatehouse-page.ts';
import { look } from '../pages/look.ts';
import { ServedSandbox } from '../pages/served-sandbox.ts';

/** One sign-in whose call is denied, then one with the scope that was missing: the flows that are looked at. */
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
  const actions = content.flatMap((block) => (block.kind === 'action' ? [block.id] : []));
  const play = async () => {
    for (const action of actions) await sandbox.call('labs.act', { ...step, action });
  };
  await play();
  const requestedScopes = ['openid', 'profile', 'accounts:list', 'accounts:read'];
  await sandbox.call('apps.update', { clientId: 'online-banking', requestedScopes });
  await play();
});
test.afterAll(() => sandbox.remove());

async function openTraces(page: Page): Promise<GatehousePage> {
  const gatehouse = new GatehousePage(page);
  await gatehouse.open(sandbox.ready.ui);
  await gatehouse.goTo('Traces');
  return gatehouse;
}

const flows = (page: Page) => page.getByRole('listbox', { name: 'Flows, newest first' }).getByRole('option');
const tab = (page: Page, name: string) =>
  page.getByRole('tablist', { name: 'Views of the flow' }).getByRole('tab', { name });
const denied = (page: Page) => flows(page).filter({ hasText: 'denied' });

test('one scrubber moves timeline, sequence, token and state, by the keyboard alone', async ({ page }) => {
  await openTraces(page);
  await denied(page).click();
  await tab(page, 'Timeline').click();
  const spans = page.getByRole('listbox', { name: 'Spans' }).getByRole('option');
  await expect(spans.filter({ hasText: 'GET /jwks' })).toContainText('within another span');
  await expect(page.locator('[role="option"][data-later]')).toHaveCount(0);

  const scrubber = page.getByRole('slider', { name: 'Moment of the flow' });
  await scrubber.focus();
  await page.keyboard.press('Home');
  await expect(scrubber).toHaveAttribute('aria-valuetext', /^1 of \d+: GET \/config\.json/);
  await expect(spans.first()).not.toHaveAttribute('data-later');
  await expect(spans.nth(1)).toHaveAttribute('data-later');
  await expect(spans.first()).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expect(scrubber).toHaveAttribute('aria-valuetext', /^3 of \d+: GET \/\.well-known/);

  await tab(page, 'Sequence').click();
  const rows = page.getByRole('grid').getByRole('row');
  await expect(rows.nth(3)).not.toHaveAttribute('data-later');
  await expect(rows.nth(4)).toHaveAttribute('data-later');
  await tab(page, 'State').click();
  await expect(page.getByText('Nothing exists yet')).toBeVisible();
  await tab(page, 'Token').click();
  await expect(page.getByRole('button', { name: /^Access token.*not issued yet/ })).toBeVisible();

  await scrubber.focus();
  await page.keyboard.press('End');
  await expect(scrubber).toHaveAttribute('aria-valuetext', 'all that happened');
  await tab(page, 'State').click();
  await expect(page.getByRole('row', { name: /^Access token alice · online-banking.*left/ })).toBeVisible();
});

test('the list is narrowed by person and outcome, says when nothing is left, and ends at its oldest flow', async ({
  page,
}) => {
  await openTraces(page);
  const all = 2;
  await expect(flows(page)).toHaveCount(all);
  await page.getByLabel('Outcome').selectOption('denied');
  await expect(flows(page)).toHaveCount(1);
  await page.getByLabel('Begun by').selectOption('persona:bob');
  await expect(page.getByText('No flow is like that.')).toBeVisible();
  await page.getByLabel('Outcome').selectOption('');
  await page.getByLabel('Begun by').selectOption('');
  await expect(flows(page)).toHaveCount(all);
  await page.getByRole('listbox', { name: 'Flows, newest first' }).focus();
  await page.keyboard.press('End');
  await expect(flows(page).last()).toHaveAttribute('aria-selected', 'true');
});

test('two flows side by side show what one more scope changed', async ({ page }) => {
  await openTraces(page);
  await denied(page).click();
  await page.getByRole('button', { name: 'Compare with…' }).click();
  await expect(page.getByText('Pick the flow to lay beside')).toBeVisible();
  await flows(page).filter({ hasText: 'allowed' }).click();
  const runs = page.getByRole('region', { name: 'Two runs side by side' });
  const call = runs.getByRole('row', { name: /^differs .*GET \/accounts\/1\.0\/accounts\/4711.*denied 403/ });
  await expect(call).toContainText('✓ 200');
  await runs.getByText(/^Decisions ·/).click();
  await expect(runs.getByText('✕ needs accounts:read, has accounts:list')).toBeVisible();
  await runs.getByText(/^Claims ·/).click();
  await expect(
    runs.getByRole('row', { name: /^scope \(differs\) accounts:list accounts:list accounts:read/ }),
  ).toBeVisible();
  await page.getByRole('button', { name: 'Back to one flow' }).click();
  await expect(page.getByRole('region', { name: 'The selected flow' })).toBeVisible();
});

test('timeline, state and comparison have no violation that axe finds', async ({ page }) => {
  await openTraces(page);
  await denied(page).click();
  await page.getByRole('slider', { name: 'Moment of the flow' }).press('ArrowLeft');
  for (const name of ['Timeline', 'Sequence', 'Hops', 'Token', 'State']) {
    await tab(page, name).click();
    await expect(tab(page, name)).toHaveAttribute('aria-selected', 'true');
    await look(page);
  }
  await page.getByRole('button', { name: 'Compare with…' }).click();
  await flows(page).filter({ hasText: 'allowed' }).click();
  for (const part of ['Messages', 'Decisions', 'Claims']) {
    await page.getByText(new RegExp(`^${part} ·`)).click();
    await look(page);
  }
});
