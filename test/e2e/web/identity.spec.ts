import { expect, test } from '@playwright/test';
import { GatehousePage } from '../pages/gatehouse-page.ts';
import { look } from '../pages/look.ts';
import { ServedSandbox } from '../pages/served-sandbox.ts';

/** Five wrong passwords lock an account, as the directory is set at first. */
const ATTEMPTS = 5;

test('an account is locked before one’s eyes, and no time unlocks it', async ({ page }) => {
  const sandbox = await ServedSandbox.start();
  await sandbox.call('settings.set', { welcomed: true });
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
  await look(page);

  await trial.getByRole('button', { name: '+6 min' }).click();
  await expect(trial).toContainText('and nothing happened');
  await expect(chart).toHaveAccessibleName(/The label is LOCKED/);
  await page.getByRole('tab', { name: /^Sessions, tokens, codes/ }).click();
  await expect(page.getByText('No token of this account works now.')).toBeVisible();
  await look(page);
  await page.getByRole('tab', { name: 'Audit trail' }).click();
  await expect(page.getByRole('cell', { name: /fails to sign in once too often/ })).toBeVisible();
  await look(page);
  await page.getByRole('tab', { name: 'State', exact: true }).click();
  await trial.getByRole('button', { name: 'Bob types the right one' }).click();
  await expect(chart).toHaveAccessibleName(/The label is UNLOCKED/);

  await page.getByRole('button', { name: 'Disable', exact: true }).click();
  await expect(page.getByRole('dialog')).toContainText('the label becomes DISABLED');
  await page.getByRole('dialog').getByRole('button', { name: 'Disable', exact: true }).click();
  await expect(chart).toHaveAccessibleName(/The label is DISABLED.*and disabled/);
  await sandbox.remove();
});

test('the stage of a lab shows the chart of the account that changed last', async ({ page }) => {
  const sandbox = await ServedSandbox.start();
  await sandbox.call('settings.set', { welcomed: true });
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
  await look(page);
  await page.getByLabel('Whose account').selectOption({ label: 'Alice Moreau' });
  await expect(chart).toHaveAccessibleName(/The label is UNLOCKED/);
  const marks = page.getByRole('toolbar', { name: 'Transitions' });
  await marks.getByRole('button', { name: /^23: / }).first().focus();
  await expect(page.getByRole('tooltip')).toContainText('Can happen now → LOCKED');
  await page.keyboard.press('ArrowLeft');
  await expect(page.getByRole('tooltip')).toContainText('Closed now: does not hold: it is the last of the');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('tooltip')).toBeHidden();
  await sandbox.remove();
});
