import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { ServedSandbox } from '../pages/served-sandbox.ts';

/**
 * The pages at which people register, accept an invitation and recover a password, from the message to the sign-in. Each
 * page is looked at by axe in both themes; pictures go into the folder that GATEHOUSE_SCREENS names.
 */
const PICTURES = process.env.GATEHOUSE_SCREENS;
const PASSWORD = 'four words make one';

let sandbox: ServedSandbox;

test.beforeAll(async () => {
  sandbox = await ServedSandbox.start();
});
test.afterAll(() => sandbox.remove());

async function look(page: Page, name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)])).toEqual([]);
    // A phone shows the whole width of it.
    const size = page.viewportSize() ?? { width: 1280, height: 720 };
    await page.setViewportSize({ width: 390, height: 844 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
    await page.setViewportSize(size);
    if (PICTURES === undefined) continue;
    mkdirSync(PICTURES, { recursive: true });
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.screenshot({ path: join(PICTURES, `${name}-${colorScheme}.png`) });
  }
}

/** Opens what a persona's browser would show: her mail, or her telephone. */
async function openMessages(page: Page, persona: string, path = '/'): Promise<void> {
  const to = `${await sandbox.addressOf('mail')}${path}`;
  const { url } = await sandbox.call('persona.link', { persona, to });
  await page.goto(url);
  // Its script puts the browser's storage in place first, and then goes on.
  await expect(page.getByRole('heading', { name: /essages for/, level: 1 })).toBeVisible();
}

const heading = (page: Page, name: string) => page.getByRole('heading', { name, level: 1 });

async function choosePassword(page: Page, password = PASSWORD): Promise<void> {
  await page.getByLabel('New password').fill(password);
  await page.getByLabel('The same again').fill(password);
  await page.getByRole('button', { name: 'Set the password' }).click();
}

/** Whether the account can be used: signs in at the bank by the provider's page. */
async function signsIn(page: Page, username: string, password: string, pictures = false): Promise<void> {
  await page.goto(await sandbox.addressOf('online-banking'));
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(heading(page, 'Sign in')).toBeVisible();
  if (pictures) await look(page, 'sign-in');
  await page.getByLabel('User name').fill(username);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(heading(page, 'Allow Online Banking?')).toBeVisible();
  if (pictures) await look(page, 'consent');
  await page.getByRole('button', { name: 'Allow' }).click();
  await expect(page.getByRole('heading', { name: /^Hello/ })).toBeVisible();
}

test('Erin registers, confirms her address by the link in her mail, and signs in', async ({ page }) => {
  await page.goto(`${sandbox.ready.issuer}/account/register`);
  await expect(page.getByLabel('User name')).toBeFocused();
  await look(page, 'register');
  await page.getByLabel('User name').fill('erin');
  await page.getByLabel('Your name').fill('Erin Vale');
  await page.getByLabel('E-mail address').fill('erin.vale@mail.example');
  await page.getByLabel('Password').fill('short');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toContainText('The password is too short');
  await look(page, 'register-refused');
  await page.getByLabel('Password').fill(PASSWORD);
  await page.keyboard.press('Enter');
  await expect(heading(page, 'Look at your messages')).toBeVisible();
  await openMessages(page, 'erin');
  await look(page, 'mail');
  await page.getByRole('link', { name: 'Confirm my address' }).click();
  await look(page, 'confirm');
  await page.getByRole('button', { name: 'Confirm' }).click();
  await expect(heading(page, 'Your address is confirmed')).toBeVisible();
  await signsIn(page, 'erin', PASSWORD, true);
  await page.goto(`${sandbox.ready.issuer}/account/profile`);
  await page.getByLabel('New address').fill('erin.new@mail.example');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('status')).toContainText('We sent a link to erin.new@mail.example');
  await page.getByLabel('Present password').fill('wrong');
  await page.getByLabel('New password').fill(PASSWORD);
  await page.getByLabel('The same again').fill(PASSWORD);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toHaveText('This is not your present password.');
  await expect(page.getByLabel('Present password')).toBeFocused();
  await look(page, 'profile');
});

test('an invitation is accepted with a password of one’s own, once', async ({ page }) => {
  const { total } = await sandbox.call('accounts.list', { search: 'erin' });
  if (total > 0) await sandbox.call('accounts.act', { id: 'erin', action: { kind: 'delete' } });
  await sandbox.call('accounts.create', {
    username: 'erin',
    name: 'Erin Vale',
    email: 'erin.vale@mail.example',
    phone: '',
    groups: ['customers'],
    password: '',
    by: 'invitation',
  });
  await openMessages(page, 'erin');
  await page.getByRole('link', { name: 'Choose a password' }).click();
  await expect(heading(page, 'Choose a password')).toBeVisible();
  const link = page.url();
  await look(page, 'invitation');
  await choosePassword(page);
  await expect(heading(page, 'Your password is set')).toBeVisible();
  await look(page, 'password-set');
  await page.goto(link);
  await expect(heading(page, 'This link was used already')).toBeVisible();
  await look(page, 'code-refused');
  await signsIn(page, 'erin', PASSWORD);
});

test('a forgotten password comes back by a code that is typed', async ({ page }) => {
  await page.goto(`${sandbox.ready.issuer}/account/recover`);
  await look(page, 'recover');
  await page.getByLabel('User name or e-mail address').fill('bob');
  await page.getByRole('button', { name: 'Send a code' }).click();
  await expect(heading(page, 'Choose a password')).toBeVisible();
  await look(page, 'recover-code');
  const mail = await page.context().newPage();
  await openMessages(mail, 'bob');
  const code = /Your code is (\w+)\./.exec(await mail.getByRole('article').first().innerText())?.[1] ?? '';
  await look(mail, 'mail-code');
  await mail.close();
  await page.getByLabel('Code').fill('WRONG1');
  await choosePassword(page);
  await expect(page.getByRole('alert')).toContainText('not a code that we sent');
  await look(page, 'recover-wrong-code');
  await page.getByLabel('Code').fill(code);
  await choosePassword(page);
  await expect(heading(page, 'Your password is set')).toBeVisible();
  await signsIn(page, 'bob', PASSWORD);
});
