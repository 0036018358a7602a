import { expect, type Page, test, type WebSocketRoute } from '@playwright/test';
import { BankApp } from '../pages/bank-app.ts';
import { GatehousePage } from '../pages/gatehouse-page.ts';
import { ServedSandbox } from '../pages/served-sandbox.ts';

/** The user interface in a browser, over a sandbox of its own for each test. */
let sandbox: ServedSandbox;

test.beforeEach(async () => {
  sandbox = await ServedSandbox.start();
});
test.afterEach(async () => {
  await sandbox.remove();
});

async function open(page: Page, { welcomed = true } = {}): Promise<GatehousePage> {
  if (welcomed) await sandbox.call('settings.set', { welcomed: true });
  const gatehouse = new GatehousePage(page);
  await gatehouse.open(sandbox.ready.ui);
  return gatehouse;
}

test('the key leaves the address bar, and a page without it says what to do', async ({ page, context }) => {
  await open(page);
  expect(page.url()).not.toContain('secret');
  await page.reload();
  await expect(page.locator('[data-app-state="ready"]')).toBeAttached();
  const other = await context.newPage();
  await other.goto(new URL(sandbox.ready.ui).origin);
  await expect(other.getByText('This page has no key to the sandbox')).toBeVisible();
});

test('the first minute: welcome, the first lab, and a check that turns green by itself', async ({
  page,
  context,
}) => {
  const gatehouse = await open(page, { welcomed: false });
  await gatehouse.welcome.getByRole('button', { name: 'Open the first lab' }).click();
  await expect(gatehouse.step('Who takes part')).toBeVisible();
  await gatehouse.press('Read, go on');
  await expect(gatehouse.step('Sign Alice in')).toBeVisible();
  const check = gatehouse.check('Alice has signed in at the provider');
  await expect(check).toContainText('waiting');

  await gatehouse.show('Browser');
  const opened = context.waitForEvent('page');
  await page.getByRole('button', { name: 'Open Online Banking as Alice' }).click();
  const tab = await opened;
  const bank = new BankApp(tab, await sandbox.addressOf('online-banking'));
  await tab.waitForURL(`${bank.url}/`);
  expect(await tab.evaluate(() => window.opener)).toBeNull();
  await bank.signIn('alice');

  await expect(check).toContainText('passed');
  await expect(gatehouse.wire.getByText('POST /token code + verifier')).toBeAttached();
  await expect(page.getByRole('status').filter({ hasText: 'Check passed' })).toBeAttached();
  await gatehouse.press(/^Next:/);
  await expect(gatehouse.step('The code, and the proof that goes with it')).toBeVisible();

  await page.reload();
  await gatehouse.ready();
  await expect(gatehouse.step('The code, and the proof that goes with it')).toBeVisible();
  await expect(gatehouse.welcome).toHaveCount(0);
});

test('a denied call is selected in diagram, explanation, wire and check alike', async ({ page }) => {
  const gatehouse = await open(page);
  await gatehouse.openLab('Denied, and why');
  await gatehouse.press('Read, go on');
  await gatehouse.predict('The gateway, when the call arrives');
  await gatehouse.press('Sign Alice in');
  await expect(gatehouse.check('can only list accounts')).toContainText('passed');
  await gatehouse.press(/^Call GET/);
  await expect(page.getByRole('heading', { name: 'Why was this denied?' })).toBeVisible();
  await expect(gatehouse.check('refused to open one account')).toContainText('passed');
  await gatehouse.show('Request');
  await gatehouse.show('Sequence');
  await expect(page.getByRole('heading', { name: 'Why was this denied?' })).toBeVisible();
});

test('configuring what an application asks for is saved, and shown when it comes back', async ({ page }) => {
  const gatehouse = await open(page);
  await gatehouse.goTo('Explore');
  await gatehouse.show('Configure');
  const form = page.getByRole('form', { name: 'Online Banking' });
  const scope = form.getByRole('checkbox', { name: 'payments:create' });
  await scope.uncheck();
  await form.getByRole('button', { name: 'Save Online Banking' }).click();
  await expect(form.getByText('Saved. It holds for the next sign-in.')).toBeVisible();
  const { applications } = await sandbox.call('world.get', {});
  const asked = applications.find((one) => one.clientId === 'online-banking')?.requestedScopes;
  expect(asked).not.toContain('payments:create');
  expect(asked).toContain('payments:read');
  await page.reload();
  await gatehouse.ready();
  await gatehouse.show('Configure');
  await expect(scope).not.toBeChecked();
});

test('the request builder sends through the gateway, and leads to the reason', async ({ page }) => {
  const gatehouse = await open(page);
  await gatehouse.goTo('Explore');
  await gatehouse.show('Request');
  await page.getByText('None', { exact: true }).click();
  await page.getByRole('button', { name: 'Send' }).click();
  const response = page.getByRole('region', { name: 'Response' });
  await expect(response.getByRole('status')).toContainText('401');
  await expect(response.getByRole('row', { name: /www-authenticate/ })).toContainText('Bearer');
  await response.getByRole('button', { name: 'See why' }).click();
  await expect(page.getByRole('heading', { name: /^Why was more asked for/ })).toBeVisible();
});

test('the clock jumps, goes back, and names the tokens that lie in the future', async ({ page }) => {
  const gatehouse = await open(page);
  await gatehouse.openLab('Denied, and why');
  await gatehouse.press('Read, go on');
  await gatehouse.predict('The gateway, when the call arrives');
  await gatehouse.press('Sign Alice in');
  await expect(gatehouse.check('can only list accounts')).toContainText('passed');
  await page.getByRole('button', { name: /^\+15 min/ }).click();
  await expect(gatehouse.clock).toContainText('15 min ahead');
  await gatehouse.clock.click();
  const amount = page.getByLabel('Move the clock by');
  await amount.fill('-2');
  await page.getByRole('button', { name: 'Go back' }).click();
  await expect(gatehouse.clock).toContainText('behind');
  await gatehouse.clock.click();
  await expect(page.getByText(/tokens? now lies? in the future/)).toBeVisible();
  await page.getByRole('button', { name: 'Back to real time' }).click();
  await expect(gatehouse.clock).toContainText('real time');
});

test('by keyboard alone: skip link, palette, a lab, a view', async ({ page }) => {
  const gatehouse = await open(page);
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: 'Skip to the content' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main')).toBeFocused();
  // Typed at once, before the palette is there: not a letter is lost.
  await page.keyboard.press('Control+k');
  await page.keyboard.type('open lab denied');
  await expect(page.getByRole('combobox', { name: 'Search or run' })).toBeFocused();
  await expect(page.getByRole('combobox', { name: 'Search or run' })).toHaveValue('open lab denied');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('main')).toBeFocused();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('open lab denied');
  await page.keyboard.press('Enter');
  await expect(gatehouse.step('Ask for less than you need')).toBeVisible();
  await page.keyboard.press('Alt+7');
  await expect(page.getByRole('tab', { name: 'Configure' })).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Control+k');
  await page.keyboard.type('bob');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: /^Persona: Bob/ })).toBeVisible();
});

test('theme and text size are kept', async ({ page }) => {
  const gatehouse = await open(page);
  await gatehouse.goTo('Settings');
  await page.getByText('Dark', { exact: true }).click();
  await page.getByRole('button', { name: 'Larger text' }).click();
  await expect(page.getByRole('status', { name: 'Text size' })).toHaveText('110 %');
  await page.reload();
  await gatehouse.ready();
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark');
  await expect(page.locator('html')).toHaveCSS('font-size', '17.6px');
});

test('a snapshot is taken, listed and restored', async ({ page }) => {
  const gatehouse = await open(page);
  await gatehouse.goTo('Settings');
  await page.getByLabel('Name of the snapshot').fill('before the demo');
  await page.getByRole('button', { name: 'Take a snapshot' }).click();
  const row = page.getByRole('row', { name: /before the demo/ });
  await expect(row).toBeVisible();
  await sandbox.call('apps.update', { clientId: 'online-banking', requestedScopes: ['openid'] });
  await row.getByRole('button', { name: 'Restore…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Restore', exact: true }).click();
  await expect(page.getByText('The state is that of “before the demo”.')).toBeVisible();
  const { applications } = await sandbox.call('world.get', {});
  expect(applications[0]?.requestedScopes.length).toBeGreaterThan(1);
});

test('a snapshot is renamed, saved as a file, added again and deleted', async ({ page }) => {
  const gatehouse = await open(page);
  await sandbox.call('snapshots.take', { name: 'one' });
  await gatehouse.goTo('Settings');
  const more = async (name: string, act: string) => {
    await page.getByRole('button', { name: `More for “${name}”` }).click();
    await page.getByRole('menuitem', { name: act }).click();
  };
  await more('one', 'Rename…');
  await page.getByRole('dialog').getByLabel('Name').fill('two');
  await page.getByRole('dialog').getByRole('button', { name: 'Rename' }).click();
  await expect(page.getByRole('row', { name: /^two/ })).toBeVisible();
  await more('two', 'Save as a file…');
  const saving = page.waitForEvent('download');
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  const file = await (await saving).path();
  await more('two', 'Delete…');
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByRole('row', { name: /^two/ })).toHaveCount(0);
  const choosing = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Add from a file…' }).click();
  await (await choosing).setFiles(file);
  await expect(page.getByText('“two” was added.')).toBeVisible();
  await expect(page.getByRole('row', { name: /^two/ })).toBeVisible();
});

test('an application of one’s own is registered and the code is filled with its values', async ({ page }) => {
  const gatehouse = await open(page);
  await gatehouse.goTo('Connect');
  await page.getByLabel('Name').fill('My shop');
  await page.getByRole('button', { name: 'Register the application' }).click();
  await expect(page.getByText('My shop is registered.')).toBeVisible();
  const { applications } = await sandbox.call('world.get', {});
  const own = applications.find((one) => one.name === 'My shop');
  await expect(page.getByRole('region', { name: 'Code for openid-client' })).toContainText(
    own?.clientId ?? '?',
  );
});

test('a link that breaks is told, and nothing that happened meanwhile is missing', async ({ page }) => {
  const links: WebSocketRoute[] = [];
  let cut = false;
  await page.routeWebSocket('**/api/stream', (link) => {
    if (cut) {
      void link.close({ code: 1012 });
      return;
    }
    link.connectToServer();
    links.push(link);
  });
  const gatehouse = await open(page);
  await gatehouse.goTo('Explore');
  cut = true;
  await links.at(-1)?.close({ code: 1012 });
  await expect(page.getByText('The connection to the sandbox is lost.')).toBeVisible();
  await sandbox.call('requests.send', {
    persona: 'alice',
    method: 'GET',
    api: 'accounts',
    path: '/accounts/9999',
    token: { kind: 'none' },
  });
  cut = false;
  await expect(page.getByText('The connection to the sandbox is lost.')).toHaveCount(0);
  await expect(gatehouse.wire.getByText(/GET .*\/accounts\/9999/)).toBeAttached();
});

test('a view that is still loading leaves the one before in its place', async ({ page }) => {
  const gatehouse = await open(page);
  await gatehouse.goTo('Explore');
  const panel = page.locator('#stage-panel');
  await gatehouse.show('Request');
  const request = panel.getByRole('button', { name: 'Send' });
  await expect(request).toBeVisible();
  let deliver = () => {};
  const held = new Promise<void>((resolve) => {
    deliver = resolve;
  });
  await page.route('**/*.js', async (route) => {
    await held;
    await route.continue();
  });
  const asked = page.waitForRequest('**/*.js');
  await gatehouse.show('Token');
  await asked;
  await expect(page.getByRole('tab', { name: 'Token' })).toHaveAttribute('aria-selected', 'true');
  await expect(request).toBeVisible();
  deliver();
  await expect(request).toHaveCount(0);
});

test('a flood of requests leaves the window at its end, and none is missing in the log', async ({ page }) => {
  const gatehouse = await open(page);
  await gatehouse.goTo('Explore');
  const [api] = (await sandbox.call('world.get', {})).apis;
  const flood = async () => {
    for (let sent = 0; sent < 150; sent += 1) await (await fetch(`${api?.url}/flood`)).arrayBuffer();
  };
  await Promise.all(Array.from({ length: 10 }, flood));
  await fetch(`${api?.url}/after-the-flood`);
  await expect(gatehouse.wire.getByText('after-the-flood').first()).toBeVisible();
  const counted = await sandbox.call('traces.count', { search: '/flood' });
  expect(counted.flows).toBe(1500);
});
