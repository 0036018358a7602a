import { expect, test } from '@playwright/test';
import { GatehouseApp } from '../pages/gatehouse-app.ts';
import { GatehousePage } from '../pages/gatehouse-page.ts';

/** “Why?” in the real window: a call that lacks a scope, from the red hop to what to do and what would let it pass. */
let app: GatehouseApp;

test.beforeAll(async () => {
  app = await GatehouseApp.open();
  await app.call('settings.set', { welcomed: true });
  const lab = { pack: 'io.gatehouse.first-steps', lab: 'denied-for-scope' };
  const step = { ...lab, step: 'watch-it-fail' };
  await app.call('labs.open', lab);
  const { steps } = await app.call('labs.done', { ...lab, step: 'ask-for-less' });
  await app.call('labs.answer', { ...step, options: ['gateway'] });
  const content = steps.find(({ id }) => id === step.step)?.content ?? [];
  for (const block of content)
    if (block.kind === 'action') await app.call('labs.act', { ...step, action: block.id });
  await app.window.reload();
  await new GatehousePage(app.window).ready();
});
test.afterAll(() => app.close());

test('the red hop tells its rules in order, the one that said no, its standard, and what to do', async () => {
  const page = app.window;
  const gatehouse = new GatehousePage(page);
  await gatehouse.goTo('Explore');
  await gatehouse.show('Sequence');
  await gatehouse.wire.getByText('denied 403').click();
  const panel = page.getByRole('region', { name: 'Selected hop' });
  await expect(panel.getByRole('heading', { name: 'Why was this denied?' })).toBeVisible();
  const rules = panel.getByRole('list', { name: 'Rules, in the order in which they looked' });
  const refused = rules.getByRole('listitem').filter({ hasText: 'does not hold' });
  await expect(refused).toHaveCount(1);
  await expect(refused).toContainText('accounts:read');
  await expect(panel).toContainText('Settled by rule gw.scope.required · RFC 6750 §3.1');
  const published = (await app.call('rules.list', {})).find(({ rule }) => rule === 'gw.scope.required');
  await expect(panel).toContainText(`What to do: ${published?.next}`);
});

test('what the client saw stands beside what only the gateway knew', async () => {
  const panel = app.window.getByRole('region', { name: 'Selected hop' });
  await panel.getByRole('tab', { name: 'Both sides' }).click();
  await expect(panel.getByRole('tabpanel', { name: 'Both sides' })).toContainText('insufficient_scope');
});

test('the fork that finds the smallest change runs inside the real window too', async () => {
  const panel = app.window.getByRole('region', { name: 'Selected hop' });
  await panel.getByRole('tab', { name: 'Decisions' }).click();
  await panel.getByRole('button', { name: 'What would have let it pass?' }).click();
  const changes = panel.getByRole('list', { name: /^Changes that let it pass/ }).getByRole('listitem');
  await expect(changes).toHaveCount(2);
  await expect(changes.first()).toContainText('Let Online Banking ask for accounts:read at sign-in');
});

test('the call is run again in a fork, which the real window shows and leaves', async () => {
  const page = app.window;
  const { total } = await app.call('events.list', { limit: 1 });
  const panel = page.getByRole('region', { name: 'Selected hop' });
  await panel.getByRole('tab', { name: 'Decisions' }).click();
  await panel.getByRole('button', { name: 'Run it again in a fork…' }).click();
  await page.getByRole('button', { name: 'Open the fork and run it' }).click();
  const bar = page.getByRole('region', { name: 'Fork', exact: true });
  await expect(bar).toContainText('You are in the fork “What if”.');
  await expect(new GatehousePage(page).wire.getByText('denied 403')).toBeVisible();
  await bar.getByRole('button', { name: 'Back to the live sandbox' }).click();
  await expect(bar).toHaveCount(0);
  expect((await app.call('events.list', { limit: 1 })).total).toBe(total);
});
