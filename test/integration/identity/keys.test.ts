import { generateKeyPairSync } from 'node:crypto';
import { createLocalJWKSet, decodeProtectedHeader, type JSONWebKeySet, jwtVerify } from 'jose';
import { describe, expect, test } from 'vitest';
import { ACCOUNTS_API, startIdentity, type TestIdentity } from '../../support/identity.ts';
import { testClock } from '../../support/virtual-clock.ts';

async function machineToken({ issuer }: TestIdentity): Promise<string> {
  const response = await fetch(`${issuer}/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: 'statement-job',
      client_secret: 'statement-job-sandbox-secret',
      scope: 'accounts:list',
      resource: ACCOUNTS_API,
    }),
  });
  return ((await response.json()) as { access_token: string }).access_token;
}

async function publishedKeys({ issuer }: TestIdentity): Promise<JSONWebKeySet> {
  return (await (await fetch(`${issuer}/jwks`)).json()) as JSONWebKeySet;
}

describe('signing keys', () => {
  test('rotation signs with the key that was published ahead; old tokens still verify', async () => {
    const identity = await startIdentity({ clock: testClock() });
    const before = await publishedKeys(identity);
    const old = await machineToken(identity);
    const { kid } = await identity.provider.rotateKeys();
    const fresh = await machineToken(identity);
    expect(decodeProtectedHeader(fresh).kid).toBe(kid);
    expect(decodeProtectedHeader(old).kid).not.toBe(kid);
    // Whoever read the keys before the rotation can verify what is signed after it.
    await jwtVerify(fresh, createLocalJWKSet(before), { audience: ACCOUNTS_API });
    await jwtVerify(old, createLocalJWKSet(await publishedKeys(identity)), { audience: ACCOUNTS_API });
    const rotated = identity.events('idp.key.rotated');
    expect(rotated.map((event) => event.data.alg)).toEqual(['RS256', 'ES256']);
    expect(rotated[0]?.data.kid).toBe(kid);
  });

  test('a retired key goes when the last token that it signed has expired', async () => {
    const identity = await startIdentity({ clock: testClock() });
    const first = identity.provider.keys().find((key) => key.alg === 'RS256' && key.phase === 'signing')?.kid;
    await identity.provider.rotateKeys();
    expect(identity.provider.keys().find((key) => key.kid === first)?.phase).toBe('retired');
    await identity.provider.rotateKeys();
    expect(identity.provider.keys().some((key) => key.kid === first)).toBe(true);
    await identity.core.scheduler.advance(25 * 3600 * 1000);
    await identity.provider.rotateKeys();
    expect(identity.provider.keys().some((key) => key.kid === first)).toBe(false);
  });

  test('however often the wheel is turned, no more keys are published than a gateway reads', async () => {
    const identity = await startIdentity({ clock: testClock() });
    const { store, clock } = identity.core;
    // The retired keys that so many turns would leave: of the kind that is made quickly.
    store.transaction(() => {
      for (let at = 2; at < 150; at += 1) {
        const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
        const jwk = {
          ...privateKey.export({ format: 'jwk' }),
          kid: `retired-${at}`,
          alg: 'ES256',
          use: 'sig',
        };
        store
          .prepare('INSERT INTO signing_key (kid, alg, jwk, use_from, position) VALUES (?, ?, ?, ?, ?)')
          .run(jwk.kid, jwk.alg, JSON.stringify(jwk), clock.seconds(), at);
      }
    });
    await identity.provider.rotateKeys();
    const { keys } = await publishedKeys(identity);
    expect(keys.length).toBeGreaterThan(40);
    // For both algorithms together, at most a hundred.
    expect(keys.length).toBeLessThanOrEqual(50);
    expect(keys.map(({ kid }) => kid)).toContain('retired-2');
    expect(keys.map(({ kid }) => kid)).not.toContain('retired-149');
  });

  test('only the public halves are published', async () => {
    const identity = await startIdentity({ clock: testClock() });
    const keys = await publishedKeys(identity);
    expect(keys.keys).toHaveLength(4);
    expect(JSON.stringify(keys)).not.toMatch(/"(?:d|p|q|dp|dq|qi)":/);
    expect(JSON.stringify(identity.provider.jwks())).not.toMatch(/"(?:d|p|q|dp|dq|qi)":/);
    expect(identity.provider.jwks().keys.map((key) => key.kid)).toEqual(keys.keys.map((key) => key.kid));
  });
});
