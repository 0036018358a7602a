import { describe, expect, test } from 'vitest';
import { Messages } from '../../../../src-main/store/messages.ts';
import { type Directory, openDirectory } from '../directory.ts';

const PASSWORD = 'four words make one';
const HOUR = 3600 * 1000;

/** The newest message of an account: its template, its text and where its link leads. */
function newest(directory: Directory, account: string) {
  const message = new Messages(directory.identity.core.store).of(account)[0];
  return { template: message?.template, text: message?.text ?? '', link: message?.link ?? '' };
}

const typedCode = (text: string): string => /Your code is (\w+)\./.exec(text)?.[1] ?? '';

function idOf({ identity }: Directory, username: string): string {
  return (
    identity.provider.administration.list({ search: username, offset: 0, limit: 1 }).accounts[0]?.id ?? ''
  );
}

/** Fills in the page for a registration. */
async function registers(directory: Directory, values: Record<string, string> = {}) {
  const browser = directory.identity.browser();
  const page = await browser.open(`${directory.identity.issuer}/account/register`);
  const form = { username: 'erin', name: 'Erin Vale', email: 'erin@mail.example', password: PASSWORD };
  return browser.submit(page, { ...form, ...values });
}

describe('the pages of the identity workflows', () => {
  test('a registration: the form, the message, the link, and then the sign-in', async () => {
    const directory = await openDirectory();
    const { identity } = directory;
    const sent = await registers(directory);
    expect(sent.text).toContain('erin@mail.example');
    const id = idOf(directory, 'erin');
    expect(await directory.types('erin', PASSWORD)).toContain('not confirmed');
    const browser = identity.browser();
    const confirm = await browser.open(newest(directory, id).link);
    expect(confirm.text).toContain('erin@mail.example');
    expect(confirm.headers.get('referrer-policy')).toBe('strict-origin');
    // Opening the link changes nothing: mail programs do that on their own.
    expect(directory.state(id)?.label).toBe('PENDING_SR');
    expect((await browser.submit(confirm, {})).text).toContain('Your address is confirmed');
    expect(directory.state(id)).toMatchObject({ label: 'UNLOCKED', locked: false });
    expect(await directory.types('erin', PASSWORD)).toBe('in');
    const again = await browser.open(newest(directory, id).link);
    expect(again.status).toBe(406);
    expect(again.text).toContain('This link was used already');
    expect(again.text).toContain('neither used nor replaced');
  });

  test('a registration and what was done with its link are one story', async () => {
    const directory = await openDirectory();
    const { identity } = directory;
    await registers(directory);
    const browser = identity.browser();
    const page = await browser.open(newest(directory, idOf(directory, 'erin')).link);
    await browser.submit(page, {});
    await identity.core.recorder.committed();
    const [created] = identity.events('account.created').slice(-1);
    const [confirmed] = identity.events('account.changed').slice(-1);
    const root = (flow: string | undefined) => identity.core.correlator.root(flow ?? '');
    expect(root(confirmed?.flow)).toBe(root(created?.flow));
    const logged = JSON.stringify(identity.events());
    expect(logged).not.toContain(
      new URL(newest(directory, 'erin').link || page.url).searchParams.get('confirmation'),
    );
  });

  test('a registration says what is wrong with it, and keeps what was typed', async () => {
    const directory = await openDirectory();
    directory.lifecycle.governance.set({ enumeration: { notifyUserExistence: true } });
    expect((await registers(directory, { password: 'short' })).text).toContain('password is too short');
    expect((await registers(directory, { email: 'nowhere' })).text).toContain('an e-mail address with an @');
    const taken = await registers(directory, { username: 'Alice' });
    expect(taken.status).toBe(422);
    // Beside the field, where the cursor is put too; a screen reader hears it with the field.
    expect(taken.text).toMatch(
      /id="username"[^>]* autofocus aria-invalid="true" aria-describedby="username-problem /,
    );
    expect(taken.text).toMatch(/id="username-problem" role="alert">Somebody has this user name already/);
    expect(taken.forms[0]?.fields).toMatchObject({ username: 'Alice', password: '' });
  });

  test('an invitation: the link leads to the page for a password, which works at once', async () => {
    const directory = await openDirectory();
    directory.create({ kind: 'invite' });
    const browser = directory.identity.browser();
    const page = await browser.open(newest(directory, 'erin').link);
    const differs = await browser.submit(page, { password: PASSWORD, again: 'another' });
    expect(differs.text).toContain('differ');
    const done = await browser.submit(differs, { password: PASSWORD, again: PASSWORD });
    expect(done.text).toContain('Your password is set');
    expect(await directory.types('erin', PASSWORD)).toBe('in');
    const gone = await browser.submit(page, { password: PASSWORD, again: PASSWORD });
    expect(gone.status).toBe(406);
  });

  test('an invitation by OTP: typed in place of the password, it opens the page for one', async () => {
    const directory = await openDirectory();
    directory.lifecycle.governance.set({ emailVerification: { inviteBy: 'email-otp' } });
    directory.create({ kind: 'invite' });
    const code = typedCode(newest(directory, 'erin').text);
    const browser = directory.identity.browser();
    const signIn = await browser.open(directory.kit.url());
    expect(code).toMatch(/^\w{6}$/);
    const page = await browser.submit(signIn, { username: 'erin', password: code }, 'allow');
    expect(page.text).toContain('The one-time password is right');
    const done = await browser.submit(page, { password: PASSWORD, again: PASSWORD });
    expect(done.text).toContain('Your password is set');
    expect(await directory.types('erin', PASSWORD)).toBe('in');
    // The page carried the code in its form: in the log stands its handle alone.
    await directory.identity.core.recorder.committed();
    expect(page.text).toContain(code);
    expect(JSON.stringify(directory.identity.events())).not.toContain(code);
  });

  test('row 17: a forced reset by OTP refuses the old password and takes the code', async () => {
    const directory = await openDirectory();
    directory.lifecycle.apply('alice', { kind: 'force-reset', mode: 'email-otp' });
    expect(await directory.types('alice', 'alice-sandbox-1')).toContain('one-time password');
    const code = typedCode(newest(directory, 'alice').text);
    expect(await directory.types('alice', code)).toBe('in');
    expect(directory.state('alice')?.label).toBe('PENDING_FUPR');
  });

  test('a forgotten password comes back by the link, and by the code', async () => {
    const directory = await openDirectory();
    const { identity } = directory;
    for (const decision of ['link', 'otp']) {
      const browser = identity.browser();
      const page = await browser.open(`${identity.issuer}/account/recover`);
      const sent = await browser.submit(page, { username: 'alice.moreau@mail.example' }, decision);
      const { link, text } = newest(directory, 'alice');
      const choose = decision === 'link' ? await browser.open(link) : sent;
      const typed: Record<string, string> =
        decision === 'link' ? {} : { username: 'alice', confirmation: typedCode(text) };
      const password = `${PASSWORD} ${decision}`;
      const done = await browser.submit(choose, { ...typed, password, again: password });
      expect(done.text).toContain('Your password is set');
      expect(await directory.types('alice', password)).toBe('in');
    }
  });

  test('the pages say the same of an account that is there and of one that is not', async () => {
    const { identity } = await openDirectory();
    const say = async (username: string) => {
      const browser = identity.browser();
      const page = await browser.open(`${identity.issuer}/account/recover`);
      // What was typed is kept for another try; nothing else differs.
      return (await browser.submit(page, { username }, 'link')).text.replaceAll(username, '…');
    };
    expect(await say('alice')).toBe(await say('nobody'));
  });

  test('the user name comes to the address', async () => {
    const directory = await openDirectory();
    const browser = directory.identity.browser();
    const page = await browser.open(`${directory.identity.issuer}/account/user-name`);
    await browser.submit(page, { email: 'Bob.Tanaka@mail.example' });
    expect(newest(directory, 'bob').text).toContain('It is bob.');
  });

  test('a code that is guessed is closed after five tries', async () => {
    const directory = await openDirectory();
    const browser = directory.identity.browser();
    let page = await browser.submit(
      await browser.open(`${directory.identity.issuer}/account/recover`),
      { username: 'alice' },
      'otp',
    );
    const code = typedCode(newest(directory, 'alice').text);
    const form = { username: 'alice', password: PASSWORD, again: PASSWORD };
    for (let time = 0; time < 5; time += 1) {
      page = await browser.submit(page, { ...form, confirmation: 'WRONG1' });
      expect(page.text).toContain('not a code that we sent');
    }
    page = await browser.submit(page, { ...form, confirmation: code });
    expect(page.text).toContain('typed too often');
    expect(await directory.types('alice', 'alice-sandbox-1')).toBe('in');
  });

  test('a link that has expired is replaced by the button of its page; an old one by the newer message', async () => {
    const directory = await openDirectory();
    const { identity } = directory;
    await registers(directory);
    const id = idOf(directory, 'erin');
    const first = newest(directory, id).link;
    await directory.later(25 * HOUR);
    const browser = identity.browser();
    const expired = await browser.open(first);
    expect(expired.status).toBe(406);
    expect(expired.text).toContain('This link has expired');
    const sent = await browser.submit(expired, {});
    expect(sent.text).toContain('Look at your messages');
    expect(directory.mail(id)).toEqual(['accountconfirmation', 'resendaccountconfirmation']);
    expect((await browser.open(first)).text).toContain('This link was replaced');
    const done = await browser.submit(await browser.open(newest(directory, id).link), {});
    expect(done.text).toContain('Your address is confirmed');
    // The same for a recovery, and for a link that nobody sent.
    await browser.submit(
      await browser.open(`${identity.issuer}/account/recover`),
      { username: 'alice' },
      'link',
    );
    const recovery = newest(directory, 'alice').link;
    await directory.later(2 * HOUR);
    await browser.submit(await browser.open(recovery), {});
    expect(newest(directory, 'alice').link).not.toBe(recovery);
    expect((await browser.open(newest(directory, 'alice').link)).text).toContain('alice');
    const unknown = await browser.open(`${identity.issuer}/account/confirm?confirmation=none`);
    expect([unknown.status, unknown.text]).toEqual([404, expect.stringContaining('This link is not known')]);
    expect(unknown.text).toContain('href="/account/resend"');
  });

  test('what waits is sent again by its user name; who waits for nothing is told the same', async () => {
    const directory = await openDirectory();
    directory.create({ kind: 'invite' });
    const browser = directory.identity.browser();
    const asks = async (username: string) => {
      const page = await browser.open(`${directory.identity.issuer}/account/resend`);
      return (await browser.submit(page, { username })).text.replaceAll(username, '…');
    };
    const said = await asks('erin');
    expect(directory.mail('erin')).toEqual(['askPassword', 'resendaskPassword']);
    expect([await asks('alice'), await asks('nobody')]).toEqual([said, said]);
    expect(directory.mail('alice')).toEqual([]);
    directory.lifecycle.governance.set({ enumeration: { notifyUserExistence: true } });
    expect(await asks('alice')).toContain('waits for no confirmation');
  });

  test('a registration with an address alone ends at a password of one’s own', async () => {
    const directory = await openDirectory();
    const { identity } = directory;
    const browser = identity.browser();
    const page = await browser.open(`${identity.issuer}/account/register/address`);
    const email = 'erin@mail.example';
    expect((await browser.submit(page, { email: 'nowhere' })).text).toContain('id="email-problem"');
    await browser.submit(page, { email });
    const id = idOf(directory, email);
    expect(directory.state(id)?.label).toBe('PENDING_LR');
    const confirmed = await browser.submit(await browser.open(newest(directory, id).link), {});
    expect(confirmed.text).toContain('has no password yet');
    const recover = await browser.open(`${identity.issuer}/account/recover`);
    await browser.submit(recover, { username: email }, 'link');
    const choose = await browser.open(newest(directory, id).link);
    // Whatever keeps passwords learns whose it is.
    expect(choose.text).toMatch(/value="erin@mail.example" autocomplete="username"/);
    await browser.submit(choose, { password: PASSWORD, again: PASSWORD });
    expect(await directory.types(email, PASSWORD)).toBe('in');
  });

  test('what is switched off is offered nowhere, and its page says so instead of asking', async () => {
    const directory = await openDirectory();
    const { identity, kit } = directory;
    const browser = identity.browser();
    expect((await browser.open(kit.url())).text).toMatch(/account\/recover.*account\/register/s);
    directory.lifecycle.governance.set({
      selfRegistration: { enabled: false },
      liteRegistration: { enabled: false },
      recovery: { passwordEnabled: false, usernameEnabled: false },
    });
    expect((await browser.open(kit.url())).text).not.toMatch(/\/account\//);
    const rules = [];
    for (const name of ['register', 'register/address', 'recover', 'user-name']) {
      const page = await browser.open(`${identity.issuer}/account/${name}`);
      expect([page.status, page.forms.length]).toEqual([403, 0]);
      await identity.core.recorder.committed();
      rules.push(identity.events('account.change-refused').at(-1)?.data.rule);
    }
    expect(rules).toEqual([
      'idp.lifecycle.self-registration-enabled',
      'idp.lifecycle.lite-registration-enabled',
      'idp.recovery.enabled',
      'idp.recovery.enabled',
    ]);
  });

  test('a password that is to be new says before what it has to be like', async () => {
    const directory = await openDirectory();
    directory.lifecycle.governance.set({ password: { minLength: 15, history: 3 } });
    const page = await directory.identity.browser().open(`${directory.identity.issuer}/account/password`);
    expect(page.text).toContain('At least 15 characters');
    expect(page.text).toContain('None of your last 3 passwords');
    expect(page.text).toMatch(
      /id="confirmation"[^>]* autocomplete="one-time-code" autocapitalize="characters"/,
    );
  });

  test('a form of another origin changes nothing', async () => {
    const { identity } = await openDirectory();
    const response = await fetch(`${identity.issuer}/account/recover`, {
      method: 'POST',
      headers: { origin: 'http://evil.example', 'content-type': 'application/x-www-form-urlencoded' },
      body: 'username=alice&decision=link',
    });
    expect(response.status).toBe(400);
    expect(new Messages(identity.core.store).of('alice')).toEqual([]);
  });
});
