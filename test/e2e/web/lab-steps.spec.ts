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
      id: 'order',
      title: 'What comes when',
      type: 'quiz',
      question: {
        text: 'In which order does it happen?',
        mode: 'order',
        options: [
          { id: 'verifier', text: 'A verifier is made up', explain: 'All begins with it (RFC 7636 §4.1).' },
          { id: 'code', text: 'A code comes back', explain: 'After the sign-in, and before any token.' },
          { id: 'tokens', text: 'Tokens are given', explain: 'They come last (RFC 6749 §4.1.4).' },
        ],
      },
    },
    {
      id: 'match',
      title: 'What belongs together',
      type: 'quiz',
      question: {
        text: 'Which claim says what?',
        mode: 'match',
        targets: [
          { id: 'who', text: 'Who wrote it' },
          { id: 'whom', text: 'Whom it is for' },
        ],
        options: [
          { id: 'iss', text: '`iss`', target: 'who', explain: 'The issuer.' },
          { id: 'aud', text: '`aud`', target: 'whom', explain: 'The audience.' },
        ],
      },
    },
    {
      id: 'text',
      title: 'In a word',
      type: 'quiz',
      question: {
        text: 'What is such a token called?',
        mode: 'text',
        accept: ['bearer'],
        explain: 'Whoever bears it may use it.',
        misses: [{ accept: ['jwt'], explain: 'That is a format.' }],
        otherwise: 'Look at the header.',
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
  for (const next of ['What belongs together', 'In a word', 'Without a token']) {
    await gatehouse.press(/Do it for me/);
    await expect(gatehouse.step(next)).toBeVisible();
  }
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

test('by keyboard, things are brought into order and matched, and an answer is written; each mistake is explained', async ({
  page,
}) => {
  await gatehouse.press(/Do it for me/);
  const question = gatehouse.lesson.getByRole('region', { name: 'Question' });
  const items = question.getByRole('list', { name: 'Order' }).getByRole('listitem');
  const wanted = ['A verifier is made up', 'A code comes back', 'Tokens are given'];
  expect(await items.allInnerTexts()).not.toEqual(wanted);
  // Mixed, and to be answered wrong first: what comes last is brought to the top.
  const up = (text: string) => question.getByRole('button', { name: `Move up: ${text}` });
  await up('Tokens are given').focus();
  for (let times = 0; times < 2; times += 1) await page.keyboard.press('Enter');
  await expect(items.first()).toContainText('Tokens are given');
  await expect(up('Tokens are given')).toBeFocused();
  await gatehouse.press('Answer');
  await expect(question.getByRole('status')).toContainText('Not in this order');
  await expect(items.first()).toContainText('They come last');
  await expectAccessible(page);
  await shoot(page, 'order');
  for (const [index, text] of wanted.entries()) {
    await up(text).focus();
    for (let times = 0; times < 2 - index; times += 1) {
      if ((await items.nth(index).innerText()).includes(text)) break;
      await page.keyboard.press('Enter');
    }
    await expect(items.nth(index)).toContainText(text);
  }
  await gatehouse.press('Answer');
  await expect(question.getByRole('status')).toContainText('Right, at try 2');
  await expect(question.getByRole('listitem').first()).toContainText('1. A verifier is made up');

  await gatehouse.press(/^Next:/);
  await expect(question.getByRole('button', { name: 'Answer' })).toBeDisabled();
  await question.getByLabel('iss').selectOption('Whom it is for');
  await question.getByLabel('aud').selectOption('Who wrote it');
  await gatehouse.press('Answer');
  await expect(question).toContainText('The issuer.');
  await expectAccessible(page);
  await shoot(page, 'match');
  await question.getByLabel('iss').selectOption('Who wrote it');
  await question.getByLabel('aud').selectOption('Whom it is for');
  await gatehouse.press('Answer');
  await expect(question.getByRole('listitem').first()).toContainText('iss – Who wrote it');

  await gatehouse.press(/^Next:/);
  await question.getByLabel('Your answer').fill('JWT');
  await page.keyboard.press('Enter');
  await expect(question).toContainText('That is a format.');
  await expectAccessible(page);
  await shoot(page, 'text');
  await question.getByLabel('Your answer').fill('Bearer');
  await page.keyboard.press('Enter');
  await expect(question).toContainText('Whoever bears it may use it.');
});

test('a near miss lists every condition with what was seen; the solution is shown after the hint and plays', async ({
  page,
}) => {
  for (const next of ['What comes when', 'What belongs together', 'In a word', 'Without a token']) {
    await gatehouse.press(/Do it for me/);
    await expect(gatehouse.step(next)).toBeVisible();
  }
  await gatehouse.press(/Do it for me/);
  await expect(gatehouse.step('With a token')).toBeVisible();
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
