import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { writeOwnPack } from '../../support/own-pack.ts';
import { GatehousePage } from '../pages/gatehouse-page.ts';
import { ServedSandbox } from '../pages/served-sandbox.ts';

/** Steps that ask, near misses, solutions and resets, in a lab written for it. */
let sandbox: ServedSandbox;
let gatehouse: GatehousePage;

const LAB = {
  title: 'Who may call',
  steps: [
    {
      id: 'quiz',
      title: 'Who reads a token',
      type: 'quiz',
      question: {
        text: 'Who is meant to read an **access token**?',
        options: [
          { id: 'app', text: 'The application', explain: 'To the application it is opaque (RFC 6749 §1.4).' },
          { id: 'api', text: 'The API', explain: 'It is the audience of the token.', correct: true },
        ],
      },
    },
    {
      id: 'predict',
      title: 'Without a token',
      type: 'predict',
      actor: 'alice',
      question: {
        text: 'What will the gateway answer?',
        options: [
          { id: 'ok', text: '`200`', explain: 'It knows nobody by sight.' },
          { id: 'no', text: '`401`', explain: 'No token, no entry (RFC 6750 §3).', correct: true },
        ],
      },
      checks: [
        {
          id: 'refused',
          kind: 'event',
          title: 'The gateway refused it',
          match: { type: 'gw.request.denied', by: 'anyone', rule: 'gw.credential.present' },
        },
      ],
    },
    {
      id: 'call',
      title: 'With a token',
      type: 'do',
      actor: 'alice',
      points: 10,
      checks: [
        {
          id: 'allowed',
          kind: 'event',
          title: 'The gateway let the call through',
          match: {
            type: 'gw.request.allowed',
            client: 'online-banking',
            data: { api: 'accounts', operation: 'GET /accounts' },
          },
          feedback: {
            'outcome:gw.credential.present': 'The request carried no token. Sign in first.',
            client: 'It must be Online Banking that calls.',
          },
        },
      ],
      hints: [{ id: 'h1', kind: 'answer', text: 'Sign in, then call.', cost: 3 }],
    },
  ],
};
const SEND =
  '```action gateway.request\nid: send\nlabel: Send it without a token\npersona: alice\napi: accounts\npath: /accounts\ntoken: none\n```\n';
const SOLUTION = {
  steps: {
    predict: [{ 'gateway.request': { persona: 'alice', api: 'accounts', path: '/accounts', token: 'none' } }],
    call: [
      { 'idp.login': { persona: 'alice', app: 'online-banking' } },
      { 'app.call-api': { persona: 'alice', app: 'online-banking', api: 'accounts', path: '/accounts' } },
    ],
  },
};

test.beforeEach(async ({ page }) => {
  sandbox = await ServedSandbox.start();
  await sandbox.call('settings.set', { welcomed: true });
  writeOwnPack(join(sandbox.dataDir, 'packs'), LAB, SOLUTION, { predict: SEND, call: SEND });
  await sandbox.stop();
  await sandbox.start();
  gatehouse = new GatehousePage(page);
  await gatehouse.open(sandbox.ready.ui);
  await gatehouse.openLab('Who may call');
});
test.afterEach(async () => {
  await sandbox.remove();
});

test('a question is answered by keyboard, a wrong answer explained; a prediction comes first and meets what happened', async ({
  page,
}) => {
  const question = gatehouse.lesson.getByRole('region', { name: 'Question' });
  await question.getByRole('radio', { name: 'The application' }).focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('Enter');
  await expect(question.getByRole('status')).toContainText('Not that one');
  await expect(question).toContainText('To the application it is opaque');
  await expect(question).not.toContainText('It is the audience');
  await expectAccessible(page);
  await question.getByRole('radio', { name: 'The API' }).focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('Enter');
  await expect(question.getByRole('status')).toContainText('Right, at try 2');
  await expect(question).toContainText('It is the audience of the token.');

  await gatehouse.press(/^Next:/);
  const send = gatehouse.lesson.getByRole('button', { name: 'Send it without a token' });
  await expect(send).toBeDisabled();
  const prediction = gatehouse.lesson.getByRole('region', { name: 'Prediction' });
  await prediction.getByRole('radio', { name: '200' }).check();
  await gatehouse.press('That is my prediction');
  await expect(prediction.getByRole('status')).toContainText('Now do it');
  await expect(prediction).not.toContainText('No token, no entry');
  await send.click();
  await expect(prediction.getByRole('status')).toContainText('It happened differently');
  await expect(prediction.getByRole('listitem').filter({ hasText: '401' })).toContainText('what happened');
  await expect(prediction.getByRole('listitem').filter({ hasText: '200' })).toContainText('your prediction');
  await expectAccessible(page);
  await shoot(page, 'predict');
  await page.reload();
  await gatehouse.ready();
  await expect(prediction.getByRole('status')).toContainText('It happened differently');
});

test('a near miss lists every condition with what was seen; the solution is shown after the hint and plays', async ({
  page,
}) => {
  await gatehouse.press(/Do it for me/);
  await expect(gatehouse.step('Without a token')).toBeVisible();
  await gatehouse.press(/Do it for me/);
  await gatehouse.press('Send it without a token');
  const check = gatehouse.check('The gateway let the call through');
  await expect(check).toContainText('The request carried no token. Sign in first.');
  await check.getByText(/of 5 conditions hold/).click();
  await expect(check.getByRole('listitem').filter({ hasText: 'operation' })).toContainText('GET /accounts');
  await expect(check.getByRole('listitem').filter({ hasText: 'application' })).toContainText(
    'expected online-banking',
  );
  await expectAccessible(page);
  await shoot(page, 'near-miss');

  await expect(gatehouse.lesson.getByRole('button', { name: 'Show the solution' })).toHaveCount(0);
  await gatehouse.press('Hint 1 of 1 (costs 3 points)');
  await gatehouse.press('Show the solution');
  await page.getByRole('dialog').getByRole('button', { name: 'Show it' }).click();
  const solution = gatehouse.lesson.getByRole('region', { name: 'Solution' });
  await expect(solution.getByRole('listitem')).toHaveText([/Sign Alice in/, /Call GET \/accounts as Alice/]);
  await shoot(page, 'solution');
  await solution.getByRole('button', { name: 'Play all' }).click();
  await expect(check).toContainText('passed');
  await expect(gatehouse.lesson.getByText('0 of 10 points')).toBeVisible();
});

test('each reset says what is lost, and does it', async ({ page }) => {
  await gatehouse.press(/Do it for me/);
  await gatehouse.press('Reset');
  await expect(page.getByRole('menuitem')).toHaveText([
    'This step…',
    'This lab…',
    'All labs of this pack…',
    'Everything…',
  ]);
  await shoot(page, 'reset-menu');
  await page.getByRole('menuitem', { name: 'This lab…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Reset this lab?' });
  await expect(dialog).toContainText('What you did since is lost');
  await dialog.getByRole('button', { name: 'Reset the lab' }).click();
  await expect(gatehouse.step('Who reads a token')).toBeVisible();
  await expect(gatehouse.lesson.getByRole('button', { name: 'Answer', exact: true })).toBeVisible();

  await gatehouse.press(/Do it for me/);
  await gatehouse.goTo('Labs');
  await page.getByRole('button', { name: 'Reset everything…' }).click();
  await shoot(page, 'reset-everything');
  await page.getByRole('dialog').getByRole('button', { name: 'Reset everything' }).click();
  await expect(page.getByText('Everything is as on the first day.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Start: Who may call' })).toBeVisible();
});

async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
}

/** Pictures for people who review them, when GATEHOUSE_SCREENS names a folder. */
async function shoot(page: Page, name: string): Promise<void> {
  const folder = process.env.GATEHOUSE_SCREENS;
  if (!folder) return;
  for (const theme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: theme });
    for (const size of [
      { width: 1280, height: 800 },
      { width: 1920, height: 1080 },
    ]) {
      await page.setViewportSize(size);
      await page.screenshot({
        path: join(folder, `${name}-${theme}-${size.width}.png`),
        animations: 'disabled',
      });
    }
  }
}
