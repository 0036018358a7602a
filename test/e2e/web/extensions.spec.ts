import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { GatehousePage } from '../pages/gatehouse-page.ts';
import { ServedSandbox } from '../pages/served-sandbox.ts';

const SHOTS = process.env.GATEHOUSE_SCREENS;

async function expectNoViolations(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)])).toEqual([]);
}

async function picture(page: Page, name: string): Promise<void> {
  if (SHOTS === undefined) return;
  for (const [width, height] of [
    [1280, 800],
    [1920, 1080],
  ] as const) {
    await page.setViewportSize({ width, height });
    await page.screenshot({ path: `${SHOTS}/${name}-${width}.png`, animations: 'disabled' });
  }
}

for (const theme of ['light', 'dark'] as const) {
  test(`a handler is tried on a fork, saved, and refuses a registration, in ${theme}`, async ({ page }) => {
    const sandbox = await ServedSandbox.start();
    await sandbox.call('settings.set', { welcomed: true, theme });
    const gatehouse = new GatehousePage(page);
    await gatehouse.open(sandbox.ready.ui);
    await gatehouse.goTo('Identity');
    await page.getByRole('tab', { name: 'Extensions' }).click();
    const ladder = page.getByRole('navigation', { name: 'The ladder' });
    await ladder.getByRole('button', { name: /Handle events of the directory/ }).click();
    await expect(page.getByText('None yet.')).toBeVisible();
    await page.getByRole('button', { name: 'Only people of the bank register' }).click();

    const trial = page.getByRole('region', { name: 'Try it' });
    await trial.getByRole('button', { name: 'Run on a fork' }).click();
    await expect(trial.getByRole('status')).toContainText('Only people of the bank may register here.');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(page.getByRole('region', { name: 'Kept scripts' })).toContainText('✓ on');

    const answer = await fetch(`${sandbox.ready.issuer}/api/identity/user/v1.0/me`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        user: {
          username: 'zoe',
          password: 'a long enough one',
          claims: [{ uri: 'http://wso2.org/claims/emailaddress', value: 'zoe@mail.example' }],
        },
      }),
    });
    expect(answer.status).toBe(403);
    const runs = page.getByRole('region', { name: 'Last runs' });
    await expect(runs.getByRole('listitem')).toContainText('✕ vetoed');
    await expectNoViolations(page);
    await picture(page, `extensions-handler-${theme}`);

    // What is broken is told at its line, and cannot be switched on.
    await page.getByRole('textbox', { name: 'Source' }).fill('export default function (\n');
    await expect(page.getByText(/^Line \d+: SyntaxError/)).toBeVisible();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(page.getByRole('alert')).toContainText('cannot be read');
    await picture(page, `extensions-broken-${theme}`);

    await ladder.getByRole('button', { name: /Write endpoints of your own/ }).click();
    await page.getByRole('button', { name: 'Register in one call' }).click();
    await trial.getByRole('button', { name: 'Run on a fork' }).click();
    await expect(trial.getByRole('status')).toContainText('409');
    await expectNoViolations(page);
    await picture(page, `extensions-endpoint-${theme}`);
    await sandbox.remove();
  });
}
