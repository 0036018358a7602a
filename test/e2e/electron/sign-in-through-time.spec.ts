import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { BankApp } from '../pages/bank-app.ts';
import { GatehouseApp } from '../pages/gatehouse-app.ts';
import { GatehousePage } from '../pages/gatehouse-page.ts';

/** A persona signs in by clicking, in her browser in the real window, wherever the clock stands. */
let app: GatehouseApp;
test.beforeEach(async () => {
  app = await GatehouseApp.open();
  await app.call('settings.set', { welcomed: true });
});
test.afterEach(() => app?.close());

const DAY_MS = 24 * 3600 * 1000;

async function addressOf(clientId: string): Promise<string> {
  const { applications } = await app.call('world.get', {});
  return applications.find((application) => application.clientId === clientId)?.url ?? '';
}

async function openBank(clientId: string): Promise<{ bank: BankApp; page: Page }> {
  const url = await addressOf(clientId);
  const page = await app.openPersona('alice', `${url}/`);
  return { page, bank: new BankApp(page, url) };
}

for (const days of [-90, 0, 90]) {
  test(`Alice signs in with the clock at ${days} days, and her call is one story`, async () => {
    await app.call('clock.advance', { ms: days * DAY_MS });
    const { bank } = await openBank('care-desk');
    await bank.signIn('alice');
    await expect(bank.page.getByRole('button', { name: 'Sign out' })).toBeVisible();

    const issued = await app.call('events.list', { types: ['idp.token.issued'], limit: 50 });
    expect(issued.events.length).toBeGreaterThan(0);
    for (const event of issued.events) {
      expect(event.actor).toBe('persona:alice');
      expect(Math.abs(event.vtime - event.wtime - days * DAY_MS)).toBeLessThan(60_000);
    }
    const [story, ...others] = (await app.call('traces.list', { search: 'Sign-in to Care Desk' })) ?? [];
    expect(others).toEqual([]);
    const view = await app.call('traces.flow', { flow: story?.flow ?? '' });
    expect(new Set(view.hops.map((hop) => hop.channel))).toEqual(new Set(['front', 'back']));
    expect(view.hops.map((hop) => hop.to)).toContain('idp');
  });
}

test('a session ends when its time is over, although the cookie in the browser does not', async () => {
  const { bank } = await openBank('care-desk');
  await bank.signIn('alice');
  await expect(bank.page.getByRole('button', { name: 'Sign out' })).toBeVisible();
  await app.call('clock.advance', { ms: DAY_MS });
  await bank.page.reload();
  await bank.page.getByRole('button', { name: 'Sign in' }).click();
  await expect(bank.page.getByLabel('Password')).toBeVisible();
});

test('the window is accessible in both themes while a persona’s browser stands in it', async () => {
  const gatehouse = new GatehousePage(app.window);
  for (const theme of ['light', 'dark'] as const) {
    await app.call('settings.set', { theme });
    await app.window.reload();
    await gatehouse.ready();
    await gatehouse.goTo('Explore');
    await gatehouse.show('Browser');
    await expect(app.window.locator('html')).toHaveAttribute('data-mantine-color-scheme', theme);
    const { violations } = await new AxeBuilder({ page: app.window }).setLegacyMode(true).analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)])).toEqual([]);
  }
});
