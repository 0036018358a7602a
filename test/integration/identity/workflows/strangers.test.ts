import { describe, expect, test } from 'vitest';
import type { Governance } from '../../../../src-main/contract/governance.ts';
import { Messages } from '../../../../src-main/store/messages.ts';
import type { TestIdentity } from '../../../support/identity.ts';
import { handler } from '../../../support/scripts.ts';
import { claims, post, RECOVERY, REGISTRATION } from '../../../support/workflow-api.ts';
import { type Directory, ERIN, openDirectory, register } from '../directory.ts';

const USERNAME = '/api/users/v2/recovery/username';
const WSO2_PAGES = '/account';
const PASSWORD = 'a long enough one';

/** What a stranger sees of an answer: its status, and its body without what differs each time. */
interface Seen {
  status: number;
  body: unknown;
}

/** The shape of a body: codes, addresses that were typed and ids of traces are named, all else stays. */
function shape(value: unknown, typed: readonly string[]): unknown {
  if (Array.isArray(value)) return value.map((one) => shape(one, typed));
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(
      Object.entries(value).map(([name, one]) => [name, name === 'traceId' ? 'id' : shape(one, typed)]),
    );
  if (typeof value !== 'string') return value;
  const named = typed.reduce((text, one) => text.replaceAll(one, 'TYPED'), value);
  return named.replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'CODE');
}

type Ask = (identity: TestIdentity, username: string, email: string) => Promise<Seen>;

const rest =
  (path: string, body: (username: string, email: string) => object): Ask =>
  async (identity, username, email) => {
    const answer = await post(identity, path, body(username, email), 'anybody');
    return { status: answer.status, body: shape(answer.body, [email, username]) };
  };

const page =
  (
    name: string,
    fields: (username: string, email: string) => Record<string, string>,
    decision?: string,
  ): Ask =>
  async (identity, username, email) => {
    const browser = identity.browser();
    const form = await browser.open(`${identity.issuer}${WSO2_PAGES}/${name}`);
    const answer = await browser.submit(form, fields(username, email), decision);
    return { status: answer.status, body: shape(answer.text, [email, username]) };
  };

const first = (body: unknown) => (body as { channelInfo: { recoveryCode: string } }[])[0];

/** A recovery up to its second step, over REST. */
const recovers =
  (channelId: string): Ask =>
  async (identity, username, email) => {
    const { body } = await post(identity, `${RECOVERY}/init`, { claims: claims({ username }) }, 'anybody');
    const recoveryCode = first(body)?.channelInfo.recoveryCode;
    const sent = await post(identity, `${RECOVERY}/recover`, { recoveryCode, channelId }, 'anybody');
    const again = await post(identity, `${RECOVERY}/resend`, { resendCode: sent.body.resendCode }, 'anybody');
    return {
      status: sent.status * 1000 + again.status,
      body: shape([sent.body, again.body], [email, username]),
    };
  };

/** The same with a wrong code at the third step. */
const guesses: Ask = async (identity, username, email) => {
  const { body } = await post(identity, `${RECOVERY}/init`, { claims: claims({ username }) }, 'anybody');
  const { flowConfirmationCode, channelInfo } = (
    body as unknown as { flowConfirmationCode: string; channelInfo: { recoveryCode: string } }[]
  )[0] ?? { flowConfirmationCode: '', channelInfo: { recoveryCode: '' } };
  const { recoveryCode } = channelInfo;
  await post(identity, `${RECOVERY}/recover`, { recoveryCode, channelId: '2' }, 'anybody');
  const wrong = { flowConfirmationCode, otp: 'WRONG1' };
  const answer = await post(identity, `${RECOVERY}/confirm`, wrong, 'anybody');
  return { status: answer.status, body: shape(answer.body, [email, username]) };
};

const sendsUserName: Ask = async (identity, username, email) => {
  const begun = await post(
    identity,
    `${USERNAME}/init`,
    { claims: claims({ emailaddress: email }) },
    'anybody',
  );
  const recoveryCode = first(begun.body)?.channelInfo.recoveryCode;
  const sent = await post(identity, `${USERNAME}/recover`, { recoveryCode, channelId: '1' }, 'anybody');
  return { status: sent.status, body: shape(sent.body, [email, username]) };
};

const registration = (username: string, email: string) => ({
  user: { username, password: PASSWORD, claims: claims({ emailaddress: email }) },
});
const wrongCode = (username: string) => ({
  code: 'WRONG1',
  properties: [{ key: 'username', value: username }],
});
const form = (username: string, email: string) => ({ username, name: 'Somebody', email, password: PASSWORD });

/** Every endpoint and page at which a stranger names an account. */
const PLACES: Readonly<Record<string, Ask>> = {
  '/me': rest(`${REGISTRATION}/me`, registration),
  '/lite': rest(`${REGISTRATION}/lite`, (_, email) => ({ email, claims: [] })),
  '/validate-code': rest(`${REGISTRATION}/validate-code`, wrongCode),
  '/introspect-code': rest(`${REGISTRATION}/introspect-code`, wrongCode),
  '/resend-code': rest(`${REGISTRATION}/resend-code`, (username) => ({ user: { username } })),
  '/validate-username': rest(`${REGISTRATION}/validate-username`, (username) => ({ username })),
  'password/init': rest(`${RECOVERY}/init`, (username) => ({ claims: claims({ username }) })),
  'password/init by address': rest(`${RECOVERY}/init`, (_, email) => ({
    claims: claims({ emailaddress: email }),
  })),
  'password/recover and /resend by mail': recovers('1'),
  'password/recover and /resend by phone': recovers('2'),
  'password/confirm': guesses,
  'username/init': rest(`${USERNAME}/init`, (_, email) => ({ claims: claims({ emailaddress: email }) })),
  'username/recover': sendsUserName,
  'the page that registers': page('register', form),
  'the page that recovers, by a link': page('recover', (username) => ({ username }), 'link'),
  'the page that recovers, by a code': page('recover', (username) => ({ username }), 'otp'),
  'the page for the user name': page('user-name', (_, email) => ({ email })),
  'the page for a code': page('confirm', (username) => ({ username, confirmation: 'WRONG1' })),
  'the page for a password': page('password', (username) => ({
    username,
    confirmation: 'WRONG1',
    password: PASSWORD,
    again: PASSWORD,
  })),
};

/** Accounts that a stranger asks for, beside one that there is not. */
const ACCOUNTS: Readonly<Record<string, (directory: Directory) => void>> = {
  'an account without trouble': () => undefined,
  'a locked account': ({ lifecycle }) => lifecycle.apply('alice', { kind: 'admin-lock' }),
  'a disabled account': ({ lifecycle }) => lifecycle.apply('alice', { kind: 'disable' }),
  'an account that was invited': ({ identity }) =>
    identity.change('alice', { label: 'PENDING_AP', locked: true, lockReason: 'PENDING_ASK_PASSWORD' }),
};

/** Which of the accounts are not told from nobody, by the switches. */
const SWITCHES: readonly [name: string, switches: Partial<Governance['enumeration']>, hidden: string[]][] = [
  ['as they are at first', {}, ['an account without trouble']],
  ['with NotifyUserAccountStatus off', { notifyAccountStatus: false }, Object.keys(ACCOUNTS)],
  [
    'with HideUserExistence on',
    { notifyUserExistence: true, hideUserExistence: true },
    Object.keys(ACCOUNTS),
  ],
];

const KNOWN = ['alice', 'alice.moreau@mail.example'] as const;
const UNKNOWN = ['zoe77', 'zoe77@mail.example'] as const;

describe('what a stranger learns of accounts', () => {
  describe.each(SWITCHES)('by the switches %s', (_, switches, hidden) => {
    test.each(hidden)('%s looks like none, at every endpoint and page', async (account) => {
      const seen: Record<string, Seen> = {};
      const wanted: Record<string, Seen> = {};
      const directory = await openDirectory();
      directory.lifecycle.governance.set({ enumeration: switches });
      ACCOUNTS[account]?.(directory);
      for (const [place, ask] of Object.entries(PLACES)) {
        seen[place] = await ask(directory.identity, ...KNOWN);
        // A registration makes the account that there was not: each place asks for one of its own.
        const [name, email] = UNKNOWN.map((one) => one.replace('77', String(place.length * 7)));
        wanted[place] = await ask(directory.identity, name ?? '', email ?? '');
      }
      expect(seen).toEqual(wanted);
    });
  });

  test.each([
    [
      'a veto',
      `export default ({ payload }) => { if (payload.email.endsWith('@mail.example')) veto('Not from there.') }`,
      403,
    ],
    ['a handler that fails', `export default ({ payload }) => payload.nothing.there`, 500],
  ])('%s is the same for a user name that is taken and for one that is free', async (_, source, status) => {
    const directory = await openDirectory();
    for (const event of ['PRE_SELF_SIGNUP_REGISTER', 'PRE_ADD_USER'] as const) {
      await handler(directory.identity, event, source);
      for (const place of ['/me', '/lite', 'the page that registers']) {
        const taken = await PLACES[place]?.(directory.identity, ...KNOWN);
        const free = await PLACES[place]?.(directory.identity, ...UNKNOWN);
        expect([event, place, taken]).toEqual([event, place, free]);
        expect(free?.status).toBe(place.startsWith('/') ? status : 422);
      }
    }
    // Nobody was told either that somebody had tried her name.
    expect(directory.identity.events('message.sent')).toEqual([]);
  });

  test('with NotifyUserExistence on each says what it is', async () => {
    const { identity, lifecycle } = await openDirectory();
    lifecycle.governance.set({ enumeration: { notifyUserExistence: true, notifyEmailExistence: true } });
    const ask = async (place: string, account: readonly [string, string]) =>
      (await PLACES[place]?.(identity, ...account))?.status;
    expect(await ask('password/init', UNKNOWN)).toBe(404);
    expect(await ask('username/init', UNKNOWN)).toBe(404);
    expect(await ask('/resend-code', UNKNOWN)).toBe(404);
    expect(await ask('/resend-code', KNOWN)).toBe(409);
    expect(await ask('/me', KNOWN)).toBe(409);
    const named = await post(identity, `${REGISTRATION}/validate-username`, { username: 'alice' });
    expect(named.body).toEqual({ statusCode: 20030 });
    const begun = await post(identity, `${RECOVERY}/init`, { claims: claims({ username: 'alice' }) });
    expect(JSON.stringify(begun.body)).toContain('a***********@mail.example');
  });

  test('the owner is told of what the stranger is not, and nobody gets a message', async () => {
    const directory = await openDirectory();
    const { identity, lifecycle } = directory;
    lifecycle.governance.set({ enumeration: { notifyAccountStatus: false } });
    lifecycle.apply('alice', { kind: 'admin-lock' });
    for (const place of ['/me', 'password/recover and /resend by mail']) {
      await PLACES[place]?.(identity, ...KNOWN);
      await PLACES[place]?.(identity, 'nobody', 'nobody@mail.example');
    }
    expect(directory.mail('alice').slice(1)).toEqual([
      'registrationWithTakenName',
      'passwordRecoveryFailureNotify',
    ]);
    const [told] = new Messages(identity.core.store).of('alice');
    expect(told?.text).toContain('A locked account is not recovered');
    // Nobody could register under that name a moment ago: that account is real, and has its own confirmation.
    // The work of a message is done for nobody, too, so that the time does not tell; the log says that none went out.
    const failed = identity.events('message.sent').filter(({ outcome }) => outcome === 'failed');
    expect(failed.every(({ data, subject }) => data.nobody === true && subject === undefined)).toBe(true);
    expect(
      identity.core.store.prepare("SELECT 1 FROM message WHERE account_id LIKE 'nobody%'").all(),
    ).toEqual([]);
  });

  test('a recovery of nobody comes to no end', async () => {
    const { identity, lifecycle } = await openDirectory();
    lifecycle.governance.set({ notifications: { internal: false } });
    const { body } = await post(identity, `${RECOVERY}/init`, { claims: claims({ username: 'nobody' }) });
    const [{ flowConfirmationCode, channelInfo }] = body as unknown as [
      { flowConfirmationCode: string; channelInfo: { recoveryCode: string } },
    ];
    const sent = await post(identity, `${RECOVERY}/recover`, {
      recoveryCode: channelInfo.recoveryCode,
      channelId: '1',
    });
    const { confirmationCode } = sent.body;
    const confirmed = await post(identity, `${RECOVERY}/confirm`, { confirmationCode, flowConfirmationCode });
    const { resetCode } = confirmed.body;
    const reset = await post(identity, `${RECOVERY}/reset`, {
      resetCode,
      flowConfirmationCode,
      password: PASSWORD,
    });
    expect(reset.status).toBe(404);
    const [issued] = identity.events('account.code.issued');
    expect(issued).toMatchObject({ data: { nobody: true } });
    expect(issued?.subject).toBeUndefined();
  });

  test('a registration that is not confirmed is sent again, whether accounts are hidden or not', async () => {
    const directory = await openDirectory();
    directory.create(register);
    const answer = await post(directory.identity, `${REGISTRATION}/resend-code`, {
      user: { username: ERIN.username },
    });
    expect(`${answer.status} ${answer.code}`).toBe('201 USR-20005');
    expect(directory.mail('erin')).toEqual(['accountconfirmation', 'resendaccountconfirmation']);
  });
});
