import { expect, type Page, test } from '@playwright/test';
import { BankApp } from '../pages/bank-app.ts';
import { look } from '../pages/look.ts';
import { ServedSandbox } from '../pages/served-sandbox.ts';

let sandbox: ServedSandbox;

test.beforeAll(async () => {
  sandbox = await ServedSandbox.start();
});

test.afterAll(async () => {
  await sandbox.remove();
});

const APPS = ['online-banking', 'care-desk', 'pocket'] as const;

async function open(page: Page, app: string): Promise<BankApp> {
  const bank = new BankApp(page, await sandbox.addressOf(app));
  await bank.open();
  return bank;
}

for (const app of APPS) {
  test(`${app}: Alice signs in, opens an account and signs out by clicking`, async ({ page }) => {
    const bank = await open(page, app);
    await bank.signIn('alice');
    await expect(bank.heading('Hello, Alice Moreau')).toBeVisible();
    expect(new URL(page.url()).search).toBe('');
    await bank.press('Show accounts');
    await bank.press('Open account 4711');
    await expect(page.getByText('€2,841.60')).toBeVisible();
    await expect(bank.answer).toContainText('200');
    await bank.press('Show bookings');
    await expect(page.getByRole('cell', { name: 'Quayside Bakery' })).toBeVisible();
    await bank.signOut();
    await bank.open();
    await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
  });

  test(`${app}: stays signed in over a restart of the sandbox`, async ({ page }) => {
    const bank = await open(page, app);
    await bank.signIn('bob');
    await expect(bank.heading('Hello, Bob Tanaka')).toBeVisible();
    await sandbox.stop();
    await sandbox.start();
    await bank.open();
    await expect(bank.heading('Hello, Bob Tanaka')).toBeVisible();
    await bank.press('Show accounts');
    await expect(page.getByRole('button', { name: 'Open account 5120' })).toBeVisible();
    await bank.signOut();
  });

  test(`${app}: says in plain words what the token lacks`, async ({ page }) => {
    const before = await requestedScopes(app);
    await sandbox.call('apps.update', {
      clientId: app,
      requestedScopes: ['openid', 'profile', 'accounts:list'],
    });
    const bank = await open(page, app);
    await bank.signIn('alice');
    await bank.press('Show accounts');
    await bank.press('Open account 4711');
    await expect(bank.answer).toContainText('the permission accounts:read');
    await expect(bank.answer).toContainText('403');
    await expect(bank.answer).toContainText('insufficient_scope');
    await expect(bank.answer).toHaveRole('alert');
    await sandbox.call('apps.update', { clientId: app, requestedScopes: before });
  });

  test(`${app}: takes a refused consent well`, async ({ page }) => {
    const bank = await open(page, app);
    await bank.signIn('mallory', { consent: 'Deny' });
    await expect(page.getByRole('alert')).toContainText('access_denied');
  });

  test(`${app}: is accessible`, async ({ page }) => {
    const bank = await open(page, app);
    await look(page);
    await bank.signIn('alice');
    await bank.press('Show accounts');
    await bank.press('Open account 4711');
    await expect(page.getByText('€2,841.60')).toBeVisible();
    await look(page);
  });
}

for (const days of [-90, 90]) {
  test(`a browser whose clock is ${-days} days away can sign in and call an API`, async ({ page }) => {
    const { offset } = await sandbox.call('clock.advance', { ms: days * 24 * 3600_000 });
    expect(offset).toBe(days * 24 * 3600_000);
    for (const app of APPS) {
      const bank = await open(page, app);
      await bank.signIn('carol');
      await bank.press('Show accounts');
      await expect(bank.answer).toContainText('200');
      await bank.signOut();
    }
    await sandbox.call('clock.reset', {});
  });
}

test('a payment that Bob makes shows at Alice’s', async ({ browser }) => {
  const his = await open(await (await browser.newContext()).newPage(), 'online-banking');
  await his.signIn('bob');
  const page = his.page;
  await page.getByText('New payment').click();
  await page.getByLabel('From account').fill('5120');
  await page.getByLabel('To (account number)').fill(await ibanOf(browser));
  await page.getByLabel('Name').fill('Alice Moreau');
  await page.getByLabel('Reference').fill('Pizza');
  await page.getByLabel('Amount').fill('9.50');
  await his.press('Pay');
  await expect(his.answer).toContainText('201');
  await his.press('Show payments');
  await expect(page.getByRole('cell', { name: 'Pizza' })).toBeVisible();
});

test('another persona takes the same browser over, and the first finds her page again', async ({ page }) => {
  const address = await sandbox.addressOf('online-banking');
  const sitDown = async (persona: string) => {
    const tab = await page.context().newPage();
    const { url } = await sandbox.call('persona.link', { persona, to: address });
    await tab.goto(url);
    await tab.waitForURL(address);
    return new BankApp(tab, address);
  };
  const hers = await sitDown('alice');
  await hers.signIn('alice');
  await expect(hers.heading('Hello, Alice Moreau')).toBeVisible();
  const his = await sitDown('bob');
  await expect(hers.page.getByRole('button', { name: 'Sign in' })).toBeVisible();
  await his.signIn('bob');
  await expect(his.heading('Hello, Bob Tanaka')).toBeVisible();
  const again = await sitDown('alice');
  await expect(again.heading('Hello, Alice Moreau')).toBeVisible();
  await again.press('Show accounts');
  await expect(again.page.getByRole('button', { name: 'Open account 4711' })).toBeVisible();
});

async function requestedScopes(clientId: string): Promise<string[]> {
  const { applications } = await sandbox.call('world.get', {});
  return applications.find((application) => application.clientId === clientId)?.requestedScopes ?? [];
}

/** Alice's account number, as she reads it on her own page. */
async function ibanOf(browser: import('@playwright/test').Browser): Promise<string> {
  const context = await browser.newContext();
  const hers = await open(await context.newPage(), 'online-banking');
  await hers.signIn('alice');
  await hers.press('Show accounts');
  const iban = await hers.page.getByRole('row', { name: '4711' }).getByRole('cell').nth(2).innerText();
  await context.close();
  return iban;
}
