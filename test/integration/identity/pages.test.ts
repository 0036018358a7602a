import { describe, expect, test } from 'vitest';
import type { Page } from '../../support/browser.ts';
import { CALLBACK, signIn, startIdentity, type TestIdentity } from '../../support/identity.ts';

function authorizationUrl({ issuer }: TestIdentity, change: Record<string, string> = {}): string {
  const parameters = {
    client_id: 'care-desk',
    redirect_uri: CALLBACK,
    response_type: 'code',
    scope: 'openid',
  };
  return `${issuer}/auth?${new URLSearchParams({ ...parameters, ...change })}`;
}

async function startDevice({ issuer }: TestIdentity): Promise<{ device_code: string; user_code: string }> {
  const response = await fetch(`${issuer}/device/auth`, {
    method: 'POST',
    body: new URLSearchParams({ scope: 'openid' }),
    headers: {
      authorization: `Basic ${Buffer.from('workbench:workbench-sandbox-secret').toString('base64')}`,
    },
  });
  return (await response.json()) as { device_code: string; user_code: string };
}

/** What every page of the provider must keep. */
function expectPage(page: Page, title: string): void {
  expect(page.text).toContain(`<title>${title}`);
  expect(page.text).toMatch(/^<!DOCTYPE html>\s*<html lang="en">/);
  expect(page.text).not.toMatch(/<script|<style| on\w+=|style="/i);
  expect(page.text.match(/<h1[ >]/g)).toHaveLength(1);
  expect(page.text).toContain('<main>');
  const policy = page.headers.get('content-security-policy') ?? '';
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("style-src 'self'");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toContain('script-src');
  expect(page.headers.get('cache-control')).toBe('no-store');
  for (const form of page.forms) {
    for (const field of Object.keys(form.fields)) {
      if (field === 'xsrf' || field === 'user_code') continue;
      expect(page.text).toContain(`<label for="${field}">`);
    }
  }
}

describe('the pages of the provider', () => {
  test('sign-in, consent, and the errors between them', async () => {
    const identity = await startIdentity();
    const browser = identity.browser();
    const first = await browser.open(authorizationUrl(identity, { login_hint: 'bob' }));
    expectPage(first, 'Sign in');
    expect(first.forms[0]).toMatchObject({
      fields: { username: 'bob', password: '' },
      decisions: ['allow', 'deny'],
    });
    // The browser may follow the redirect that comes after the form.
    expect(first.headers.get('content-security-policy')).toContain(
      "form-action 'self' http://127.0.0.1:9502",
    );

    const again = await browser.submit(first, { username: 'bob', password: 'nope' }, 'allow');
    expectPage(again, 'Sign in: try again');
    expect(again.text).toContain('role="alert"');
    expect(again.text).toContain('aria-describedby="problem"');

    const consent = await browser.submit(again, { password: 'bob-sandbox-1' }, 'allow');
    expectPage(consent, 'Allow Care Desk?');
    expect(consent.text).toContain('Bob Tanaka');
    const undecided = await browser.submit(consent, {});
    expect(undecided.status).toBe(422);
    expectPage(undecided, 'Allow Care Desk?');
    expect(identity.events('idp.request.refused')[0]?.data.rule).toBe('idp.interaction.form');
  });

  test('consent names what an API would allow, in plain words', async () => {
    const identity = await startIdentity();
    const browser = identity.browser();
    const url = authorizationUrl(identity, { scope: 'openid profile accounts:read' });
    const page = await browser.submit(await browser.open(url), {
      username: 'alice',
      password: 'alice-sandbox-1',
    });
    expect(page.text).toContain('See your name and your profile');
    expect(page.text).toContain('At the Accounts API it would like to');
    expect(page.text).toContain('See the balance and the bookings of each account');
  });

  test('what a request brings is shown as text, never as markup', async () => {
    const identity = await startIdentity();
    identity.changeClient('care-desk', { client_name: '<b>Care</b> & "Desk"' });
    const page = await identity
      .browser()
      .open(authorizationUrl(identity, { login_hint: '"><script>alert(1)</script>' }));
    expectPage(page, 'Sign in');
    expect(page.text).toContain('&lt;b&gt;Care&lt;/b&gt; &amp; &quot;Desk&quot;');
    expect(page.forms[0]?.fields.username).toBe('"><script>alert(1)</script>');
    const refused = await identity
      .browser()
      .open(authorizationUrl(identity, { redirect_uri: 'http://x/<img src=x>' }));
    expectPage(refused, 'Refused');
    expect(refused.text).not.toContain('<img');
  });

  test.each(['/device', '/session/end/confirm'])(
    'a request to %s that carries no form is refused in words, with and without a session',
    async (path) => {
      const identity = await startIdentity();
      const browser = identity.browser();
      await signIn(browser, authorizationUrl(identity));
      const cookie = await browser.jar.getCookieString(identity.issuer);
      for (const headers of [{}, { cookie }] as Record<string, string>[]) {
        const answer = await fetch(identity.issuer + path, { method: 'POST', headers });
        expect(answer.status).toBe(400);
        expect(identity.events('idp.request.refused').at(-1)?.data.rule).toBe('idp.request.form-token');
      }
    },
  );

  test.each([
    ['no session', () => ''],
    ['a session that is gone', (cookie: string) => cookie],
  ])("a device's interaction is not gone on with in a browser with %s", async (_what, cookieOf) => {
    const identity = await startIdentity();
    const browser = identity.browser();
    await signIn(browser, authorizationUrl(identity));
    const cookie = cookieOf(await browser.jar.getCookieString(`${identity.issuer}/device/none`));
    identity.core.store.transaction(() =>
      identity.core.store.prepare("DELETE FROM oidc_artifact WHERE model = 'Session'").run(),
    );
    const headers = { accept: 'text/html', cookie };
    expect((await fetch(`${identity.issuer}/device/none`, { headers })).status).toBe(400);
    const form = { method: 'POST', headers, body: new URLSearchParams({ user_code: 'x' }) };
    expect((await fetch(`${identity.issuer}/device`, form)).status).toBe(400);
    const rules = identity.events('idp.request.refused').map(({ data }) => data.rule);
    expect(rules).toEqual(['idp.request.form-token', 'idp.request.form-token']);
  });

  test('a device: the code is typed, compared, and may be refused', async () => {
    const identity = await startIdentity();
    const device = await startDevice(identity);
    const browser = identity.browser();
    const page = await browser.open(`${identity.issuer}/device`);
    expectPage(page, 'Connect a device');
    const wrong = await browser.submit(page, { user_code: 'BBBB-BBBB' });
    expectPage(wrong, 'Connect a device: try again');
    expect(wrong.status).toBe(422);
    expect(identity.events('idp.request.refused')[0]?.data.rule).toBe('idp.device.user-code');
    const compare = await browser.submit(wrong, { user_code: device.user_code.toLowerCase() });
    expectPage(compare, 'Connect Workbench?');
    const refused = await browser.submit(compare, {}, 'deny');
    expectPage(refused, 'Device refused');
    expect(identity.events('idp.device.denied')[0]).toMatchObject({
      outcome: 'denied',
      data: { client: 'workbench' },
    });
    const response = await fetch(`${identity.issuer}/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
        device_code: device.device_code,
      }),
      headers: {
        authorization: `Basic ${Buffer.from('workbench:workbench-sandbox-secret').toString('base64')}`,
      },
    });
    expect(await response.json()).toMatchObject({ error: 'access_denied' });
    expect(identity.events('idp.token.refused')[0]?.data.rule).toBe('idp.device.allowed');
  });

  test('a client that knows one field for codes may send the user code in it', async () => {
    const identity = await startIdentity();
    const device = await startDevice(identity);
    const browser = identity.browser();
    const page = await browser.open(`${identity.issuer}/device`);
    const response = await fetch(`${identity.issuer}/device`, {
      method: 'POST',
      headers: { cookie: await browser.jar.getCookieString(page.url), accept: 'text/html' },
      body: new URLSearchParams({ xsrf: page.forms[0]?.fields.xsrf ?? '', code: device.user_code }),
    });
    expect(await response.text()).toContain('Connect Workbench?');
  });

  test('signed out, without an application to go back to', async () => {
    const identity = await startIdentity();
    const browser = identity.browser();
    await signIn(browser, authorizationUrl(identity));
    const page = await browser.open(`${identity.issuer}/session/end`);
    expectPage(page, 'Sign out?');
    expectPage(await browser.submit(page, {}, 'allow'), 'Signed out');
    expect(identity.events('idp.logout.succeeded')).toHaveLength(1);
  });

  test('another person may sign in where one is signed in: the first session ends', async () => {
    const identity = await startIdentity();
    const browser = identity.browser();
    await signIn(browser, authorizationUrl(identity));
    let page = await browser.open(authorizationUrl(identity, { prompt: 'login' }));
    page = await browser.submit(page, { username: 'bob', password: 'bob-sandbox-1' }, 'allow');
    // The library ends the first session by a form; without scripts there is a button.
    page = await browser.submit(page, {});
    for (let step = 0; step < 3 && page.status !== 0; step += 1)
      page = await browser.submit(page, {}, 'allow');
    expect(page.url).toContain(`${CALLBACK}?code=`);
    expect(identity.events('idp.session.started').map((event) => event.subject)).toEqual(['alice', 'bob']);
    expect(identity.events('idp.session.ended').map((event) => event.subject)).toEqual(['alice']);
  });

  test('an account that was disabled while signed in must sign in again', async () => {
    const identity = await startIdentity();
    const browser = identity.browser();
    await signIn(browser, authorizationUrl(identity));
    identity.disable('alice');
    const page = await browser.open(authorizationUrl(identity));
    expectPage(page, 'Sign in');
    const refused = await browser.submit(page, { username: 'alice', password: 'alice-sandbox-1' }, 'allow');
    expect(refused.text).toContain('This account is disabled');
    expect(identity.events('idp.signin.failed')[0]?.data.rule).toBe('idp.signin.account-enabled');
  });

  test('an authentication context that nobody can reach is refused at once', async () => {
    const identity = await startIdentity();
    const claims = JSON.stringify({ id_token: { acr: { essential: true, values: ['urn:example:retina'] } } });
    const end = await identity.browser().open(authorizationUrl(identity, { claims }));
    expect(new URL(end.url).searchParams.get('error')).toBe('unmet_authentication_requirements');
    expect(identity.events('idp.authorization.denied')[0]?.data.rule).toBe('idp.signin.acr-reachable');
  });
});
