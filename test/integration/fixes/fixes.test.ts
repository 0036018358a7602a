import { readdirSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { EventType } from '../../../src-main/contract/event-types.ts';
import { runningSandbox } from '../labs/running-lab.ts';

type Sandbox = Awaited<ReturnType<typeof runningSandbox>>;

/** Alice is signed in to Online Banking, which may list accounts and nothing else. */
async function aliceMayList(sandbox: Sandbox): Promise<void> {
  await sandbox.call('apps.update', {
    clientId: 'online-banking',
    requestedScopes: ['openid', 'profile', 'offline_access', 'accounts:list'],
  });
  await sandbox.play.signIn('alice');
}

async function callAsAlice(sandbox: Sandbox, path: string, token: 'last' | 'none' = 'last', method = 'GET') {
  const {
    status,
    flow = '',
    span = '',
  } = await sandbox.call('requests.send', {
    persona: 'alice',
    api: 'accounts',
    method,
    path,
    token: token === 'last' ? { kind: 'last', client: 'online-banking' } : { kind: 'none' },
  });
  return { status, flow, span };
}

test('a missing scope: the narrow change before the wide one, and what did not help with its reason', async () => {
  const sandbox = await runningSandbox();
  await aliceMayList(sandbox);
  const before = await sandbox.digest();
  const denied = await callAsAlice(sandbox, '/accounts/4711');
  expect(denied.status).toBe(403);
  const { total } = await sandbox.call('events.list', { limit: 1 });
  const found = await sandbox.call('fixes.find', denied);
  expect(found.fixes.map(({ id, privilege }) => [id, privilege])).toEqual([
    ['ask-scope', 'narrow'],
    ['ask-all-scopes', 'wide'],
  ]);
  expect(found.wish).toBe('GET /accounts/1.0/accounts/4711 for Alice Moreau');
  expect(found.unchanged?.passes).toBe(false);
  expect(found.fixes[0]?.place).toEqual({ view: 'configure', client: 'online-banking' });
  expect(found.others.map(({ id, rule }) => [id, rule])).toEqual([
    ['app-calls', 'gw.scope.required'],
    ['sign-in-again', 'gw.scope.required'],
  ]);
  // Nothing of it happened in the sandbox itself.
  expect(await sandbox.digest()).toBe(before);
  expect((await sandbox.call('events.list', { limit: 1 })).total).toBe(total);
  expect(readdirSync(join(sandbox.dataDir, 'forks'))).toEqual([]);

  const trial = await sandbox.call('fixes.try', { ...denied, fix: 'ask-scope' });
  expect(trial.fix.passes).toBe(true);
  expect(trial.before.decisions.at(-1)?.outcome).toBe('denied');
  expect(trial.after.decisions.map(({ type }) => type)).toContain('gw.request.allowed');
  const access = trial.after.tokens.find(({ kind }) => kind === 'access');
  expect(trial.claims[access?.handle ?? '']).toMatchObject({ scope: 'accounts:list accounts:read' });
  expect(await sandbox.digest()).toBe(before);
});

test('an expired token: the application renews it, and nothing is granted', async () => {
  const sandbox = await runningSandbox();
  await sandbox.play.signIn('alice');
  await callThroughApp(sandbox, '/accounts');
  await sandbox.call('clock.advance', { ms: 3600_000 });
  const denied = await callAsAlice(sandbox, '/accounts');
  expect(denied.status).toBe(401);
  const found = await sandbox.call('fixes.find', denied);
  expect(found.fixes.map(({ id, privilege }) => [id, privilege])).toEqual([
    ['app-calls', 'none'],
    ['sign-in-again', 'none'],
  ]);
});

test('a revoked token: signing in again comes before turning the look-up off', async () => {
  const sandbox = await runningSandbox();
  await sandbox.play.signIn('alice');
  await callThroughApp(sandbox, '/accounts');
  const { tokens } = await sandbox.call('traces.flow', {
    flow: (await sandbox.call('traces.list', { search: 'sign-in' }))[0]?.flow ?? '',
  });
  await sandbox.call('tokens.revoke', { handle: tokens.find(({ kind }) => kind === 'access')?.handle ?? '' });
  const denied = await callAsAlice(sandbox, '/accounts');
  expect(denied.status).toBe(401);
  const found = await sandbox.call('fixes.find', denied);
  expect(found.fixes.map(({ id }) => id)).toEqual(['sign-in-again', 'no-lookup']);
});

test('no token at all: the one that was issued for this API', async () => {
  const sandbox = await runningSandbox();
  await sandbox.play.signIn('alice');
  await callThroughApp(sandbox, '/accounts');
  const found = await sandbox.call('fixes.find', await callAsAlice(sandbox, '/accounts', 'none'));
  expect(found.fixes.map(({ id }) => id)).toEqual(['send-token']);
});

test('another person’s account: the caller’s own', async () => {
  const sandbox = await runningSandbox();
  await sandbox.play.signIn('alice');
  await callThroughApp(sandbox, '/accounts');
  const denied = await callAsAlice(sandbox, '/accounts/5120');
  expect(denied.status).toBe(404);
  const found = await sandbox.call('fixes.find', denied);
  expect(found.fixes.map(({ id }) => id)).toEqual(['own-object']);
  expect(found.others.map(({ id, rule }) => [id, rule])).toEqual([
    ['app-calls', 'api.object.owner'],
    ['sign-in-again', 'api.object.owner'],
  ]);
});

test('another method: one that the path has', async () => {
  const sandbox = await runningSandbox();
  await sandbox.play.signIn('alice');
  await callThroughApp(sandbox, '/accounts');
  const denied = await callAsAlice(sandbox, '/accounts', 'last', 'PUT');
  expect(denied.status).toBe(405);
  const found = await sandbox.call('fixes.find', denied);
  expect(found.fixes.map(({ id }) => id)).toEqual(['method-GET']);
});

test('a wrong password: the right one', async () => {
  const sandbox = await runningSandbox();
  await sandbox.verbs.signIn({
    persona: 'alice',
    app: 'online-banking',
    password: 'wrong',
    consent: 'allow',
  });
  const found = await sandbox.call('fixes.find', await lastRefusal(sandbox, 'idp.signin.failed'));
  expect(found.fixes.map(({ id, privilege }) => [id, privilege])).toEqual([['sign-in-anew', 'none']]);
});

test('consent that was refused: consent', async () => {
  const sandbox = await runningSandbox();
  await sandbox.verbs.signIn({ persona: 'alice', app: 'care-desk', consent: 'deny' });
  const found = await sandbox.call('fixes.find', await lastRefusal(sandbox, 'idp.consent.denied'));
  expect(found.fixes.map(({ id, privilege }) => [id, privilege])).toEqual([['sign-in-anew', 'narrow']]);
});

test('a request that no client could send again is told as such', async () => {
  const sandbox = await runningSandbox();
  const { gateway } = await sandbox.call('sandbox.info', {});
  await new Promise((resolve, reject) => {
    request(`${gateway}/accounts/1.0/accounts`, { method: 'TRACE' }, (answer) => {
      answer.resume().once('end', resolve);
    })
      .once('error', reject)
      .end();
  });
  const found = await sandbox.call('fixes.find', await lastRefusal(sandbox, 'gw.request.denied'));
  expect(found.unchanged).toMatchObject({
    passes: false,
    ending: expect.stringContaining('cannot be sent again'),
  });
  expect(readdirSync(join(sandbox.dataDir, 'forks'))).toEqual([]);
});

test('a hop that nobody refused has nothing to fix', async () => {
  const sandbox = await runningSandbox();
  await sandbox.play.signIn('alice');
  await callThroughApp(sandbox, '/accounts');
  const allowed = await callAsAlice(sandbox, '/accounts');
  await expect(sandbox.call('fixes.find', allowed)).rejects.toMatchObject({ code: 'fix.nothing-refused' });
});

const callThroughApp = (sandbox: Sandbox, path: string) =>
  sandbox.verbs.callApi({ persona: 'alice', app: 'online-banking', api: 'accounts', method: 'GET', path });

/** Where the newest event of a type stands. */
async function lastRefusal(sandbox: Sandbox, type: EventType) {
  const { events } = await sandbox.call('events.list', { types: [type], limit: 1 });
  return { flow: events[0]?.flow ?? '', span: events[0]?.span ?? '' };
}

/** Bob mistypes his password until he is locked out; then he knows it again, too late. */
async function bobLockedOut(sandbox: Sandbox) {
  const attempt = { persona: 'bob', app: 'online-banking', consent: 'allow' } as const;
  for (let wrong = 0; wrong < 5; wrong += 1) await sandbox.verbs.signIn({ ...attempt, password: 'not his' });
  await sandbox.verbs.signIn(attempt);
  return lastRefusal(sandbox, 'idp.signin.failed');
}

test('an account that is locked: waiting costs nothing, an administrator can open it at once', async () => {
  const sandbox = await runningSandbox();
  const refusal = await bobLockedOut(sandbox);
  const before = await sandbox.digest();
  const found = await sandbox.call('fixes.find', refusal);
  expect(found.fixes.map(({ id, privilege }) => [id, privilege])).toEqual([
    ['wait-for-lock', 'none'],
    ['unlock-account', 'wide'],
  ]);
  expect(found.others.map(({ id, rule }) => [id, rule])).toEqual([
    ['sign-in-anew', 'idp.signin.account-unlocked'],
  ]);
  expect(found.fixes[1]?.place).toEqual({ view: 'identity', account: 'bob' });
  expect(await sandbox.digest()).toBe(before);
});

async function statementJob(sandbox: Sandbox, scope: string, path: string) {
  const { issuer } = await sandbox.call('sandbox.info', {});
  const api = (await sandbox.call('world.get', {})).apis.find(({ id }) => id === 'accounts');
  const response = await fetch(`${issuer}/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: 'statement-job',
      client_secret: 'statement-job-sandbox-secret',
      resource: api?.resource ?? '',
      scope,
    }),
  });
  const { access_token: token } = (await response.json()) as { access_token: string };
  const call = () => fetch(`${api?.url}${path}`, { headers: { authorization: `Bearer ${token}` } });
  return { call };
}

async function lastDenial(sandbox: Sandbox) {
  const { events } = await sandbox.call('events.list', { types: ['gw.request.denied'], limit: 1 });
  return { flow: events[0]?.flow ?? '', span: events[0]?.span ?? '' };
}

test('a machine whose token lacks a scope: it asks for that one, with its registered secret', async () => {
  const sandbox = await runningSandbox();
  const { call } = await statementJob(sandbox, 'accounts:list', '/accounts/4711');
  expect((await call()).status).toBe(403);
  const found = await sandbox.call('fixes.find', await lastDenial(sandbox));
  expect(found.limits).toEqual([]);
  expect(found.others.map(({ id, rule }) => [id, rule])).toContainEqual(['new-token', 'gw.scope.required']);
  expect([...found.fixes, ...found.others].find(({ id }) => id === 'ask-scope')?.rule).not.toBe(
    'gw.scope.required',
  );
});

test('a machine whose token has expired: it asks for another one', async () => {
  const sandbox = await runningSandbox();
  const { call } = await statementJob(sandbox, 'accounts:list', '/accounts');
  await sandbox.call('clock.advance', { ms: 3600_000 });
  expect((await call()).status).toBe(401);
  const found = await sandbox.call('fixes.find', await lastDenial(sandbox));
  expect(found.fixes.map(({ id, privilege }) => [id, privilege])).toEqual([['new-token', 'none']]);
});

test('a bound token that came as Bearer: the application that holds the key calls with a fresh proof', async () => {
  const sandbox = await runningSandbox();
  await sandbox.play.signIn('alice', 'signet');
  const before = await sandbox.digest();
  const denied = await sandbox.call('requests.send', {
    persona: 'alice',
    api: 'accounts',
    method: 'GET',
    path: '/accounts',
    token: { kind: 'last', client: 'signet' },
  });
  const place = { flow: denied.flow ?? '', span: denied.span ?? '' };
  const found = await sandbox.call('fixes.find', place);
  expect(found.limits).toEqual([]);
  expect(found.unchanged?.passes).toBe(false);
  expect(found.fixes.map(({ id, privilege }) => [id, privilege])).toEqual([
    ['app-calls', 'none'],
    ['sign-in-again', 'none'],
  ]);
  expect(found.fixes[0]?.title).toBe('Let Signet make the call itself, with a fresh proof');
  const { fix, after } = await sandbox.call('fixes.try', { ...place, fix: 'app-calls' });
  expect(fix).toMatchObject({ passes: true, status: 200 });
  const rules = after.decisions.flatMap(({ reasons }) => reasons.map(({ rule }) => rule));
  expect(rules).toEqual(expect.arrayContaining(['gw.dpop.signature', 'gw.dpop.key', 'gw.dpop.replay']));
  expect(await sandbox.digest()).toBe(before);
});

test('a stolen bound refresh token: what helps is that its owner signs in again, and no proof by another key', async () => {
  const sandbox = await runningSandbox();
  await sandbox.play.signIn('bob', 'signet');
  const press = (path: string, fields: Record<string, string>) =>
    sandbox.verbs.press({ persona: 'mallory', app: 'notebook', path, fields });
  await press('/copy', { persona: 'bob', app: 'signet' });
  await press('/spend', { kind: 'refresh_token', proof: 'own' });
  const found = await sandbox.call('fixes.find', await lastRefusal(sandbox, 'idp.token.refused'));
  expect(found.limits.join(' ')).toContain('only Signet holds');
});
