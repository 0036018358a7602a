import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { GatehousePage } from '../pages/gatehouse-page.ts';
import { ServedSandbox } from '../pages/served-sandbox.ts';

/** Five wrong passwords lock an account, as the directory is set at first. */
const ATTEMPTS = 5;
const SHOTS = process.env.GATEHOUSE_SCREENS;

async function expectNoViolations(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)])).toEqual([]);
}

for (const theme of ['light', 'dark'] as const) {
  test(`an account is locked before one’s eyes, and no time unlocks it, in ${theme}`, async ({ page }) => {
    const sandbox = await ServedSandbox.start();
    await sandbox.call('settings.set', { welcomed: true, theme });
    await sandbox.call('personas.sign-in', { persona: 'bob', app: 'online-banking' });
    const gatehouse = new GatehousePage(page);
    await gatehouse.open(sandbox.ready.ui);
    await gatehouse.goTo('Identity');
    await page.getByRole('searchbox', { name: 'Search the directory' }).fill('bob');
    await page.getByRole('option', { name: /Bob Tanaka/ }).click();
    const chart = page.getByRole('img', { name: /^The label is/ });
    await expect(chart).toHaveAccessibleName(/The label is UNLOCKED.*not locked, and enabled/);

    const trial = page.getByRole('region', { name: 'Try it' });
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      await trial.getByRole('button', { name: 'Mallory types a wrong password' }).click();
      await expect(page.getByLabel('Failed sign-ins', { exact: true })).toHaveText(
        attempt === ATTEMPTS ? '0' : String(attempt),
      );
    }
    await expect(chart).toHaveAccessibleName(/The label is LOCKED.*too many sign-ins failed/);
    const history = page.getByRole('region', { name: 'History' });
    await expect(history.getByRole('listitem').filter({ hasText: 'cut 1 access token' })).toContainText(
      'UNLOCKED → LOCKED',
    );
    await expectNoViolations(page);
    if (SHOTS !== undefined)
      for (const [width, height] of [
        [1280, 800],
        [1920, 1080],
      ] as const) {
        await page.setViewportSize({ width, height });
        await page.screenshot({
          path: `${SHOTS}/identity-locked-${theme}-${width}.png`,
          animations: 'disabled',
        });
      }

    await trial.getByRole('button', { name: '+6 min' }).click();
    await expect(trial).toContainText('and nothing happened');
    await expect(chart).toHaveAccessibleName(/The label is LOCKED/);
    await page.getByRole('tab', { name: /^Sessions, tokens, codes/ }).click();
    await expect(page.getByText('No token of this account works now.')).toBeVisible();
    await expectNoViolations(page);
    await page.getByRole('tab', { name: 'Audit trail' }).click();
    await expect(page.getByRole('cell', { name: /fails to sign in once too often/ })).toBeVisible();
    await expectNoViolations(page);
    await page.getByRole('tab', { name: 'State', exact: true }).click();
    await trial.getByRole('button', { name: 'Bob types the right one' }).click();
    await expect(chart).toHaveAccessibleName(/The label is UNLOCKED/);

    await page.getByRole('button', { name: 'Disable', exact: true }).click();
    await expect(page.getByRole('dialog')).toContainText('the label becomes DISABLED');
    await page.getByRole('dialog').getByRole('button', { name: 'Disable', exact: true }).click();
    await expect(chart).toHaveAccessibleName(/The label is DISABLED.*and disabled/);
    await sandbox.remove();
  });
}

test('the stage of a lab shows the chart of the account that changed last', async ({ page }) => {
  const sandbox = await ServedSandbox.start();
  await sandbox.call('settings.set', { welcomed: true, theme: 'light' });
  const gatehouse = new GatehousePage(page);
  await gatehouse.open(sandbox.ready.ui);
  await gatehouse.openLab('Disabled, enabled, and the lost label');
  await expect(page.getByRole('tab', { name: 'Account', exact: true })).toHaveAttribute(
    'aria-selected',
    'true',
  );
  const chart = page.getByRole('img', { name: /^The label is/ });
  await expect(chart).toHaveAccessibleName(/The label is PENDING_EV/);
  await gatehouse.press(/^Disable Erin/);
  await expect(chart).toHaveAccessibleName(/The label is DISABLED.*and disabled/);
  await expectNoViolations(page);
  await page.getByLabel('Whose account').selectOption({ label: 'Alice Moreau' });
  await expect(chart).toHaveAccessibleName(/The label is UNLOCKED/);
  const marks = page.getByRole('toolbar', { name: 'Transitions' });
  await marks.getByRole('button', { name: /^23: / }).first().focus();
  await expect(page.getByRole('tooltip')).toContainText('Can happen now → LOCKED');
  await page.keyboard.press('ArrowLeft');
  await expect(page.getByRole('tooltip')).toContainText('Closed now: does not hold: it is the last of the');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('tooltip')).toBeHidden();
  if (SHOTS !== undefined)
    for (const [width, height] of [
      [1280, 800],
      [1920, 1080],
    ] as const) {
      await page.setViewportSize({ width, height });
      await page.screenshot({ path: `${SHOTS}/lab-account-${width}.png`, animations: 'disabled' });
    }
  await sandbox.remove();
});
