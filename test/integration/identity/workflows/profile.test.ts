import { describe, expect, test } from 'vitest';
import { Accounts } from '../../../../src-main/store/accounts.ts';
import { Messages } from '../../../../src-main/store/messages.ts';
import { ownService } from '../../../support/action-service.ts';
import { boundPerson } from '../../../support/bound-person.ts';
import type { Browser, Page } from '../../../support/browser.ts';
import { handler } from '../../../support/scripts.ts';
import { Workflows } from '../../../support/workflows.ts';
import { type Directory, openDirectory } from '../directory.ts';

const PASSWORD = 'four words make one';
const NEW = 'alice.new@mail.example';
const OLD = 'alice.moreau@mail.example';
const PATCH = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

const account = ({ identity }: Directory, id = 'alice') => new Accounts(identity.core.store).get(id);
const messages = ({ identity }: Directory, id = 'alice') => new Messages(identity.core.store).of(id);
const typedCode = (directory: Directory, id = 'alice'): string =>
  /Your code is (\w+)\./.exec(
    messages(directory, id).find(({ channel }) => channel === 'sms')?.text ?? '',
  )?.[1] ?? '';
const linkOf = (directory: Directory): string =>
  messages(directory).find(({ link }) => link !== null)?.link ?? '';
const profile = ({ identity }: Directory, browser: Browser) =>
  browser.open(`${identity.issuer}/account/profile`);

/** A browser in which a persona is signed in, at the page of her account. */
async function at(directory: Directory, persona = 'alice'): Promise<{ browser: Browser; page: Page }> {
  const browser = directory.identity.browser();
  await directory.kit.enter({}, persona, browser);
  return { browser, page: await profile(directory, browser) };
}

const passwords = (current: string, password = PASSWORD) => ({
  current_password: current,
  password,
  again: password,
});

describe('the page of one’s own account', () => {
  test('who is not signed in is led through the sign-in and back; who cancels is not led in circles', async () => {
    const directory = await openDirectory();
    const { identity } = directory;
    const browser = identity.browser();
    const signIn = await profile(directory, browser);
    expect(signIn.text).toContain('to go on to <strong>Your account</strong>');
    const cancelled = await browser.submit(signIn, {}, 'deny');
    expect([cancelled.status, cancelled.text]).toEqual([401, expect.stringContaining('Sign in first')]);
    const again = await profile(directory, browser);
    const page = await browser.submit(again, { username: 'alice', password: 'alice-sandbox-1' }, 'allow');
    // No consent stands between, no code and no token comes of it.
    expect(page.url).toMatch(/\/account\/profile\?/);
    expect(page.text).toContain('You are signed in as <strong>Alice Moreau</strong>');
    await identity.core.recorder.committed();
    expect(identity.events('idp.token.issued', 'idp.code.issued' as never, 'idp.consent.granted')).toEqual(
      [],
    );
    const page2 = await browser.submit(
      page,
      { name: 'Alice M.', given_name: '', family_name: 'M.' },
      'names',
    );
    expect(page2.text).toContain('Your name is saved.');
    expect(account(directory)).toMatchObject({ name: 'Alice M.', claims: { family_name: 'M.' } });
    expect(account(directory)?.claims).not.toHaveProperty('given_name');
    // The window that was open before is told, and shows how it is now.
    const late = await browser.submit(page, { name: 'Another' }, 'names');
    expect([late.status, late.text]).toEqual([409, expect.stringContaining('was changed meanwhile')]);
    expect(account(directory)?.name).toBe('Alice M.');
    const empty = await browser.submit(page2, { name: ' ' }, 'names');
    expect([empty.status, empty.text]).toEqual([
      422,
      expect.stringMatching(/id="name-problem" role="alert">Give a name/),
    ]);
    // A page of another origin cannot send it.
    const foreign = await fetch(page.url, {
      method: 'POST',
      body: new URLSearchParams({ decision: 'email-back' }),
      headers: { origin: 'http://127.0.0.1:9999', cookie: await browser.jar.getCookieString(page.url) },
    });
    expect(foreign.status).toBe(400);
  });

  test('a new address waits; sent again, taken back or confirmed, and what was before does not work', async () => {
    const directory = await openDirectory();
    const { identity } = directory;
    const { browser, page } = await at(directory);
    let shown = await browser.submit(page, { email: NEW }, 'email');
    expect(shown.text).toContain(`We sent a link to ${NEW}`);
    expect(shown.text).toMatch(
      new RegExp(`<strong>${NEW}</strong> waits for its confirmation, for another 1 day`),
    );
    expect(account(directory)).toMatchObject({ email: OLD, pendingEmail: NEW });
    const first = linkOf(directory);
    shown = await browser.submit(shown, {}, 'email-again');
    expect(shown.text).toContain('A new link is on its way');
    const second = linkOf(directory);
    expect(second).not.toBe(first);
    const superseded = await browser.open(first);
    expect([superseded.status, superseded.text]).toEqual([
      406,
      expect.stringContaining('This link was replaced'),
    ]);
    // It says where it goes on from here.
    expect(superseded.text).toContain('href="/account/profile"');
    const confirm = await browser.open(second);
    const taken = await browser.submit(shown, {}, 'email-back');
    expect(taken.text).toContain('The new address is taken back');
    expect(taken.text).not.toContain('waits for its confirmation');
    expect((await browser.submit(confirm, {})).status).toBe(406);
    expect(account(directory)).toMatchObject({ email: OLD, pendingEmail: null });
    // Late clicks in other windows come to nothing.
    expect((await browser.submit(shown, {}, 'email-again')).status).toBe(409);

    const asked = await browser.submit(taken, { email: NEW }, 'email');
    const done = await browser.submit(await browser.open(linkOf(directory)), {});
    expect(done.text).toContain('href="/account/profile"');
    expect(account(directory)).toMatchObject({ email: NEW, pendingEmail: null });
    expect((await browser.submit(asked, {}, 'email-back')).status).toBe(409);

    // In the history: what was done, by which rule it could be, and how the codes ended.
    await identity.core.recorder.committed();
    const told = identity
      .events('account.changed')
      .filter(({ data }) => /address/.test(String(data.trigger)));
    expect(told.map(({ data }) => data.trigger)).toEqual([
      'change-address',
      'send-address-again',
      'withdraw-address',
      'change-address',
    ]);
    expect(told[1]?.reasons.map(({ rule, outcome }) => `${rule} ${outcome}`)).toEqual([
      'idp.lifecycle.address-changing pass',
      'idp.lifecycle.state-fits pass',
    ]);
    const ends = identity.events('account.code.ended').map(({ data }) => data.status);
    expect(ends).toEqual(['superseded', 'withdrawn']);
  });

  test('a new number is confirmed by its code, which is of this account and of this number', async () => {
    const directory = await openDirectory();
    const other = await at(directory, 'bob');
    await other.browser.submit(other.page, { phone: '+41 79 000 77 77' }, 'phone');
    const { browser, page } = await at(directory);
    let shown = await browser.submit(page, { phone: '+41 (79) 000-88-88' }, 'phone');
    expect(shown.text).toContain('We sent a code to +41790008888');
    const foreign = typedCode(directory, 'bob');
    expect(foreign).not.toBe('');
    const wrong = await browser.submit(shown, { confirmation: foreign }, 'phone-code');
    expect([wrong.status, wrong.text]).toEqual([422, expect.stringContaining('not a code that we sent')]);
    const before = typedCode(directory);
    shown = await browser.submit(shown, {}, 'phone-again');
    const old = await browser.submit(shown, { confirmation: before }, 'phone-code');
    expect(old.text).toContain('a newer one took its place');
    const done = await browser.submit(shown, { confirmation: typedCode(directory) }, 'phone-code');
    expect(done.text).toContain('Your new telephone number is confirmed');
    expect(account(directory)?.claims).toMatchObject({
      phone_number: '+41790008888',
      phone_number_verified: true,
    });
    expect((await browser.submit(done, { phone: 'call me' }, 'phone')).text).toContain('5 to 20 digits');
    const none = await browser.submit(done, { phone: '' }, 'phone');
    expect(none.text).toContain('no telephone number any more');
    expect(account(directory)?.claims).not.toHaveProperty('phone_number');

    // Where new addresses hold at once, nobody has confirmed them.
    directory.lifecycle.governance.set({ verificationOnUpdate: { email: false } });
    const held = await browser.submit(none, { email: NEW }, 'email');
    expect(held.text).toContain('Your address is changed.');
    expect(account(directory)).toMatchObject({ email: NEW, claims: { email_verified: false } });
    // Where the directory sends nothing itself, there is nobody at a page to deliver a code.
    directory.lifecycle.governance.set({
      verificationOnUpdate: { email: true },
      notifications: { internal: false },
    });
    const unsent = await browser.submit(held, { email: OLD }, 'email');
    expect([unsent.status, account(directory)?.pendingEmail]).toEqual([422, null]);
  });

  test('wrong present passwords lock the account as failed sign-ins do, and the page closes', async () => {
    const directory = await openDirectory();
    const { browser, page } = await at(directory);
    const differs = await browser.submit(
      page,
      { ...passwords('alice-sandbox-1'), again: 'other' },
      'password',
    );
    expect(differs.text).toContain('The two passwords differ');
    const weak = await browser.submit(page, passwords('alice-sandbox-1', 'short'), 'password');
    expect(weak.text).toMatch(/id="password-problem" role="alert">The password is too short/);
    const empty = await browser.submit(page, passwords(''), 'password');
    expect(empty.text).toContain('Type your present password.');
    await directory.fails(2);
    for (let time = 0; time < 3; time += 1) {
      const wrong = await browser.submit(page, passwords('wrong'), 'password');
      expect(wrong.status).toBe(422);
      expect(wrong.text).toMatch(
        /id="current_password-problem" role="alert">This is not your present password/,
      );
      // Passwords are never given back.
      expect(wrong.text).not.toContain(PASSWORD);
    }
    expect(directory.state('alice')).toMatchObject({ locked: true, lockReason: 'MAX_ATTEMPTS_EXCEEDED' });
    const locked = await browser.submit(page, passwords('alice-sandbox-1'), 'password');
    expect([locked.status, locked.text]).toEqual([403, expect.stringContaining('too many sign-ins failed')]);
    expect(await directory.types('alice', 'alice-sandbox-1')).toContain('too many sign-ins failed');
    // What the sign-in page keeps to itself, this page does too.
    directory.lifecycle.governance.set({ enumeration: { signInTellsState: false } });
    expect((await profile(directory, browser)).text).not.toContain('too many');
    // After its time, a good sign-in opens both.
    await directory.later(6 * 60_000);
    expect((await profile(directory, browser)).status).toBe(403);
    expect(await directory.types('alice', 'alice-sandbox-1')).toBe('in');
    expect((await profile(directory, browser)).status).toBe(200);
  });

  test('a new password takes the tokens and the other browsers with it; this one stays', async () => {
    const directory = await openDirectory();
    const { identity, kit } = directory;
    const { refresh_token } = await kit.tokens({ scope: 'openid offline_access', prompt: 'consent' });
    const elsewhere = await at(directory);
    const { browser, page } = await at(directory);
    const done = await browser.submit(page, passwords('alice-sandbox-1'), 'password');
    expect(done.text).toContain('You stay signed in here. You are signed out everywhere else: 2 browsers.');
    expect(done.text).toContain('Applications that had access have lost it');
    expect((await profile(directory, elsewhere.browser)).text).toContain('to go on to');
    expect((await profile(directory, browser)).text).toContain('You are signed in as');
    expect((await kit.send('/token', kit.refresh(refresh_token))).error).toBe('invalid_grant');
    expect(await directory.types('alice', 'alice-sandbox-1')).not.toBe('in');
    expect(await directory.types('alice', PASSWORD)).toBe('in');
    await identity.core.recorder.committed();
    expect(directory.lastChange('alice')?.data).toMatchObject({ trigger: 'sign-in-completed' });
    expect(identity.events('account.password-changed')).toMatchObject([{ data: { by: 'person' } }]);
    const logged = JSON.stringify(identity.events());
    for (const secret of [PASSWORD.replaceAll(' ', '+'), PASSWORD, 'alice-sandbox-1'])
      expect(logged).not.toContain(secret);

    // A clear wish: the other browsers stay.
    const next = await browser.submit(
      await profile(directory, browser),
      { ...passwords(PASSWORD, `${PASSWORD} two`), everywhere: '' },
      'password',
    );
    expect(next.text).toContain('You are still signed in in one browser beside this one.');

    // Handlers before the event may refuse, in their own words.
    await handler(identity, 'PRE_ADD_NEW_PASSWORD', `export default () => veto('Not on a Sunday.');`);
    const vetoed = await browser.submit(next, passwords(`${PASSWORD} two`, `${PASSWORD} three`), 'password');
    expect([vetoed.status, vetoed.text]).toEqual([422, expect.stringContaining('Not on a Sunday.')]);
    expect(await directory.types('alice', `${PASSWORD} two`)).toBe('in');
  });

  test('what happens while a new password is looked at counts: a lock, a session that ends, another change', async () => {
    const directory = await openDirectory();
    const { identity } = directory;
    const { browser, page } = await at(directory);
    let meanwhile = () => {};
    const service = await ownService((response) => {
      meanwhile();
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ actionStatus: 'SUCCESS' }));
    });
    identity.provider.governance.set({ preUpdatePassword: { service: 'own', url: service.url } });
    meanwhile = () => directory.lifecycle.apply('alice', { kind: 'admin-lock' });
    expect((await browser.submit(page, passwords('alice-sandbox-1'), 'password')).status).not.toBe(200);
    meanwhile = () => {};
    directory.lifecycle.apply('alice', { kind: 'admin-unlock' });
    const fresh = await profile(directory, browser);
    meanwhile = () => void identity.provider.administration.act('alice', { kind: 'end-sessions' });
    const ended = await browser.submit(fresh, passwords('alice-sandbox-1'), 'password');
    expect(ended.status).toBe(422);
    meanwhile = () => {};
    const again = await at(directory);
    const both = await Promise.all(
      ['one', 'two'].map((word) =>
        again.browser.submit(again.page, passwords('alice-sandbox-1', `${PASSWORD} ${word}`), 'password'),
      ),
    );
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(service.asked.length).toBeGreaterThanOrEqual(3);
    expect(service.asked[0]).toMatchObject({ actionType: 'PRE_UPDATE_PASSWORD' });
  });

  test('the same by REST: SCIM’s /Me, me/resend-code and me/validate-code', async () => {
    const directory = await openDirectory();
    const workflows = new Workflows(directory.identity);
    const { identity } = directory;
    const resource = `${identity.issuer}/scim2`;
    const alice = await boundPerson(identity, 'alice', { scope: 'openid internal_login', resource });
    const patch = (path: string, value: unknown) =>
      alice.send('PATCH', '/scim2/Me', {
        body: { schemas: [PATCH], Operations: [{ op: 'replace', path, value }] },
      });
    const email = (value: string) => patch('emails[primary eq true].value', value);
    await email(NEW);
    const first = linkOf(directory);
    expect((await email(NEW)).status).toBe(200);
    const second = linkOf(directory);
    expect(second).not.toBe(first);
    // Something else is changed: the new address still waits.
    await patch('nickName', 'Al');
    expect(account(directory)).toMatchObject({ pendingEmail: NEW });
    expect(directory.lifecycle.codes.open('alice')).toHaveLength(1);
    expect((await email(OLD)).body).not.toHaveProperty('urn:scim:wso2:schema.pendingEmails');
    expect(account(directory)).toMatchObject({ email: OLD, pendingEmail: null });
    expect(directory.lifecycle.codes.open('alice')).toEqual([]);

    const own = await workflows.token('alice');
    const me = (name: string, body: object) =>
      workflows.send('POST', `/t/carbon.super/api/identity/user/v1.0/me/${name}`, body as never, own);
    const scenario = { properties: [{ key: 'RecoveryScenario', value: 'MOBILE_VERIFICATION_ON_UPDATE' }] };
    expect(await me('resend-code', scenario)).toMatchObject({
      status: 409,
      body: { message: 'A new address waits to be confirmed.' },
    });
    await patch('phoneNumbers', [{ value: '+41790009999', type: 'mobile', primary: true }]);
    const before = typedCode(directory);
    expect(await me('resend-code', scenario)).toMatchObject({ status: 201, body: { code: 'USR-20005' } });
    expect(await me('validate-code', { code: before })).toMatchObject({ status: 406 });
    expect((await me('validate-code', { code: typedCode(directory) })).status).toBe(202);
    expect(account(directory)?.claims.phone_number).toBe('+41790009999');
  });
});
