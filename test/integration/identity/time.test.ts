import * as client from 'openid-client';
import { describe, expect, test } from 'vitest';
import {
  ACCOUNTS_API,
  CALLBACK,
  CARE_DESK,
  signIn,
  startIdentity,
  type TestIdentity,
} from '../../support/identity.ts';
import { testClock } from '../../support/virtual-clock.ts';

const SECOND = 1000;
const DAY = 24 * 3600 * SECOND;

function connect({ issuer }: TestIdentity): Promise<client.Configuration> {
  const options = { execute: [client.allowInsecureRequests] };
  return client.discovery(new URL(issuer), CARE_DESK.id, CARE_DESK.secret, undefined, options);
}

async function beginning(config: client.Configuration, parameters: Record<string, string> = {}) {
  const verifier = client.randomPKCECodeVerifier();
  const url = client.buildAuthorizationUrl(config, {
    redirect_uri: CALLBACK,
    scope: 'openid accounts:list',
    resource: ACCOUNTS_API,
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    ...parameters,
  });
  return { url, checks: { pkceCodeVerifier: verifier } };
}

describe('everything obeys the virtual clock', () => {
  test.each([-90, 0, 90])(
    'a person signs in at %i days, and no live cookie expires in the browser',
    async (days) => {
      const identity = await startIdentity({ clock: testClock() });
      await identity.core.scheduler.jump(days * DAY);
      const config = await connect(identity);
      const { url, checks } = await beginning(config);
      const end = await signIn(identity.browser(), url);
      const tokens = await client.authorizationCodeGrant(config, new URL(end.url), checks);
      expect(Math.abs((tokens.claims()?.iat ?? 0) - identity.core.clock.seconds())).toBeLessThan(10);
      const cookies = identity
        .events('http.response')
        .flatMap((event) => event.data.headers as [string, string][])
        .filter(([name]) => name === 'set-cookie')
        .map(([, line]) => line);
      expect(cookies.length).toBeGreaterThan(3);
      const deleted = cookies.filter((line) => line.includes('expires=Thu, 01 Jan 1970'));
      expect(deleted.length).toBeGreaterThan(0);
      const live = cookies.filter((line) => !deleted.includes(line));
      expect(live.filter((line) => /expires|max-age/i.test(line))).toEqual([]);
    },
  );

  test('a code is good for a minute', async () => {
    const identity = await startIdentity({ clock: testClock() });
    const config = await connect(identity);
    const { url, checks } = await beginning(config);
    const end = await signIn(identity.browser(), url);
    await identity.core.scheduler.advance(61 * SECOND);
    const exchange = client.authorizationCodeGrant(config, new URL(end.url), checks);
    await expect(exchange).rejects.toMatchObject({ error: 'invalid_grant' });
    expect(identity.events('idp.token.refused')[0]?.data.rule).toBe('idp.code.unexpired');
  });

  test('an access token ends with its time, and a refresh gives another', async () => {
    const identity = await startIdentity({ clock: testClock() });
    const config = await connect(identity);
    const { url, checks } = await beginning(config);
    const end = await signIn(identity.browser(), url);
    const tokens = await client.authorizationCodeGrant(config, new URL(end.url), checks);
    await identity.core.scheduler.advance(299 * SECOND);
    expect((await client.tokenIntrospection(config, tokens.access_token)).active).toBe(true);
    await identity.core.scheduler.advance(2 * SECOND);
    expect((await client.tokenIntrospection(config, tokens.access_token)).active).toBe(false);
    expect(identity.events('idp.token.introspected').at(-1)?.data.rule).toBe('idp.token.unexpired');
    const renewed = await client.refreshTokenGrant(config, tokens.refresh_token ?? '');
    expect((await client.tokenIntrospection(config, renewed.access_token)).active).toBe(true);
  });

  test('a session at the provider lasts a working day: then the password is asked for again', async () => {
    const identity = await startIdentity({ clock: testClock() });
    const config = await connect(identity);
    const browser = identity.browser();
    await signIn(browser, (await beginning(config)).url);
    const silent = await browser.open((await beginning(config, { prompt: 'none' })).url);
    expect(new URL(silent.url).searchParams.has('code')).toBe(true);
    await identity.core.scheduler.advance(13 * 3600 * SECOND);
    const later = await browser.open((await beginning(config)).url);
    expect(later.text).toContain('Password');
  });

  test('max_age asks for a fresh sign-in, and says so', async () => {
    const identity = await startIdentity({ clock: testClock() });
    const config = await connect(identity);
    const browser = identity.browser();
    await signIn(browser, (await beginning(config)).url);
    await identity.core.scheduler.advance(120 * SECOND);
    const page = await browser.open((await beginning(config, { max_age: '60' })).url);
    expect(page.text).toContain('too long ago');
    const [asked] = identity.events('idp.interaction.started').slice(-1);
    expect(asked?.reasons.filter((reason) => reason.outcome === 'fail').map((reason) => reason.rule)).toEqual(
      ['idp.prompt.max-age'],
    );
  });

  test('a device code is good for ten minutes', async () => {
    const identity = await startIdentity({ clock: testClock() });
    const config = await client.discovery(
      new URL(identity.issuer),
      'workbench',
      'workbench-sandbox-secret',
      undefined,
      {
        execute: [client.allowInsecureRequests],
      },
    );
    const started = await client.initiateDeviceAuthorization(config, { scope: 'openid' });
    const poll = () =>
      client.genericGrantRequest(config, 'urn:ietf:params:oauth:grant-type:device_code', {
        device_code: started.device_code,
      });
    await expect(poll()).rejects.toMatchObject({ error: 'authorization_pending' });
    await identity.core.scheduler.advance(601 * SECOND);
    await expect(poll()).rejects.toMatchObject({ error: 'expired_token' });
    expect(identity.events('idp.token.refused').map((event) => [event.outcome, event.data.rule])).toEqual([
      ['challenged', 'idp.device.decided'],
      ['denied', 'idp.device.unexpired'],
    ]);
    const browser = identity.browser();
    const page = await browser.submit(await browser.open(started.verification_uri), {
      user_code: started.user_code,
    });
    expect(page.text).toContain('This code has expired');
    expect(identity.events('idp.request.refused').at(-1)?.data.rule).toBe('idp.device.user-code');
  });

  test('what expired long ago is swept away as time goes by', async () => {
    const identity = await startIdentity({ clock: testClock() });
    const config = await connect(identity);
    await signIn(identity.browser(), (await beginning(config)).url);
    const count = () =>
      identity.core.store.prepare<{ n: number }>('SELECT count(*) AS n FROM oidc_artifact').get()?.n ?? 0;
    expect(count()).toBeGreaterThan(0);
    await identity.core.scheduler.advance(200 * DAY);
    expect(count()).toBe(0);
  });
});
