import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, type Page, test } from '@playwright/test';
import { GatehousePage } from '../pages/gatehouse-page.ts';
import { ServedSandbox } from '../pages/served-sandbox.ts';

/**
 * Takes the pictures of the README, and, into the folder that GATEHOUSE_SCREENS names, every screen at both sizes in
 * both themes, for people who review them.
 */
const IMAGES = fileURLToPath(new URL('../../../docs/images', import.meta.url));
const REVIEW = process.env.GATEHOUSE_SCREENS;
const SIZES = [
  { width: 1280, height: 800 },
  { width: 1920, height: 1080 },
];

for (const theme of ['light', 'dark'] as const) {
  test(`screens in ${theme}`, async ({ page }) => {
    const sandbox = await ServedSandbox.start();
    await sandbox.call('settings.set', { welcomed: true, theme });
    const gatehouse = new GatehousePage(page);
    await gatehouse.open(sandbox.ready.ui);

    await review(page, theme, 'labs');
    await deny(gatehouse);
    await picture(page, `lab-${theme}`);
    await review(page, theme, 'lab-denied');
    for (const view of ['Browser', 'Token', 'Request', 'Configure'] as const) {
      await gatehouse.show(view);
      await expect(page.getByRole('tabpanel', { name: view })).toHaveText(/\S/);
      await review(page, theme, `lab-${view.toLowerCase()}`);
    }
    for (const place of ['Explore', 'Identity', 'Traces', 'Connect', 'Settings'] as const) {
      await gatehouse.goTo(place);
      await review(page, theme, place.toLowerCase());
    }
    await lock(gatehouse, sandbox);
    await picture(page, `account-${theme}`);
    await review(page, theme, 'identity-locked');
    for (const tab of ['What each state allows', 'Groups', 'Rules']) {
      await page.getByRole('tab', { name: tab, exact: true }).click();
      await review(page, theme, `identity-${tab.toLowerCase().replaceAll(' ', '-')}`);
    }
    await runWorkflow(gatehouse, sandbox);
    await picture(page, `workflow-${theme}`);
    await review(page, theme, 'identity-workflow-run');
    await page.getByRole('tab', { name: 'Definitions' }).click();
    await page.getByRole('button', { name: /Approval by an administrator/ }).click();
    await review(page, theme, 'identity-workflow-editor');
    await sandbox.remove();
  });
}

/** A run of a custom workflow that waits for Carol. */
async function runWorkflow({ page }: GatehousePage, sandbox: ServedSandbox): Promise<void> {
  await sandbox.call('personas.sign-in', { persona: 'dave', app: 'online-banking' });
  await sandbox.call('workflows.start', {
    id: 'onboarding',
    account: 'dave',
    input: { username: 'gina', name: 'Gina Roth', email: 'gina.roth@harbour.example' },
  });
  await page.getByRole('tab', { name: 'Workflows', exact: true }).click();
  await page.getByRole('option', { name: /Dave Okafor/ }).click();
  await expect(page.getByRole('region', { name: 'The step that is waited for' })).toBeVisible();
  await expect(page.getByRole('grid').getByRole('row').last()).toBeVisible();
}

/** Bob’s account in the moment after the fifth wrong password, with a token gone. */
async function lock({ page }: GatehousePage, sandbox: ServedSandbox): Promise<void> {
  await sandbox.call('personas.sign-in', { persona: 'bob', app: 'online-banking' });
  for (let attempt = 0; attempt < 5; attempt += 1)
    await sandbox.call('personas.sign-in', {
      persona: 'mallory',
      app: 'online-banking',
      username: 'bob',
      password: 'not the password',
    });
  await page.getByRole('navigation', { name: 'Places' }).getByRole('link', { name: 'Identity' }).click();
  await page.getByRole('option', { name: /Bob Tanaka/ }).click();
  await expect(page.getByRole('img', { name: /^The label is LOCKED/ })).toBeVisible();
}

/** The second lab, in the moment after the denied call. */
async function deny(gatehouse: GatehousePage): Promise<void> {
  await gatehouse.openLab('Denied, and why');
  await gatehouse.press('Read, go on');
  await gatehouse.predict('The gateway, when the call arrives');
  await gatehouse.press('Sign Alice in');
  await expect(gatehouse.check('can only list accounts')).toContainText('passed');
  await gatehouse.press(/^Call GET/);
  await expect(gatehouse.page.getByRole('heading', { name: 'Why was this denied?' })).toBeVisible();
}

async function picture(page: Page, name: string): Promise<void> {
  mkdirSync(IMAGES, { recursive: true });
  await page.setViewportSize({ width: 1440, height: 900 });
  await shown(page);
  await page.screenshot({ path: join(IMAGES, `${name}.png`), animations: 'disabled' });
}

async function review(page: Page, theme: string, name: string): Promise<void> {
  if (REVIEW === undefined) return;
  mkdirSync(REVIEW, { recursive: true });
  for (const size of SIZES) {
    await page.setViewportSize(size);
    await shown(page);
    await page.screenshot({
      path: join(REVIEW, `${name}-${theme}-${size.width}.png`),
      animations: 'disabled',
    });
  }
}

/** Screens are loaded when they are first opened. */
async function shown(page: Page): Promise<void> {
  await expect(page.getByRole('main').getByRole('heading').first()).toBeVisible();
  await page.waitForLoadState('networkidle');
}
