import { expect, test } from 'vitest';
import { parse } from 'yaml';
import type { Core } from '../../../src-main/events/core.ts';
import type { NewEvent } from '../../../src-main/events/recorder.ts';
import { Snapshots } from '../../../src-main/events/snapshots.ts';
import { judge, typesOf } from '../../../src-main/labs/checks/judge.ts';
import type { Verdict } from '../../../src-main/labs/checks/verdict.ts';
import { groundPorts } from '../../../src-main/labs/core-ports.ts';
import { EventWindow } from '../../../src-main/labs/engine/event-window.ts';
import { checkSchema } from '../../../src-main/labs/format/check-schema.ts';
import { Applications } from '../../../src-main/store/applications.ts';
import { IssuedTokens } from '../../../src-main/store/issued-tokens.ts';
import { testCore } from '../../support/core.ts';
import { tempDir } from '../../support/temp-dir.ts';

/** A check as a pack writes it, judged on a real log. */
function judgeOn(core: Core, yaml: string, flowsOf: Record<string, string[]> = {}): Verdict {
  const keeper = { readAll: async () => [], replaceAll: async () => [] };
  const ports = groundPorts(core, new Snapshots(core, tempDir(), keeper));
  const check = checkSchema.parse({ id: 'c', ...parse(yaml) });
  const window = new EventWindow(ports.feed, typesOf(check), 0);
  return judge(check, {
    events: window.read(),
    actor: 'alice',
    place: { pack: 'p', lab: 'l', step: 's' },
    state: ports.state,
    tokens: ports.tokens,
    rootOf: ports.feed.rootOf,
    flowsOf: (id) => flowsOf[id],
  });
}

const allowed = (change: Partial<NewEvent> = {}): NewEvent => ({
  type: 'gw.request.allowed',
  outcome: 'allowed',
  actor: 'persona:alice',
  subject: 'alice',
  flow: 'f1',
  data: { client: 'online-banking', api: 'accounts' },
  ...change,
});

const CALL =
  'kind: event\nmatch: { type: gw.request.allowed, client: online-banking, flow: { of: signed-in }, data: { api: accounts } }';
const SIGNED_IN = { 'signed-in': ['f1'] };

test('an event check passes for the right persona, application and story', () => {
  const core = testCore();
  core.recorder.record(allowed());
  expect(judgeOn(core, CALL, SIGNED_IN)).toMatchObject({ status: 'pass', evidence: [1], flows: ['f1'] });
});

test.each<[string, Partial<NewEvent>, string, string]>([
  ['another persona', { actor: 'persona:bob', subject: 'bob' }, 'by', 'Bob'],
  ['another persona with her token', { actor: 'persona:mallory' }, 'by', 'Mallory, as Alice'],
  ['another application', { data: { client: 'care-desk', api: 'accounts' } }, 'client', '`care-desk`'],
  ['another story', { flow: 'f2' }, 'flow', 'another story'],
  ['another API', { data: { client: 'online-banking', api: 'cards' } }, 'data.api', '`cards`'],
])('%s is a near miss that names its clause, what was seen and the event', (_what, change, clause, seen) => {
  const core = testCore();
  core.recorder.record(allowed(change));
  const verdict = judgeOn(core, CALL, SIGNED_IN);
  expect(verdict.status).toBe('fail');
  expect(verdict.failed).toEqual([clause]);
  expect(verdict.clauses.find((one) => !one.ok)).toMatchObject({ clause, seen, evidence: [1] });
});

test('an outside client that acts for the persona counts; a story that joined another is one with it', () => {
  const core = testCore();
  core.recorder.record(allowed({ actor: 'outside', flow: 'younger' }));
  core.correlator.relearn(
    core.log.list({ limit: 1 }).map((event) => ({
      ...event,
      type: 'flow.joined' as const,
      data: { joined: 'younger', flow: 'f1' },
    })),
  );
  expect(judgeOn(core, CALL, SIGNED_IN).status).toBe('pass');
});

test('a refusal is the near miss of a permission, with the rule that settled it and how near it came', () => {
  const core = testCore();
  core.recorder.record(
    allowed({
      type: 'gw.request.denied',
      outcome: 'denied',
      reasons: [
        { rule: 'gw.token.signature', outcome: 'pass' },
        { rule: 'gw.token.audience', outcome: 'pass' },
        { rule: 'gw.scope.required', outcome: 'fail' },
      ],
    }),
  );
  const verdict = judgeOn(core, CALL, SIGNED_IN);
  expect(verdict).toMatchObject({
    status: 'fail',
    failed: ['outcome:gw.scope.required', 'outcome'],
    closest: 'the 2 rules before it passed',
  });
});

test('of several tries the nearest is told, and of equals the newest', () => {
  const core = testCore();
  core.recorder.record(allowed({ actor: 'persona:bob', subject: 'bob', flow: 'f9' }));
  core.recorder.record(allowed({ data: { client: 'online-banking', api: 'cards' } }));
  core.recorder.record(allowed({ data: { client: 'online-banking', api: 'payments' } }));
  expect(judgeOn(core, CALL, SIGNED_IN).evidence).toEqual([3]);
});

test('counts have an upper end', () => {
  const core = testCore();
  for (let count = 0; count < 3; count++) core.recorder.record(allowed());
  expect(judgeOn(core, `${CALL}\ncount: { min: 1, max: 2 }`, SIGNED_IN)).toMatchObject({
    status: 'fail',
    failed: ['count'],
  });
  expect(judgeOn(core, `${CALL}\ncount: { min: 3 }`, SIGNED_IN).status).toBe('pass');
});

const SEQUENCE = `kind: sequence
events:
  - { type: idp.signin.succeeded }
  - { type: idp.code.consumed, client: online-banking }
  - { type: gw.request.allowed, data: { api: accounts } }`;
const signIn = (flow: string): NewEvent => allowed({ type: 'idp.signin.succeeded', flow, data: {} });
const exchange = (flow: string): NewEvent => allowed({ type: 'idp.code.consumed', outcome: 'ok', flow });

test('a sequence passes in order and in one story; out of order or across stories it does not', () => {
  const right = testCore();
  for (const event of [signIn('f1'), exchange('f1'), allowed()]) right.recorder.record(event);
  expect(judgeOn(right, SEQUENCE)).toMatchObject({ status: 'pass', evidence: [1, 2, 3] });

  const across = testCore();
  for (const event of [signIn('f1'), exchange('f2'), allowed()]) across.recorder.record(event);
  expect(judgeOn(across, SEQUENCE).status).toBe('pending');

  const backwards = testCore();
  for (const event of [allowed(), exchange('f1'), signIn('f1')]) backwards.recorder.record(event);
  expect(judgeOn(backwards, SEQUENCE).status).toBe('pending');
});

test('half a sequence is no failure; a wrong next event is, and names its place', () => {
  const core = testCore();
  for (const event of [signIn('f1'), exchange('f1')]) core.recorder.record(event);
  expect(judgeOn(core, SEQUENCE)).toMatchObject({ status: 'pending', closest: '2 of 3 in order' });
  core.recorder.record(allowed({ data: { client: 'online-banking', api: 'cards' } }));
  const verdict = judgeOn(core, SEQUENCE);
  expect(verdict.status).toBe('fail');
  expect(verdict.failed).toEqual(['at.2.data.api', 'at.2', 'missing']);
});

test('a sequence can be bound to a time of the virtual clock, and to nothing in between', async () => {
  const core = testCore();
  core.recorder.record(signIn('f1'));
  await core.scheduler.advance(60_000);
  for (const event of [exchange('f1'), allowed()]) core.recorder.record(event);
  expect(judgeOn(core, `${SEQUENCE}\nwithin: 30s`)).toMatchObject({ status: 'fail', failed: ['within'] });
  expect(judgeOn(core, `${SEQUENCE}\nwithin: 2m`).status).toBe('pass');

  const busy = testCore();
  for (const event of [signIn('f1'), signIn('f1'), exchange('f1'), allowed()]) busy.recorder.record(event);
  expect(judgeOn(busy, SEQUENCE).status).toBe('pass');
  expect(judgeOn(busy, `${SEQUENCE}\nstrict: true`)).toMatchObject({ status: 'fail', failed: ['strict'] });
});

test('a state check reads the live state: silent before a change, plain after a wrong one', () => {
  const core = testCore();
  const applications = new Applications(core.store);
  const save = (requestedScopes: string[]): void =>
    applications.save({
      clientId: 'bank',
      kind: 'spa',
      name: 'Bank',
      about: '',
      metadata: {},
      settings: { requestedScopes, allowedScopes: [], resources: [], rotateRefreshTokens: true, pkce: true },
      builtIn: true,
      position: 0,
    });
  const state = 'kind: state\npath: applications/bank/requestedScopes\nop: only\nvalue: [openid]';
  save(['openid', 'accounts:read']);
  expect(judgeOn(core, state).status).toBe('pending');
  core.recorder.record({ type: 'config.changed', outcome: 'ok', data: { client: 'bank' } });
  expect(judgeOn(core, state)).toMatchObject({
    status: 'fail',
    clauses: [{ expected: 'nothing but `openid`', seen: '`openid` `accounts:read`', evidence: [1] }],
  });
  save(['openid']);
  expect(judgeOn(core, state).status).toBe('pass');
  expect(judgeOn(core, 'kind: state\npath: applications/nobody/requestedScopes\nop: exists').status).toBe(
    'pending',
  );
});

test('a token check judges the newest token of the right kind, person and application', () => {
  const core = testCore();
  const register = new IssuedTokens(core.store);
  const issue = (account: string, client: string, scope: string): void => {
    const claims = Buffer.from(JSON.stringify({ scope, aud: 'urn:accounts' })).toString('base64url');
    const header = Buffer.from(JSON.stringify({ alg: 'ES256', typ: 'at+jwt' })).toString('base64url');
    const handle = core.vault.handle('access_token', `${header}.${claims}.${'s'.repeat(20)}${account}`);
    register.register({
      handle,
      kind: 'access',
      format: 'jwt',
      jti: undefined,
      grant: undefined,
      account,
      client,
      scope,
      audience: 'urn:accounts',
      flow: undefined,
      issuedAt: 1,
      expiresAt: undefined,
      revokedAt: undefined,
      revokedBy: undefined,
    });
    const data = { kind: 'access', client, handle, audience: 'urn:accounts' };
    core.recorder.record({
      type: 'idp.token.issued',
      outcome: 'ok',
      actor: `persona:${account}`,
      subject: account,
      data,
    });
  };
  const token =
    'kind: token\nwhich: last access\nclient: bank\nheader: { typ: at+jwt }\nclaims: { scope: { contains: list, excludes: pay } }';
  expect(judgeOn(core, token).status).toBe('pending');
  issue('bob', 'bank', 'list');
  expect(judgeOn(core, token)).toMatchObject({ status: 'fail', failed: ['by'] });
  issue('alice', 'bank', 'list pay');
  expect(judgeOn(core, token)).toMatchObject({ status: 'fail', failed: ['claims.scope'] });
  issue('alice', 'bank', 'list');
  expect(judgeOn(core, token).status).toBe('pass');
  expect(judgeOn(core, `${token}\naudience: urn:cards`)).toMatchObject({
    status: 'fail',
    failed: ['data.audience'],
  });
});

test('a token that is no longer kept is the lab’s trouble, not the learner’s', () => {
  const core = testCore();
  const data = { kind: 'access', client: 'bank', handle: '‹access_token:0123456789abcdef›' };
  core.recorder.record({
    type: 'idp.token.issued',
    outcome: 'ok',
    actor: 'persona:alice',
    subject: 'alice',
    data,
  });
  expect(judgeOn(core, 'kind: token\nwhich: last access').status).toBe('error');
});

test.each([
  ['all', '', 'pending'],
  ['any', '', 'pass'],
  ['not', '', 'fail'],
  ['atLeast', 'n: 1', 'pass'],
  ['atLeast', 'n: 2', 'pending'],
])('%s %s combines', (kind, more, status) => {
  const core = testCore();
  core.recorder.record(allowed());
  const yaml = `kind: ${kind}\n${more}\nof:
  - { id: seen, kind: event, match: { type: gw.request.allowed } }
  - { id: unseen, kind: event, match: { type: idp.logout.succeeded } }`;
  expect(judgeOn(core, yaml).status).toBe(status);
});
