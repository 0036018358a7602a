import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type MatrixQuestion, matrixStateSchema } from '../../../src-main/contract/answers.ts';
import { runningSandbox } from '../labs/running-lab.ts';

type Row = Partial<Record<MatrixQuestion, string>> & { reached: object };
const RECOVERY = { yes: 'allowed 202 PWR-02001' };
const RESENT = 'allowed 201 USR-20005';
const NONE = 'not-asked null null';

/** What is allowed in each state, by the sources: sign-in, recovery of the password, sending the code again. */
const TABLE: Record<(typeof matrixStateSchema.options)[number], Row> = {
  unlocked: {
    reached: { label: 'UNLOCKED', locked: false },
    'sign-in-right': 'allowed null null',
    'sign-in-wrong': 'denied idp.signin.password',
    'recover-password': RECOVERY.yes,
    'recover-username': 'allowed 202 UNR-02001',
    resend: 'hidden idp.lifecycle.state-fits',
    refresh: 'allowed 200 null',
  },
  'sr-locked': {
    reached: { label: 'PENDING_SR', locked: true, lockReason: 'PENDING_SELF_REGISTRATION' },
    'sign-in-right': 'denied idp.signin.confirmed',
    'sign-in-wrong': 'denied idp.signin.password',
    'recover-password': 'denied 17005',
    resend: RESENT,
    refresh: NONE,
  },
  'sr-open': {
    reached: { label: 'PENDING_SR', locked: false },
    'sign-in-right': 'allowed null null',
    'recover-password': RECOVERY.yes,
    resend: RESENT,
    refresh: 'allowed 200 null',
  },
  'ev-locked': {
    reached: { label: 'PENDING_EV', locked: true, lockReason: 'PENDING_EMAIL_VERIFICATION' },
    'sign-in-right': 'denied idp.signin.confirmed',
    'recover-password': 'denied 17003',
    resend: RESENT,
  },
  'ev-open': {
    reached: { label: 'PENDING_EV', locked: false },
    'sign-in-right': 'allowed null null',
    'recover-password': RECOVERY.yes,
    resend: RESENT,
  },
  'lr-locked': {
    reached: { label: 'PENDING_LR', locked: true, lockReason: null },
    'sign-in-right': NONE,
    'recover-password': 'denied 17003',
    resend: RESENT,
  },
  'ap-locked': {
    reached: { label: 'PENDING_AP', locked: true, lockReason: 'PENDING_ASK_PASSWORD' },
    'sign-in-right': NONE,
    'recover-password': 'denied 17006',
    resend: RESENT,
  },
  'ap-open': {
    reached: { label: 'PENDING_AP', locked: false },
    'sign-in-right': NONE,
    'recover-password': RECOVERY.yes,
    resend: RESENT,
  },
  fupr: {
    reached: { label: 'PENDING_FUPR', locked: true },
    'sign-in-right': 'denied idp.signin.reset-done',
    'recover-password': 'denied 17003',
    resend: RESENT,
    refresh: 'denied 400 invalid_grant',
  },
  locked: {
    reached: { label: 'LOCKED', locked: true, lockReason: 'MAX_ATTEMPTS_EXCEEDED' },
    'sign-in-right': 'denied idp.signin.account-unlocked',
    'sign-in-wrong': 'denied idp.signin.account-unlocked',
    'recover-password': 'denied 17003',
    resend: 'hidden idp.lifecycle.state-fits',
    refresh: 'denied 400 invalid_grant',
  },
  'locked-over': {
    reached: { label: 'LOCKED', locked: true, lockReason: 'MAX_ATTEMPTS_EXCEEDED' },
    'sign-in-right': 'allowed null null',
    'sign-in-wrong': 'denied idp.signin.password',
    'recover-password': 'denied 17003',
    refresh: 'denied 400 invalid_grant',
  },
  'locked-admin': {
    reached: { label: 'LOCKED', locked: true, lockReason: 'ADMIN_INITIATED', unlockAt: null },
    'sign-in-right': 'denied idp.signin.account-unlocked',
    'recover-password': 'denied 17003',
  },
  disabled: {
    reached: { label: 'DISABLED', disabled: true },
    'sign-in-right': 'denied idp.signin.account-enabled',
    'sign-in-wrong': 'denied idp.signin.account-enabled',
    'recover-password': 'denied 17004',
    refresh: 'denied 400 invalid_grant',
  },
};

test('a fork’s endpoints answer for each state what the table of the sources says, and leave nothing behind', async () => {
  const sandbox = await runningSandbox();
  const before = await sandbox.digest();
  for (const state of matrixStateSchema.options) {
    const { reached, answers } = await sandbox.call('lifecycle.answers', { state });
    const { reached: expected, ...questions } = TABLE[state];
    expect(reached, state).toMatchObject(expected);
    for (const [question, wanted] of Object.entries(questions)) {
      const answer = answers.find((candidate) => candidate.question === question);
      const rule = answer?.decision?.reasons.findLast(({ outcome }) => outcome === 'fail')?.rule;
      const seen = [
        `${answer?.outcome} ${answer?.status} ${answer?.code}`,
        `${answer?.outcome} ${answer?.code?.replace(/^\D*/, '')}`,
        `${answer?.outcome} ${rule}`,
      ];
      expect(seen, `${state}: ${question}: ${answer?.seen}`).toContain(wanted);
    }
  }
  expect(await sandbox.digest()).toEqual(before);
  expect(readdirSync(join(sandbox.dataDir, 'forks'))).toEqual([]);
});

test('where failed sign-ins lock at once, the next question is asked in a fork of its own', async () => {
  const sandbox = await runningSandbox();
  await sandbox.call('governance.set', { accountLock: { attempts: 1 } });
  const { answers } = await sandbox.call('lifecycle.answers', { state: 'unlocked' });
  expect(answers.map(({ question, outcome }) => [question, outcome])).toEqual([
    ['sign-in-right', 'allowed'],
    ['sign-in-wrong', 'denied'],
    ['recover-password', 'allowed'],
    ['recover-username', 'allowed'],
    ['resend', 'hidden'],
    ['refresh', 'allowed'],
  ]);
});

test('a refusal that the switches hide is told as one, with the rule that nobody is shown', async () => {
  const sandbox = await runningSandbox();
  await sandbox.call('governance.set', { enumeration: { notifyAccountStatus: false } });
  const { answers } = await sandbox.call('lifecycle.answers', { state: 'locked-admin' });
  const recovery = answers.find(({ question }) => question === 'recover-password');
  expect(recovery).toMatchObject({ outcome: 'hidden', status: 200 });
  expect(recovery?.decision?.reasons.at(-1)?.rule).toBe('idp.recovery.account-unlocked');
});
