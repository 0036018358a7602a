import { expect, test } from '@playwright/test';
import { GatehousePage } from '../pages/gatehouse-page.ts';
import { look } from '../pages/look.ts';
import { ServedSandbox } from '../pages/served-sandbox.ts';

test('an invitation shows who must act, and goes on in her inbox', async ({ page, context }) => {
  const sandbox = await ServedSandbox.start();
  await sandbox.call('settings.set', { welcomed: true });
  const gatehouse = new GatehousePage(page);
  await gatehouse.open(sandbox.ready.ui);
  await gatehouse.goTo('Identity');
  await page.getByRole('tab', { name: 'Workflows' }).click();
  await expect(page.getByText('No workflow has begun yet')).toBeVisible();
  await look(page);
  await sandbox.call('accounts.create', {
    username: 'erin',
    name: 'Erin Vale',
    email: 'erin.vale@mail.example',
    by: 'invitation',
  });
  const story = page.getByRole('region', { name: 'Invitation of Erin Vale' });
  const pending = story.getByRole('region', { name: 'The step that is waited for' });
  await expect(pending).toContainText('Erin Vale must act: open the link in the mail');
  await expect(pending).toContainText('left on the virtual clock');
  const rows = story.getByRole('grid').getByRole('row');
  await expect(rows.first()).toContainText('Administrator to Identity provider');
  await expect(rows.last()).toContainText('waits for Erin Vale');
  await look(page, 'workflow-waiting');

  const { id: before } = await sandbox.call('snapshots.take', { name: 'before she reads it' });
  const opened = context.waitForEvent('page');
  await pending.getByRole('button', { name: 'Open Erin’s inbox' }).click();
  const inbox = await opened;
  await inbox.getByRole('link', { name: /password/i }).click();
  await inbox.getByLabel('New password', { exact: true }).fill('four words make one');
  await inbox.getByLabel(/again/i).fill('four words make one');
  await inbox.getByRole('button').first().click();
  await expect(story).toContainText('✓ done');
  await expect(rows.filter({ hasText: 'PENDING_AP → UNLOCKED' })).toHaveCount(1);
  await story.getByRole('grid').focus();
  await page.keyboard.press('End');
  await page.keyboard.press('ArrowUp');
  await expect(story.getByRole('row', { selected: true })).toHaveCount(1);
  await look(page, 'workflow-done');

  // The state goes back, the log does not: she must act again, and what she did stays told.
  await sandbox.call('snapshots.restore', { id: before });
  await expect(pending).toContainText('Erin Vale must act');
  await expect(rows.filter({ hasText: 'PENDING_AP → UNLOCKED' })).toHaveCount(1);
  await sandbox.remove();
});

test('a custom workflow: a form changes its YAML, the YAML its picture; a run waits for Carol, who approves', async ({
  page,
}) => {
  const sandbox = await ServedSandbox.start();
  await sandbox.call('settings.set', { welcomed: true });
  const gatehouse = new GatehousePage(page);
  await gatehouse.open(sandbox.ready.ui);
  await gatehouse.goTo('Identity');
  await page.getByRole('tab', { name: 'Workflows' }).click();
  await page.getByRole('tab', { name: 'Definitions' }).click();
  await page.getByLabel('Definition', { exact: true }).selectOption('onboarding');
  const steps = page.getByRole('region', { name: 'Steps of the workflow' });
  const code = page.getByRole('textbox', { name: /^Definition in YAML/ });
  await steps.getByRole('button', { name: /^Start: POST/ }).click();
  await steps
    .getByRole('group', { name: /^Input email/ })
    .getByLabel('About')
    .fill('Where we write to');
  await steps
    .getByRole('group', { name: /^Input email/ })
    .getByLabel('About')
    .press('Enter');
  await expect(code).toContainText('Where we write to');
  await steps.getByRole('button', { name: /Approval by an administrator/ }).click();
  await steps.getByLabel('Within').fill('5d');
  await steps.getByLabel('Within').press('Enter');
  await expect(code).toContainText('within: 5d');
  await expect(steps.getByText('within 5d, else reject')).toBeVisible();
  await look(page, 'workflow-editor');

  await code.click();
  await page.keyboard.press('Control+Home');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('End');
  await page.keyboard.type(' !: ');
  await expect(page.getByText(/^Line \d+, column \d+:/).first()).toBeVisible();
  await expect(steps).toBeVisible();
  for (let n = 0; n < 4; n += 1) await page.keyboard.press('Backspace');
  await page.keyboard.type(', checked');
  await expect(page.getByText('✓ This can run.')).toBeVisible();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByLabel('Definition', { exact: true })).toContainText('checked');
  const { yaml } = await sandbox.call('workflows.get', { id: 'onboarding' });
  expect(yaml).toContain('within: 5d');

  await page.getByRole('button', { name: 'Start a run' }).click();
  const form = page.getByRole('dialog');
  await form.getByLabel('As').selectOption('dave');
  await form.getByLabel(/^username/).fill('gina');
  await form.getByLabel(/^name/).fill('Gina Roth');
  await form.getByLabel(/^email/).fill('erin.vale@mail.example');
  await form.getByRole('button', { name: 'Start', exact: true }).click();
  const run = page.getByRole('region', { name: /^Run of Onboarding/ });
  const pending = run.getByRole('region', { name: 'The step that is waited for' });
  await expect(pending).toContainText('Members of administrators must decide: Gina Roth');
  await expect(run.getByRole('grid').getByRole('row').last()).toContainText(
    'waits for members of administrators',
  );
  await look(page, 'workflow-run');
  await pending.getByLabel('Decide as').selectOption('dave');
  await pending.getByRole('button', { name: 'Approve' }).click();
  await expect(pending).toContainText('The decision was not taken');
  await pending.getByLabel('Decide as').selectOption('carol');
  await pending.getByRole('button', { name: 'Approve' }).click();
  await expect(run).toContainText('✓ completed');
  await expect(run.getByRole('listitem').filter({ hasText: 'Put her into the group' })).toContainText('done');
  await page.getByRole('tab', { name: /^Approvals/ }).click();
  await page.getByLabel('Whose decisions').selectOption('carol');
  await expect(page.getByRole('list', { name: 'Decisions for Carol Lindqvist' })).toContainText('✓ approved');
  await look(page, 'workflow-approvals');
  await sandbox.remove();
});
