import { expect, test } from '@playwright/test';
import { GatehouseApp } from '../pages/gatehouse-app.ts';
import { GatehousePage } from '../pages/gatehouse-page.ts';

/** The first minute with an account’s life: it is locked, by hand, before one’s eyes; and no time opens it. */
const ATTEMPTS = 5;

test('Bob’s password is mistyped in a persona’s browser until LOCKED lights up; six minutes do not unlock it, a good sign-in does', async () => {
  const app = await GatehouseApp.open();
  try {
    await app.call('settings.set', { welcomed: true });
    await app.call('personas.sign-in', { persona: 'bob', app: 'online-banking' });
    await app.window.reload();
    const gatehouse = new GatehousePage(app.window);
    await gatehouse.ready();
    await gatehouse.goTo('Identity');
    await app.window.getByRole('option', { name: /Bob Tanaka/ }).click();
    const chart = app.window.getByRole('img', { name: /^The label is/ });
    await expect(chart).toHaveAccessibleName(/The label is UNLOCKED/);

    const { applications } = await app.call('world.get', {});
    const bank = applications.find(({ clientId }) => clientId === 'care-desk')?.url ?? '';
    const browser = await app.openPersona('mallory', `${bank}/`);
    const type = async (username: string, password: string) => {
      await browser.getByLabel('User name').fill(username);
      await browser.getByLabel('Password').fill(password);
      await browser.getByRole('button', { name: 'Sign in' }).click();
    };
    await browser.getByRole('button', { name: 'Sign in' }).click();
    const failed = app.window.getByLabel('Failed sign-ins', { exact: true });
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      await type('bob', `guess ${attempt}`);
      await expect(failed).toHaveText(attempt === ATTEMPTS ? '0' : String(attempt));
    }
    await expect(chart).toHaveAccessibleName(/The label is LOCKED.*too many sign-ins failed/);
    const history = app.window.getByRole('region', { name: 'History' });
    await expect(history.getByRole('listitem').filter({ hasText: 'cut 1 access token' })).toBeVisible();

    await app.window.getByRole('button', { name: '+6 min' }).click();
    await expect(app.window.getByRole('region', { name: 'Try it' })).toContainText('and nothing happened');
    await expect(chart).toHaveAccessibleName(/The label is LOCKED/);

    await type('bob', 'bob-sandbox-1');
    await expect(chart).toHaveAccessibleName(/The label is UNLOCKED.*not locked/);

    // Editors of both kinds, under the rules of the window for styles and scripts.
    const tab = (name: string) => app.window.getByRole('tab', { name, exact: true }).click();
    await tab('Workflows');
    await expect(app.window.getByText('No workflow has begun yet')).toBeVisible();
    await tab('Definitions');
    await expect(app.window.getByText('This can run.')).toBeVisible();
    await tab('Extensions');
    await app.window.getByRole('button', { name: 'Register in one call' }).click();
    await app.window.getByRole('button', { name: 'Run on a fork' }).click();
    const trial = app.window.getByRole('region', { name: 'Try it' });
    await expect(trial.getByRole('status')).toContainText('201');
  } finally {
    await app.close();
  }
});
