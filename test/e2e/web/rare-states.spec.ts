import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Locator, type Page, test } from '@playwright/test';
import { GatehousePage } from '../pages/gatehouse-page.ts';
import { look } from '../pages/look.ts';
import { ServedSandbox } from '../pages/served-sandbox.ts';

/**
 * Screens that a person meets seldom: nothing found, limits, errors, dialogs, the pages of mail and television. Each is
 * looked at by axe in both themes; pictures go into the folder that GATEHOUSE_SCREENS names.
 */
let sandbox: ServedSandbox;

test.beforeAll(async () => {
  sandbox = await ServedSandbox.start();
  await sandbox.call('settings.set', { welcomed: true });
});
test.afterAll(() => sandbox.remove());

async function openWire(page: Page): Promise<GatehousePage> {
  const gatehouse = new GatehousePage(page);
  await gatehouse.open(sandbox.ready.ui);
  await gatehouse.goTo('Explore');
  await gatehouse.show('Sequence');
  return gatehouse;
}

const panelOf = (page: Page): Locator => page.getByRole('region', { name: 'Selected hop' });

async function ask(page: Page): Promise<Locator> {
  const panel = panelOf(page);
  await panel.getByRole('button', { name: 'What would have let it pass?' }).click();
  return panel;
}

/** Signs Alice in by a fork, whose state becomes the live one: no browser of this test is needed for it. */
async function signAliceIn(): Promise<void> {
  const { id } = await sandbox.call('forks.open', {});
  const alice = { persona: 'alice', app: 'online-banking' } as const;
  await sandbox.call('forks.act', { id, act: { kind: 'sign-in', ...alice } });
  const act = { kind: 'call', ...alice, api: 'accounts', method: 'GET', path: '/accounts' } as const;
  await sandbox.call('forks.act', { id, act });
  await sandbox.call('forks.adopt', { id });
}

/** A token of the machine's own, which may list accounts and no more (RFC 6749 §4.4). */
async function workbenchToken(): Promise<{ access_token: string }> {
  const { apis } = await sandbox.call('world.get', {});
  const response = await fetch(`${sandbox.ready.issuer}/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa('workbench:workbench-sandbox-secret')}` },
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      resource: apis.find(({ id }) => id === 'accounts')?.resource ?? '',
      scope: 'accounts:list',
    }),
  });
  return (await response.json()) as { access_token: string };
}

test('a search that is limited: a client outside holds its own key', async ({ page }) => {
  const { access_token } = await workbenchToken();
  await fetch(`${sandbox.ready.gateway}/accounts/1.0/accounts`, {
    headers: { authorization: `DPoP ${access_token}` },
  });
  await openWire(page);
  await new GatehousePage(page).wire.getByText(/401/).click();
  const panel = await ask(page);
  await expect(panel.getByText(/a key that only the client holds/)).toBeVisible();
  await look(page, 'fixes-limits');
});

test('a search that ends with nothing found tells what was tried', async ({ page }) => {
  await fetch(`${sandbox.ready.issuer}/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'refresh_token',
      refresh_token: 'made-up',
      client_id: 'statement-job',
      client_secret: 'statement-job-sandbox-secret',
    }),
  });
  await openWire(page);
  await new GatehousePage(page).wire
    .getByText(/POST \/token/)
    .last()
    .click();
  const panel = await ask(page);
  await expect(panel.getByText('No single change that was tried would have let it pass.')).toBeVisible();
  await panel.getByText('1 other change was tried and did not help').click();
  await look(page, 'fixes-empty');
});

test('a search that fails says why and can be asked again', async ({ page }) => {
  await fetch(`${sandbox.ready.gateway}/accounts/1.0/accounts`);
  await openWire(page);
  await new GatehousePage(page).wire.getByText(/401/).first().click();
  const forks = join(sandbox.dataDir, 'forks');
  rmSync(forks, { recursive: true, force: true });
  writeFileSync(forks, 'a file where the folder should be');
  const panel = await ask(page);
  await expect(panel.getByRole('alert')).toBeVisible();
  await look(page, 'fixes-error');
  rmSync(forks);
  await panel.getByRole('button', { name: 'Ask again' }).click();
  await expect(panel.getByRole('alert')).toHaveCount(0);
  await expect(panel.getByText('Asked for again:')).toBeVisible();
});

test('both sides of an error, and the dialog that exports secrets', async ({ page }) => {
  await fetch(`${sandbox.ready.issuer}/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa('workbench:wrong')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  });
  await openWire(page);
  await new GatehousePage(page).wire.getByText('POST /token client credentials').last().click();
  await panelOf(page).getByRole('tab', { name: 'Both sides' }).click();
  await expect(panelOf(page).getByRole('tabpanel', { name: 'Both sides' })).toContainText('invalid_client');
  await look(page, 'both-sides');
  await page.getByRole('button', { name: 'Export' }).click();
  await look(page, 'export-menu');
  await page.getByRole('menuitem', { name: 'Save with secrets included…' }).click();
  await expect(page.getByRole('dialog', { name: 'Save with secrets included?' })).toBeVisible();
  await look(page, 'export-secrets');
});

test('where the claims of a token come from', async ({ page }) => {
  await workbenchToken();
  const gatehouse = await openWire(page);
  await gatehouse.show('Token');
  await expect(page.getByRole('tabpanel', { name: 'Token' })).toContainText('accounts:list');
  await look(page, 'token-provenance');
});

test('two runs compared, messages, decisions and claims', async ({ page }) => {
  await signAliceIn();
  for (const path of ['/accounts/4711', '/accounts/5120'])
    await sandbox.call('requests.send', {
      persona: 'alice',
      api: 'accounts',
      method: 'GET',
      path,
      token: { kind: 'last', client: 'online-banking' },
    });
  const gatehouse = await openWire(page);
  await gatehouse.goTo('Traces');
  const flows = page.getByRole('listbox', { name: 'Flows, newest first' }).getByRole('option');
  await flows.nth(0).click();
  await page.getByRole('button', { name: 'Compare with…' }).click();
  await flows.nth(1).click();
  await expect(page.getByRole('region', { name: 'Two runs side by side' })).toBeVisible();
  await look(page, 'compare-messages');
  await page.getByText(/^Decisions ·/).click();
  await look(page, 'compare-decisions');
  await page.getByText(/^Claims ·/).click();
  await look(page, 'compare-claims');
});

test('the window in a fork, and the ways into one', async ({ page }) => {
  const { access_token } = await workbenchToken();
  await fetch(`${sandbox.ready.gateway}/accounts/1.0/accounts/4711`, {
    headers: { authorization: `Bearer ${access_token}` },
  });
  const gatehouse = await openWire(page);
  await gatehouse.wire.getByText(/denied 403/).click();
  await panelOf(page).getByRole('button', { name: 'Run it again in a fork…' }).click();
  await look(page, 'fork-run-again');
  await page.getByRole('button', { name: 'Open the fork and run it' }).click();
  const bar = page.getByRole('region', { name: 'Fork', exact: true });
  await expect(bar).toBeVisible();
  await expect(gatehouse.wire.getByText(/403/).first()).toBeVisible();
  await look(page, 'fork-sequence');
  await gatehouse.show('Browser');
  await expect(page.getByText('No browser reaches a fork.')).toBeVisible();
  await look(page, 'fork-acts');
  await bar.getByRole('button', { name: 'Compare with the live run' }).click();
  await expect(page.getByRole('region', { name: 'Two runs side by side' })).toBeVisible();
  await look(page, 'fork-compare');
  await page.keyboard.press('Escape');
  await bar.getByRole('button', { name: 'Back to the live sandbox' }).click();
  await gatehouse.goTo('Settings');
  await page.getByRole('list', { name: 'Open forks' }).scrollIntoViewIfNeeded();
  await look(page, 'fork-settings');
  for (const { id } of await sandbox.call('forks.list', {})) await sandbox.call('forks.close', { id });
});

test('mail and television', async ({ browser }) => {
  const context = await browser.newContext();
  const page = await context.newPage();
  for (const site of ['mail', 'tv']) {
    await page.goto(await sandbox.addressOf(site));
    await expect(page.getByRole('heading').first()).toBeVisible();
    await look(page, site);
  }
  await page.getByRole('button').first().click();
  await expect(page.getByRole('heading').first()).toBeVisible();
  await look(page, 'tv-code');
  await context.close();
});
