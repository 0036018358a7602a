import { expect, test } from 'vitest';
import type { AccountWorkflow, WorkflowStory } from '../../../src-main/contract/workflow-story.ts';
import { Messages } from '../../../src-main/store/messages.ts';
import { createTraceQueries } from '../../../src-main/trace/trace-queries.ts';
import { mailReaderOf } from '../../../src-main/world/mail-readers.ts';
import { type Directory, openDirectory } from '../identity/directory.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const PASSWORD = 'four words make one';

/** A directory, and what a person asks of its workflows. */
async function open() {
  const directory = await openDirectory();
  const { core } = directory.identity;
  const { workflows } = createTraceQueries(core, () => [], '0', mailReaderOf);
  const list = async (): Promise<AccountWorkflow[]> => {
    await core.recorder.committed();
    return (await workflows.list({ limit: 100 })).workflows;
  };
  const story = async (id: string | undefined): Promise<WorkflowStory> => {
    await core.recorder.committed();
    return workflows.story({ id: id ?? '' });
  };
  return { directory, core, list, story };
}

const newest = ({ identity }: Directory, account: string) => new Messages(identity.core.store).of(account)[0];

async function registersErin({ identity }: Directory) {
  const browser = identity.browser();
  const page = await browser.open(`${identity.issuer}/account/register`);
  await browser.submit(page, {
    username: 'erin',
    name: 'Erin Vale',
    email: 'erin.vale@mail.example',
    password: PASSWORD,
  });
}

async function opensHerLink(directory: Directory, account: string) {
  const browser = directory.identity.browser();
  const page = await browser.open(newest(directory, account)?.link ?? '');
  await browser.submit(page, {});
}

test('a registration waits for the person and her mail, and goes on when it is opened hours later', async () => {
  const { directory, list, story, core } = await open();
  const begun = core.clock.now();
  await registersErin(directory);
  const [waiting] = await list();
  expect(waiting).toMatchObject({ title: 'Self-registration', status: 'waiting', username: 'erin' });
  expect(waiting?.pending).toMatchObject({
    what: 'open the link in the mail “Confirm your registration” and confirm',
    who: { kind: 'person', name: 'Erin Vale' },
    lane: 'person',
    place: 'inbox',
  });
  expect(waiting?.pending?.until).toBeGreaterThanOrEqual(begun + DAY);
  await directory.later(5 * HOUR);
  await opensHerLink(directory, waiting?.account ?? '');
  const done = await story(waiting?.id);
  expect(done.status).toBe('done');
  expect(done.pending).toBeNull();
  expect((await list()).map(({ id }) => id)).toEqual([waiting?.id]);
  const told = done.entries.map(
    ({ kind, from, to, title }) => `${kind} ${from}${to === null ? '' : `→${to}`} ${title}`,
  );
  const inOrder = [
    'call outside→idp POST /account/register',
    'code idp code in a link made: confirms the registration',
    'message idp→inbox mail: Confirm your registration',
    'state account made: PENDING_SR, locked',
    'call outside→idp GET /account/confirm',
    'call outside→idp POST /account/confirm',
    'code idp code in a link used: confirms the registration',
    'state account PENDING_SR → UNLOCKED, lock off',
  ];
  const places = inOrder.map((line) => told.findLastIndex((one) => one.startsWith(line)));
  expect(
    places.every((at) => at >= 0),
    told.join('\n'),
  ).toBe(true);
  expect([...places].sort((a, b) => a - b)).toEqual(places);
  expect(done.lanes.map(({ part }) => part)).toEqual(['person', 'inbox', 'caller', 'idp', 'account']);
  const confirmed = done.entries.find(({ title }) => title.startsWith('PENDING_SR → '));
  expect((confirmed?.vtime ?? 0) - done.startedAt).toBeGreaterThanOrEqual(5 * HOUR);
});

test('a code that runs out leaves the account waiting, and an administrator must act', async () => {
  const { directory, list } = await open();
  await directory.identity.provider.administration.create({
    username: 'frida',
    name: 'Frida Holm',
    email: 'erin.vale@mail.example',
    phone: '',
    groups: [],
    password: '',
    by: 'invitation',
  });
  expect((await list())[0]?.pending).toMatchObject({ persona: 'erin', who: { name: 'Frida Holm' } });
  await directory.later(DAY + 1000);
  const [stuck] = await list();
  expect(stuck).toMatchObject({ status: 'overdue', title: 'Invitation' });
  expect(stuck?.pending).toMatchObject({ who: { kind: 'administrator' }, place: 'account', until: null });
  await directory.identity.provider.administration.act(stuck?.account ?? '', { kind: 'resend' });
  const all = await list();
  expect(all).toHaveLength(1);
  expect(all[0]).toMatchObject({ id: stuck?.id, status: 'waiting', pending: { who: { kind: 'person' } } });
});

test('an invitation at the administration screens begins with the administrator, and a wrong code is told', async () => {
  const { directory, list, story } = await open();
  const { administration } = directory.identity.provider;
  await administration.act('bob', { kind: 'force-reset', mode: 'email-otp' });
  const [forced] = await list();
  expect(forced?.pending?.what).toMatch(/^type the code of the mail “.+” to choose a password$/);
  const browser = directory.identity.browser();
  const page = await browser.open(`${directory.identity.issuer}/account/password`);
  await browser.submit(page, {
    username: 'bob',
    confirmation: 'WRONG2',
    password: PASSWORD,
    again: PASSWORD,
  });
  const told = await story(forced?.id);
  expect(told.entries[0]).toMatchObject({ kind: 'act', from: 'administrator', to: 'idp' });
  expect(told.entries.filter(({ kind }) => kind === 'refused')).toHaveLength(1);
  expect(told.status).toBe('waiting');
  await administration.act('bob', { kind: 'delete' });
  expect((await list())[0]).toMatchObject({ id: forced?.id, pending: null });
});

test('a recovery by REST waits for the caller between its steps, and a second one is another workflow', async () => {
  const { directory, list } = await open();
  const post = async (path: string, body: object) => {
    const response = await fetch(`${directory.identity.issuer}/api/users/v2/recovery/password/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return (await response.json()) as Record<string, never>;
  };
  const claims = [{ uri: 'http://wso2.org/claims/username', value: 'bob' }];
  const [begun] = (await post('init', { claims })) as unknown as {
    flowConfirmationCode: string;
    channelInfo: { recoveryCode: string };
  }[];
  expect((await list())[0]?.pending).toMatchObject({ who: { kind: 'caller' }, place: 'trace' });
  await post('recover', { recoveryCode: begun?.channelInfo.recoveryCode, channelId: '1' });
  expect((await list())[0]?.pending).toMatchObject({ who: { kind: 'person', name: 'Bob Tanaka' } });
  const link = new URL(newest(directory, 'bob')?.link ?? '');
  const flowConfirmationCode = begun?.flowConfirmationCode;
  const confirmationCode = link.searchParams.get('confirmation');
  const { resetCode } = await post('confirm', { confirmationCode, flowConfirmationCode });
  expect((await list())[0]?.pending?.what).toContain('set the new password');
  await post('reset', { resetCode, flowConfirmationCode, password: PASSWORD });
  const after = await list();
  expect(after.map(({ status }) => status)).toEqual(['done']);
  await post('init', { claims });
  expect((await list()).map(({ status }) => status)).toEqual(['waiting', 'done']);
});

test('a workflow whose code the state does not have any more is undone: the log tells of it, and nobody need act', async () => {
  const { directory, core, list } = await open();
  await registersErin(directory);
  const [registered] = await list();
  // What a restore does to the state: the log goes on, the table is as it was.
  core.store.transaction(() => core.store.prepare('DELETE FROM confirmation_code').run());
  expect((await list())[0]).toMatchObject({ id: registered?.id, status: 'undone', pending: null });
});

test('a workflow that the log does not tell of is named in the refusal', async () => {
  const { story } = await open();
  await expect(story('alice:1')).rejects.toMatchObject({ code: 'account-workflow.unknown' });
});
