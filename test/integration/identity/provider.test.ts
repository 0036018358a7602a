import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { Applications } from '../../../src-main/store/applications.ts';
import {
  ACCOUNTS_API,
  APP_URLS,
  CALLBACK,
  signIn,
  startIdentity,
  type TestIdentity,
} from '../../support/identity.ts';
import { tempDir } from '../../support/temp-dir.ts';

async function machineToken({ issuer }: TestIdentity): Promise<string> {
  const response = await fetch(`${issuer}/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: 'statement-job',
      client_secret: 'statement-job-sandbox-secret',
      scope: 'accounts:list',
    }),
  });
  return ((await response.json()) as { access_token: string }).access_token;
}

async function isActive({ issuer }: TestIdentity, token: string): Promise<boolean> {
  const response = await fetch(`${issuer}/token/introspection`, {
    method: 'POST',
    body: new URLSearchParams({ token }),
    headers: {
      authorization: `Basic ${Buffer.from('care-desk:care-desk-sandbox-secret').toString('base64')}`,
    },
  });
  return ((await response.json()) as { active: boolean }).active;
}

describe('the provider', () => {
  test('says in its discovery document what it can do', async () => {
    const { issuer } = await startIdentity();
    const metadata = (await (await fetch(`${issuer}/.well-known/openid-configuration`)).json()) as object;
    expect(metadata).toMatchObject({
      issuer,
      code_challenge_methods_supported: ['S256'],
      response_types_supported: ['code', 'none'],
      acr_values_supported: ['urn:gatehouse:acr:password'],
      claims_parameter_supported: true,
      authorization_response_iss_parameter_supported: true,
      backchannel_logout_supported: true,
      scopes_supported: expect.arrayContaining([
        'openid',
        'offline_access',
        'groups',
        'accounts:read',
        'cards:block',
      ]),
      grant_types_supported: expect.arrayContaining([
        'client_credentials',
        'refresh_token',
        'urn:ietf:params:oauth:grant-type:device_code',
      ]),
    });
    const endpoints = Object.entries(metadata).filter(
      ([name]) => name.endsWith('_endpoint') || name === 'jwks_uri',
    );
    expect(endpoints.length).toBeGreaterThan(8);
    for (const [, address] of endpoints) expect(String(address).startsWith(`${issuer}/`)).toBe(true);
  });

  test('knows a client as its application is now: changed, removed, and there again', async () => {
    const identity = await startIdentity();
    const applications = new Applications(identity.core.store);
    const job = applications.get('statement-job');
    if (!job) throw new Error('the world has no statement job');
    expect(await machineToken(identity)).toBeTypeOf('string');
    applications.save({ ...job, metadata: { ...job.metadata, client_secret: 'another-secret-of-the-job' } });
    expect(await machineToken(identity)).toBeUndefined();
    applications.save(job);
    expect(await machineToken(identity)).toBeTypeOf('string');
    applications.remove('statement-job');
    expect(await machineToken(identity)).toBeUndefined();
    applications.save(job);
    expect(await machineToken(identity)).toBeTypeOf('string');
  });

  test('infers the API from the scopes when an application names no resource', async () => {
    const identity = await startIdentity();
    await machineToken(identity);
    expect(identity.events('idp.token.issued')[0]?.data).toMatchObject({
      format: 'jwt',
      audience: ACCOUNTS_API,
    });
  });

  test('prints nothing of its own', async () => {
    const printed: unknown[] = [];
    for (const method of ['log', 'info', 'warn', 'error'] as const) {
      vi.spyOn(console, method).mockImplementation((...values) => void printed.push(values));
    }
    const identity = await startIdentity();
    const url = `${identity.issuer}/auth?${new URLSearchParams({ client_id: 'care-desk', redirect_uri: CALLBACK, response_type: 'code', scope: 'openid' })}`;
    await signIn(identity.browser(), url);
    await machineToken(identity);
    await fetch(`${identity.issuer}/token`, { method: 'POST', body: 'garbage' });
    vi.restoreAllMocks();
    expect(printed).toEqual([]);
  });

  test('a page of another origin may not call it in the name of a public application', async () => {
    const identity = await startIdentity();
    const call = (origin: string) =>
      fetch(`${identity.issuer}/token`, {
        method: 'POST',
        headers: { origin },
        body: new URLSearchParams({
          client_id: 'online-banking',
          grant_type: 'authorization_code',
          code: 'x',
        }),
      });
    const stranger = await call('http://127.0.0.1:6666');
    expect(stranger.headers.get('access-control-allow-origin')).toBeNull();
    expect(identity.events('idp.token.refused').at(-1)?.data.rule).toBe('idp.cors.origin');
    const own = await call(APP_URLS['online-banking']);
    expect(own.headers.get('access-control-allow-origin')).toBe(APP_URLS['online-banking']);
  });

  test('an application may change and end its own registration, and no other', async () => {
    const identity = await startIdentity();
    const metadata = { client_name: 'Mine', redirect_uris: ['http://127.0.0.1:9999/cb'] };
    const headers = { 'content-type': 'application/json' };
    const created = await fetch(`${identity.issuer}/reg`, {
      method: 'POST',
      headers: { ...headers, authorization: `Bearer ${identity.provider.initialAccessToken()}` },
      body: JSON.stringify(metadata),
    });
    const registration = (await created.json()) as Record<string, string>;
    const manage = (token: string | undefined, init: RequestInit) =>
      fetch(registration.registration_client_uri ?? '', {
        ...init,
        headers: { ...headers, authorization: `Bearer ${token ?? ''}` },
      });
    expect((await manage('wrong', { method: 'GET' })).status).toBe(401);
    expect(identity.events('idp.request.refused').at(-1)?.data.rule).toBe('idp.registration.token');
    const body = JSON.stringify({ ...metadata, client_id: registration.client_id, client_name: 'Mine too' });
    const changed = await manage(registration.registration_access_token, { method: 'PUT', body });
    const { registration_access_token: token } = (await changed.json()) as Record<string, string>;
    expect(identity.events('config.changed').at(-1)?.data).toMatchObject({
      name: 'Mine too',
      by: 'RFC 7592',
    });
    expect((await manage(token, { method: 'DELETE' })).status).toBe(204);
    const gone = await fetch(
      `${identity.issuer}/auth?client_id=${registration.client_id}&response_type=code`,
    );
    expect(gone.status).toBe(400);
  });

  test('a restore gives back keys, tokens and secrets of the moment', async () => {
    const identity = await startIdentity();
    const kept = await machineToken(identity);
    const snapshot = join(tempDir(), 'snapshot.db');
    identity.core.store.copyTo(snapshot);
    const keys = identity.provider.keys();
    await identity.provider.rotateKeys();
    const later = await machineToken(identity);
    expect(await isActive(identity, later)).toBe(true);

    identity.core.store.replaceWith(snapshot);
    expect(identity.provider.keys()).toEqual(keys);
    expect(await isActive(identity, kept)).toBe(true);
    expect(await isActive(identity, later)).toBe(false);
    const published = (await (await fetch(`${identity.issuer}/jwks`)).json()) as { keys: { kid: string }[] };
    expect(published.keys.map((key) => key.kid)).toEqual(keys.map((key) => key.kid));
  });
});
