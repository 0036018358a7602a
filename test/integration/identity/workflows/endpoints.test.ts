import { describe, expect, test } from 'vitest';
import { Accounts } from '../../../../src-main/store/accounts.ts';
import { Messages } from '../../../../src-main/store/messages.ts';
import type { TestIdentity } from '../../../support/identity.ts';
import {
  type ApiAnswer,
  claims,
  init,
  post,
  RECOVERY,
  REGISTRATION,
  registerErin,
} from '../../../support/workflow-api.ts';
import { type Directory, ERIN, openDirectory } from '../directory.ts';

const USERNAME = '/api/users/v2/recovery/username';
const OFFLINE = '/api/users/v1/offline-invite-link';
const PASSWORD = 'four words make one';
const DAY = 24 * 3600 * 1000;

const told = ({ status, code }: ApiAnswer): string => `${status} ${code}`;

const newest = ({ core }: TestIdentity, account: string) => new Messages(core.store).of(account)[0];
const linkCode = (identity: TestIdentity, account: string): string =>
  new URL(newest(identity, account)?.link ?? 'http://none').searchParams.get('confirmation') ?? '';
/** Asks for a link to hand over; the answer as it comes. */
const invites = ({ issuer, provider }: TestIdentity, username: string): Promise<Response> =>
  fetch(`${issuer}${OFFLINE}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${provider.scim().token}` },
    body: JSON.stringify({ username, userstore: 'PRIMARY' }),
  });
const erin = ({ core }: TestIdentity) => new Accounts(core.store).byUsername('erin');

function givePhone({ core }: TestIdentity, number = '+33612345678'): void {
  const accounts = new Accounts(core.store);
  const alice = accounts.get('alice');
  if (alice) accounts.save({ ...alice, claims: { ...alice.claims, phone_number: number } });
}

interface Begun {
  flowConfirmationCode: string;
  channelInfo: { recoveryCode: string; channels: { id: string; type: string; value: string }[] };
}

async function begin(identity: TestIdentity, username = 'alice'): Promise<Begun> {
  const { body } = await init(identity, username);
  return (body as unknown as Begun[])[0] as Begun;
}

/** Goes from the code that reached Alice to a new password; answers each step. */
async function finish({ identity }: Directory, begun: Begun, code: object): Promise<string[]> {
  const { flowConfirmationCode } = begun;
  const confirmed = await post(identity, `${RECOVERY}/confirm`, { ...code, flowConfirmationCode });
  const { resetCode } = confirmed.body;
  const reset = await post(identity, `${RECOVERY}/reset`, {
    resetCode,
    flowConfirmationCode,
    password: PASSWORD,
  });
  return [String(confirmed.status), told(reset)];
}

describe('the endpoints of the workflows, when all goes well', () => {
  test('a registration: USR-02001, looked at, sent again USR-20005, confirmed', async () => {
    const { identity } = await openDirectory();
    expect(told(await registerErin(identity))).toBe('201 USR-02001');
    const first = linkCode(identity, erin(identity)?.id ?? '');
    const looked = await post(identity, `${REGISTRATION}/introspect-code`, { code: first });
    expect(looked).toMatchObject({
      status: 202,
      body: { user: { username: 'erin' }, step: 'CONFIRM_SIGN_UP' },
    });
    const again = await post(identity, `${REGISTRATION}/resend-code`, { user: { username: 'erin' } });
    expect(told(again)).toBe('201 USR-20005');
    expect((await post(identity, `${REGISTRATION}/validate-code`, { code: first })).status).toBe(406);
    const code = linkCode(identity, erin(identity)?.id ?? '');
    expect((await post(identity, `${REGISTRATION}/validate-code`, { code })).status).toBe(202);
    expect(erin(identity)).toMatchObject({ state: { label: 'UNLOCKED' }, claims: { email_verified: true } });
  });

  test.each([
    [
      'nothing to confirm',
      { selfRegistration: { lockOnCreation: false, sendConfirmation: false } },
      'USR-02003',
    ],
    ['the caller delivers the code', { notifications: { internal: false } }, 'USR-02002'],
  ])('a registration, %s', async (_, switches, code) => {
    const { identity } = await openDirectory();
    identity.provider.governance.set(switches);
    const answer = await registerErin(identity);
    expect(told(answer)).toBe(`201 ${code}`);
    if (code !== 'USR-02002') return;
    const { confirmationCode } = answer.body;
    const done = await post(identity, `${REGISTRATION}/validate-code`, { code: confirmationCode });
    expect(done.status).toBe(202);
    expect(newest(identity, erin(identity)?.id ?? '')).toBeUndefined();
  });

  test('a registration with an address that is verified already: USR-02004', async () => {
    const { identity } = await openDirectory();
    const verified = claims({ emailaddress: 'erin@mail.example', 'identity/emailVerified': 'true' });
    const user = { username: 'erin', password: PASSWORD, claims: verified };
    expect(told(await post(identity, `${REGISTRATION}/me`, { user }))).toBe('201 USR-02004');
  });

  test('a registration with an address alone, confirmed', async () => {
    const { identity } = await openDirectory();
    const body = { email: 'erin@mail.example', claims: [] };
    expect(told(await post(identity, `${REGISTRATION}/lite`, body))).toBe('201 USR-02001');
    const account = new Accounts(identity.core.store).byUsername('erin@mail.example');
    const code = linkCode(identity, account?.id ?? '');
    expect((await post(identity, `${REGISTRATION}/validate-code`, { code })).status).toBe(202);
  });

  test('a recovery by mail: PWR-02001, again PWR-02002, PWR-02005, and the link no longer works', async () => {
    const directory = await openDirectory();
    const { identity } = directory;
    const begun = await begin(identity);
    const { recoveryCode } = begun.channelInfo;
    const sent = await post(identity, `${RECOVERY}/recover`, { recoveryCode, channelId: '1' });
    expect(told(sent)).toBe('202 PWR-02001');
    const again = await post(identity, `${RECOVERY}/resend`, { resendCode: sent.body.resendCode });
    expect(told(again)).toBe('202 PWR-02002');
    const confirmationCode = linkCode(identity, 'alice');
    expect(await finish(directory, begun, { confirmationCode })).toEqual(['200', '200 PWR-02005']);
    expect(await directory.types('alice', PASSWORD)).toBe('in');
    const page = await identity.browser().open(newest(identity, 'alice')?.link ?? identity.issuer);
    expect(page.status).toBeGreaterThanOrEqual(400);
  });

  test('a recovery by telephone: the code comes as a text message', async () => {
    const directory = await openDirectory();
    const { identity } = directory;
    givePhone(identity);
    const begun = await begin(identity);
    const { recoveryCode } = begun.channelInfo;
    const sent = await post(identity, `${RECOVERY}/recover`, { recoveryCode, channelId: '2' });
    expect(sent.body).toMatchObject({ code: 'PWR-02001', notificationChannel: 'SMS' });
    const message = newest(identity, 'alice');
    expect(message).toMatchObject({ channel: 'sms', address: '+33612345678', link: null });
    expect(message?.text).toContain(message?.code);
    expect(await finish(directory, begun, { otp: message?.code })).toEqual(['200', '200 PWR-02005']);
    expect(await directory.types('alice', PASSWORD)).toBe('in');
  });

  test('where no codes are typed, the telephone is no way, and where no links are sent, the mail has a code', async () => {
    const { identity } = await openDirectory();
    givePhone(identity);
    const enumeration = { notifyUserExistence: true };
    identity.provider.governance.set({ recovery: { byOtp: false }, enumeration });
    const { channelInfo } = await begin(identity);
    expect(channelInfo.channels.map(({ type }) => type)).toEqual(['EMAIL']);
    identity.provider.governance.set({ recovery: { byOtp: true, byLink: false } });
    const { recoveryCode } = (await begin(identity)).channelInfo;
    await post(identity, `${RECOVERY}/recover`, { recoveryCode, channelId: '1' });
    expect(newest(identity, 'alice')).toMatchObject({ template: 'passwordresetotp', link: null });
    identity.provider.governance.set({ recovery: { byOtp: false, byLink: false } });
    expect(told(await init(identity, 'alice'))).toBe('400 20080');
  });

  test('a user name: UNR-02001, sent or handed out', async () => {
    const { identity } = await openDirectory();
    const recover = async () => {
      const begun = await post(identity, `${USERNAME}/init`, {
        claims: claims({ emailaddress: 'bob.tanaka@mail.example' }),
      });
      const { recoveryCode } = (begun.body as unknown as Begun[])[0]?.channelInfo ?? {};
      return post(identity, `${USERNAME}/recover`, { recoveryCode, channelId: '1' });
    };
    expect(told(await recover())).toBe('202 UNR-02001');
    expect(newest(identity, 'bob')?.text).toContain('It is bob.');
    identity.provider.governance.set({ notifications: { internal: false } });
    expect(await recover()).toMatchObject({ status: 200, body: { username: 'bob' } });
  });

  test('whether a user name is free', async () => {
    const { identity } = await openDirectory();
    identity.provider.governance.set({ enumeration: { notifyUserExistence: true } });
    const named = async (username: string) =>
      (await post(identity, `${REGISTRATION}/validate-username`, { username })).body;
    expect([await named('alice'), await named('erin')]).toEqual([{ statusCode: 20030 }, { statusCode: 200 }]);
  });
});

describe('a link to hand over', () => {
  test.each(['invite', 'create-to-verify'] as const)(
    'lets in whoever waits by %s, by a password',
    async (kind) => {
      const directory = await openDirectory();
      const { identity } = directory;
      directory.create(kind === 'invite' ? { kind } : { kind, addressGiven: true });
      const answer = await invites(identity, 'erin');
      expect(answer.status).toBe(201);
      // As WSO2's API document has it: the link as text, and as the place of what was made.
      expect(answer.headers.get('content-type')).toMatch(/^text\/plain/);
      const link = await answer.text();
      expect(answer.headers.get('location')).toBe(link);
      expect(link).toContain(`${identity.issuer}/account/password?confirmation=`);
      // The invitation that was sent before no longer works.
      expect((await identity.browser().open(newest(identity, ERIN.id)?.link ?? link)).status).toBe(406);
      const browser = identity.browser();
      const done = await browser.submit(await browser.open(link), { password: PASSWORD, again: PASSWORD });
      expect(done.text).toContain('Your password is set');
      expect(directory.state('erin')).toMatchObject({ label: 'UNLOCKED', locked: false });
      expect(await directory.types('erin', PASSWORD)).toBe('in');
      await identity.core.recorder.committed();
      expect(JSON.stringify(identity.events())).not.toContain(new URL(link).searchParams.get('confirmation'));
    },
  );

  test('is given to a caller that the directory trusts, and for an account that may be used', async () => {
    const directory = await openDirectory();
    const { identity } = directory;
    const asked = (username: string, userstore = 'PRIMARY') =>
      post(identity, OFFLINE, { username, userstore });
    const alice = { username: 'alice', userstore: 'PRIMARY' };
    expect(told(await post(identity, OFFLINE, alice, 'anybody'))).toBe('401 UE-10001');
    expect(told(await post(identity, OFFLINE, { username: 'alice' }))).toBe('400 UE-10000');
    expect(told(await asked('nobody'))).toBe('404 18003');
    expect(told(await asked('alice', 'SECOND'))).toBe('404 18003');
    directory.lifecycle.apply('alice', { kind: 'admin-lock' });
    expect(told(await asked('alice'))).toBe('409 17003');
    directory.lifecycle.apply('bob', { kind: 'disable' });
    expect(told(await asked('bob'))).toBe('409 17004');
  });
});

describe('a password that is too old', () => {
  test('lets nobody in: the page for a new one opens, and leads back to the sign-in', async () => {
    const directory = await openDirectory();
    const { identity } = directory;
    directory.lifecycle.governance.set({ password: { expiryEnabled: true, expiryDays: 30 } });
    expect(await directory.types('alice', 'alice-sandbox-1')).toBe('in');
    await directory.later(31 * DAY);
    const browser = identity.browser();
    const signIn = await browser.open(directory.kit.url());
    const page = await browser.submit(signIn, { username: 'alice', password: 'alice-sandbox-1' }, 'allow');
    expect(new URL(page.url).pathname).toBe('/account/password');
    expect(page.text).toContain('older than the directory allows');
    const done = await browser.submit(page, { password: PASSWORD, again: PASSWORD });
    const back = /href="(\/interaction\/[^"]+)"/.exec(done.text)?.[1] ?? '';
    const again = await browser.open(`${identity.issuer}${back}`);
    const after = await browser.submit(again, { username: 'alice', password: PASSWORD }, 'allow');
    expect(after.text).not.toContain('That did not work');
    expect(directory.state('alice')?.label).toBe('UNLOCKED');
    expect(identity.events('idp.signin.failed').at(-1)).toMatchObject({
      outcome: 'challenged',
      data: { rule: 'idp.signin.password-fresh' },
    });
  });

  test('a wrong one is told to be wrong, not old', async () => {
    const directory = await openDirectory();
    directory.lifecycle.governance.set({ password: { expiryEnabled: true, expiryDays: 30 } });
    await directory.later(31 * DAY);
    expect(await directory.types('alice', 'wrong')).toContain('User name or password is wrong');
  });
});

describe('the policy of passwords', () => {
  test('holds for administrators and over SCIM, and what was once used comes back for nobody', async () => {
    const directory = await openDirectory();
    const { identity } = directory;
    const { administration, governance } = identity.provider;
    governance.set({ password: { history: 3 } });
    const set = (password: string) => administration.act('alice', { kind: 'set-password', password });
    await expect(set('short')).rejects.toMatchObject({ code: 'idp.password.length' });
    await expect(set('alice-sandbox-1')).rejects.toMatchObject({ code: 'idp.password.history' });
    await set(PASSWORD);
    await expect(set('alice-sandbox-1')).rejects.toMatchObject({ code: 'idp.password.history' });
    const { url, token } = identity.provider.scim();
    const response = await fetch(`${url}/Users/alice`, {
      method: 'PATCH',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json' },
      body: JSON.stringify({
        schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
        Operations: [{ op: 'replace', path: 'password', value: 'short' }],
      }),
    });
    expect(await response.json()).toMatchObject({ status: '400', scimType: 'invalidValue' });
    await expect(
      administration.create({
        username: 'erin',
        name: 'Erin',
        email: '',
        phone: '',
        groups: [],
        password: 'p',
        by: 'password',
      }),
    ).rejects.toMatchObject({ code: 'idp.password.length' });
    expect(await directory.types('alice', PASSWORD)).toBe('in');
  });

  test('what an account had before goes with it', async () => {
    const { identity, lifecycle } = await openDirectory();
    const kept = () =>
      identity.core.store
        .prepare<{ n: number }>(
          "SELECT count(*) AS n FROM setting WHERE key LIKE 'identity.former-passwords.%'",
        )
        .get()?.n;
    lifecycle.governance.set({ password: { history: 3 } });
    await identity.provider.administration.act('alice', { kind: 'set-password', password: PASSWORD });
    expect(kept()).toBe(1);
    lifecycle.apply('alice', { kind: 'delete' });
    expect(kept()).toBe(0);
  });
});

describe('the time of tolerance', () => {
  test('keeps no code, only its hash: whoever reads the state cannot use it', async () => {
    const directory = await openDirectory();
    const { identity } = directory;
    directory.lifecycle.governance.set({ codes: { tolerance: 10 * 60_000 } });
    directory.create({ kind: 'self-register', channelVerified: false });
    const code = linkCode(identity, 'erin');
    expect(code).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    const rows = identity.core.store.prepare('SELECT * FROM confirmation_code').all();
    expect(rows).not.toHaveLength(0);
    expect(JSON.stringify(rows)).not.toContain(code);
    expect(directory.lifecycle.codes.open('erin').map(({ data }) => data.secret)).toEqual([undefined]);
  });

  test('gives the same typed code again too, and each account another', async () => {
    const directory = await openDirectory();
    const { lifecycle } = directory;
    lifecycle.governance.set({ codes: { tolerance: 10 * 60_000, otpLength: 12 } });
    const otp = { scenario: 'EMAIL_VERIFICATION_OTP', step: 'VERIFY_EMAIL', format: 'otp' } as const;
    const make = (account: string) =>
      lifecycle.codes.issue({ ...otp, account, channel: 'email', lifetime: 600_000 }).secret;
    const [alice, bob] = [make('alice'), make('bob')];
    expect(alice).toMatch(/^[2-9A-HJKMNP-Z]{12}$/);
    expect(bob).not.toBe(alice);
    expect(lifecycle.codes.again('alice', otp)?.secret).toBe(alice);
    // A code of another length cannot be made again: the next one is new.
    lifecycle.governance.set({ codes: { otpLength: 6 } });
    expect(lifecycle.codes.again('alice', otp)).toBeUndefined();
  });

  test('gives the same code again; without it, or later, a new one', async () => {
    const directory = await openDirectory();
    const { identity } = directory;
    const resend = () => post(identity, `${REGISTRATION}/resend-code`, { user: { username: 'erin' } });
    directory.lifecycle.governance.set({ codes: { tolerance: 10 * 60_000 } });
    directory.create({ kind: 'self-register', channelVerified: false });
    const first = linkCode(identity, 'erin');
    await directory.later(60_000);
    await resend();
    expect(linkCode(identity, 'erin')).toBe(first);
    expect(directory.mail('erin')).toHaveLength(2);
    await directory.later(10 * 60_000);
    await resend();
    const second = linkCode(identity, 'erin');
    expect(second).not.toBe(first);
    directory.lifecycle.governance.set({ codes: { tolerance: 0 } });
    await resend();
    expect(linkCode(identity, 'erin')).not.toBe(second);
    const done = await post(identity, `${REGISTRATION}/validate-code`, { code: linkCode(identity, 'erin') });
    expect(done.status).toBe(202);
  });

  test('holds for a recovery too', async () => {
    const directory = await openDirectory();
    const { identity } = directory;
    directory.lifecycle.governance.set({ codes: { tolerance: 10 * 60_000 } });
    const code = async () => {
      const { recoveryCode } = (await begin(identity)).channelInfo;
      await post(identity, `${RECOVERY}/recover`, { recoveryCode, channelId: '1' });
      return linkCode(identity, 'alice');
    };
    expect(await code()).toBe(await code());
  });
});
