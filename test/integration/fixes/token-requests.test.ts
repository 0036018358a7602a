import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { EventType } from '../../../src-main/contract/event-types.ts';
import { runningSandbox } from '../labs/running-lab.ts';

type Sandbox = Awaited<ReturnType<typeof runningSandbox>>;

async function tokenRequest(
  sandbox: Sandbox,
  fields: Record<string, string>,
  client: 'workbench' | 'nobody' = 'workbench',
  secret = 'workbench-sandbox-secret',
) {
  const { issuer } = await sandbox.call('sandbox.info', {});
  const response = await fetch(`${issuer}/token`, {
    method: 'POST',
    headers: client === 'nobody' ? {} : { authorization: `Basic ${btoa(`${client}:${secret}`)}` },
    body: new URLSearchParams(fields),
  });
  await response.arrayBuffer();
  return response.status;
}

async function lastRefusal(sandbox: Sandbox, type: EventType = 'idp.token.refused') {
  const { events } = await sandbox.call('events.list', { types: [type], limit: 1 });
  return { flow: events[0]?.flow ?? '', span: events[0]?.span ?? '' };
}

const ids = (found: { fixes: { id: string }[] }) => found.fixes.map(({ id }) => id);

test('a wrong client secret: the registered one, and the wrong one is not sent again since nobody kept it', async () => {
  const sandbox = await runningSandbox();
  expect(
    await tokenRequest(sandbox, { grant_type: 'client_credentials' }, 'workbench', 'not-its-secret'),
  ).toBe(401);
  const before = await sandbox.digest();
  const found = await sandbox.call('fixes.find', await lastRefusal(sandbox));
  expect(ids(found)).toEqual(['own-credentials']);
  expect(found.unchanged).toBeUndefined();
  expect(found.wish).toContain('from Workbench');
  expect(await sandbox.digest()).toBe(before);
});

test('a resource that is none: the request is sent again as it was, and for each API of the application', async () => {
  const sandbox = await runningSandbox();
  const fields = { grant_type: 'client_credentials', resource: 'https://elsewhere.example' };
  expect(await tokenRequest(sandbox, fields)).toBe(400);
  const refusal = await lastRefusal(sandbox);
  const found = await sandbox.call('fixes.find', refusal);
  expect(found.unchanged).toMatchObject({ passes: false });
  expect(ids(found).sort()).toEqual(['resource-accounts', 'resource-cards', 'resource-payments']);
  const trial = await sandbox.call('fixes.try', { ...refusal, fix: 'resource-cards' });
  const token = trial.after.tokens.find(({ kind }) => kind === 'access');
  expect(token).toMatchObject({ client: 'workbench', audience: expect.stringContaining('cards') });
});

test('a scope beyond what the application may have: none at all', async () => {
  const sandbox = await runningSandbox();
  expect(await tokenRequest(sandbox, { grant_type: 'client_credentials', scope: 'cards:nonsense' })).toBe(
    400,
  );
  const found = await sandbox.call('fixes.find', await lastRefusal(sandbox));
  expect(ids(found)).toEqual(['without-scope']);
});

test('a grant type that is not registered: an administrator registers it', async () => {
  const sandbox = await runningSandbox();
  const { issuer } = await sandbox.call('sandbox.info', {});
  await fetch(`${issuer}/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'refresh_token',
      refresh_token: 'made-up',
      client_id: 'statement-job',
      client_secret: 'statement-job-sandbox-secret',
    }),
  });
  const found = await sandbox.call('fixes.find', await lastRefusal(sandbox));
  // The right would be there then, but the token is still made up: the real provider says so.
  expect(found.fixes).toEqual([]);
  expect(found.others.map(({ id, rule }) => [id, rule])).toEqual([['allow-grant-type', 'idp.refresh.known']]);
});

test('a client with a key of its own: only it can ask again', async () => {
  const sandbox = await runningSandbox();
  const { issuer, initialAccessToken } = await sandbox.call('sandbox.info', {});
  const { publicKey } = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, [
    'sign',
  ]);
  const registered = await fetch(`${issuer}/reg`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${initialAccessToken}` },
    body: JSON.stringify({
      client_name: 'Key holder',
      redirect_uris: ['https://client.example/callback'],
      token_endpoint_auth_method: 'private_key_jwt',
      token_endpoint_auth_signing_alg: 'ES256',
      jwks: { keys: [await crypto.subtle.exportKey('jwk', publicKey)] },
    }),
  });
  expect(registered.status).toBe(201);
  const { client_id } = (await registered.json()) as { client_id: string };
  await fetch(`${issuer}/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      code: 'made-up',
      client_id,
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: 'made.up.too',
    }),
  });
  const found = await sandbox.call('fixes.find', await lastRefusal(sandbox));
  expect(found.fixes).toEqual([]);
  expect(found.unchanged).toBeUndefined();
  expect(found.limits).toEqual([expect.stringContaining('a key of its own')]);
});

test('a refusal of an hour ago is tried at its own time; the present time is another question', async () => {
  const sandbox = await runningSandbox();
  await sandbox.call('apps.update', {
    clientId: 'online-banking',
    requestedScopes: ['openid', 'accounts:list'],
  });
  await sandbox.play.signIn('alice');
  const denied = await sandbox.call('requests.send', {
    persona: 'alice',
    api: 'accounts',
    method: 'GET',
    path: '/accounts/4711',
    token: { kind: 'last', client: 'online-banking' },
  });
  const hop = { flow: denied.flow ?? '', span: denied.span ?? '' };
  const { now } = await sandbox.call('clock.get', {});
  await sandbox.call('clock.advance', { ms: 6 * 3600_000 });
  const then = await sandbox.call('fixes.find', hop);
  expect(Math.abs(then.at - now)).toBeLessThan(60_000);
  // At its time the token lacks a scope still; by now it has expired before that could matter.
  expect(then.unchanged?.ending).toContain('accounts:read');
  expect(ids(then)).toEqual(['ask-scope', 'ask-all-scopes']);
  const later = await sandbox.call('fixes.find', { ...hop, time: 'now' });
  expect(later.at - now).toBeGreaterThan(5 * 3600_000);
  expect(later.unchanged?.ending).toMatch(/expired/);
  // The tokens that the fork issues are of the fork's time, and the live clock stands where it stood.
  const { after, claims } = await sandbox.call('fixes.try', { ...hop, fix: 'ask-scope' });
  const access = claims[after.tokens.find(({ kind }) => kind === 'access')?.handle ?? ''];
  expect(Math.abs(Number(access?.iat) * 1000 - now)).toBeLessThan(60_000);
  expect((await sandbox.call('clock.get', {})).now - now).toBeGreaterThan(5 * 3600_000);
});

test('a search that is stopped ends at once, and leaves no fork behind', async () => {
  const sandbox = await runningSandbox();
  await sandbox.call('apps.update', {
    clientId: 'online-banking',
    requestedScopes: ['openid', 'accounts:list'],
  });
  await sandbox.play.signIn('alice');
  const { flow = '', span = '' } = await sandbox.call('requests.send', {
    persona: 'alice',
    api: 'accounts',
    method: 'GET',
    path: '/accounts/4711',
    token: { kind: 'last', client: 'online-banking' },
  });
  const before = await sandbox.digest();
  const search = sandbox.call('fixes.find', { flow, span, search: 'mine' });
  const ended = expect(search).rejects.toMatchObject({ code: 'fix.stopped' });
  await sandbox.call('fixes.stop', { search: 'mine' });
  await ended;
  expect(readdirSync(join(sandbox.dataDir, 'forks'))).toEqual([]);
  expect(await sandbox.digest()).toBe(before);
  // Nothing is stuck: the same search may be made again.
  expect(ids(await sandbox.call('fixes.find', { flow, span, search: 'mine' }))).toHaveLength(2);
});
