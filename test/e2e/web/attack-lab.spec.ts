import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { BankApp } from '../pages/bank-app.ts';
import { GatehousePage } from '../pages/gatehouse-page.ts';
import { ServedSandbox } from '../pages/served-sandbox.ts';

/** A lab in which somebody is robbed, played in a browser: by hand where a thief has pages, by buttons elsewhere. */
let sandbox: ServedSandbox;

test.beforeEach(async () => {
  sandbox = await ServedSandbox.start();
  await sandbox.call('settings.set', { welcomed: true });
});
test.afterEach(async () => {
  await sandbox.remove();
});

/** Opens an application as a persona in a tab, as the “Browser” view offers it. */
async function openTab(gatehouse: GatehousePage, name: string, persona: string): Promise<Page> {
  await gatehouse.show('Browser');
  await gatehouse.page
    .getByRole('radiogroup', { name: 'Open as' })
    .getByText(persona, { exact: true })
    .click();
  const opened = gatehouse.page.context().waitForEvent('page');
  await gatehouse.page.getByRole('button', { name: `Open ${name} as ${persona}` }).click();
  return opened;
}

async function assertNoViolations(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
}

test('a code is stolen and used by hand; with PKCE the same theft fails, and the log says why', async ({
  page,
}) => {
  const gatehouse = new GatehousePage(page);
  await gatehouse.open(sandbox.ready.ui);
  await gatehouse.openLab('A stolen code');
  await gatehouse.press('Read, go on');

  // Bob signs in by hand, and the phone hands the answer to Torch.
  await gatehouse.lesson.getByLabel('An authorization code, and nothing else').check();
  await gatehouse.press('That is my prediction');
  const phone = await openTab(gatehouse, 'Pocket', 'Bob');
  const pocket = new BankApp(phone, await sandbox.addressOf('pocket'));
  await phone.waitForURL(`${pocket.url}/`);
  await pocket.signIn('bob');
  await expect(phone.getByRole('alert')).toContainText('Torch is on');
  await expect(gatehouse.check('Torch has caught the code')).toContainText('passed');
  await gatehouse.press(/^Next:/);

  // Mallory spends the code in her notebook.
  const notebook = await openTab(gatehouse, 'Mallory’s notebook', 'Mallory');
  await expect(notebook.getByRole('heading', { name: 'What I hold' })).toBeVisible();
  await assertNoViolations(notebook);
  await notebook.getByRole('button', { name: /^Redeem/ }).click();
  await expect(notebook.getByLabel('Last answer')).toContainText('The provider gave tokens');
  await notebook.getByRole('button', { name: 'Show accounts' }).click();
  await expect(notebook.getByRole('cell', { name: /Everyday account/ })).toBeVisible();
  await expect(gatehouse.check('Mallory sees Bob’s accounts')).toContainText('passed');
  await gatehouse.press(/^Next:/);

  // A wrong answer says why it is wrong, and the right one passes.
  await gatehouse.lesson.getByLabel('Bob’s password').check();
  await gatehouse.press('Answer');
  await expect(gatehouse.lesson.getByText('never again')).toBeVisible();
  await gatehouse.lesson.getByLabel('The client id and the redirect address, which are no secrets').check();
  await gatehouse.press('Answer');
  await gatehouse.press(/^Next:/);

  // PKCE, by hand in the settings.
  await gatehouse.show('Configure');
  const settings = page.getByRole('form', { name: 'Pocket pocket' });
  await settings.getByRole('switch', { name: 'Bind sign-ins with PKCE' }).click({ force: true });
  await settings.getByRole('button', { name: 'Save Pocket' }).click();
  await expect(gatehouse.check('Pocket binds its sign-ins with PKCE')).toContainText('passed');
  await gatehouse.press(/^Next:/);

  await gatehouse.lesson
    .getByLabel('Torch catches the code, and the provider refuses to exchange it')
    .check();
  await gatehouse.press('That is my prediction');
  await gatehouse.press('Sign Bob in once more');
  await expect(gatehouse.check('Torch has caught the new code')).toContainText('passed');
  await gatehouse.press('Redeem the new code as Mallory');
  await expect(gatehouse.check('The provider refused the exchange')).toContainText('passed');
  await expect(page.getByText('idp.pkce.match').first()).toBeVisible();
});
