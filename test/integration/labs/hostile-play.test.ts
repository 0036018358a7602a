import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import type { Extension } from '../../../src-main/contract/extensions.ts';
import { startLabSandbox } from '../../../src-main/lab-sandbox.ts';
import { testPack } from '../../../src-main/labs/proof/test-pack.ts';
import { OWN_PACK, type OwnPack } from '../../support/own-pack.ts';
import { packsWith, runningSandbox } from './running-lab.ts';

/** What a pack can do at most, played by its own verbs; what can be seen without playing is for the linter. */
const DAY = 86_400_000;
const ref = { pack: OWN_PACK, lab: 'one' };
const REST = { id: 'rest', title: 'Rest', type: 'read' };
const packOf = (...setup: object[]): OwnPack => [{ setup, steps: [REST] }, { steps: {} }];
const script = (path: string, source: string): Extension => ({
  ...{ kind: 'endpoint', id: path, title: path, enabled: true, method: 'POST', path, access: 'anyone' },
  source,
});

const LOCKED_OUT = {
  accountLock: { attempts: 1, baseMinutes: 100_000, ratio: 100 },
  password: { minLength: 128 },
  recovery: { passwordEnabled: false, usernameEnabled: false },
  selfRegistration: { enabled: false },
} as const;

/** Each lets the other begin again, a second later. */
const pingPong = (id: string, event: string, locks: boolean) => `workflow: ${id}
title: ${id}
start: { event: ${event} }
steps:
  - { id: breathe, wait: { for: 1s } }
  - id: again
    call:
      method: PATCH
      path: /scim2/Users/alice
      as: administrator
      body:
        schemas: ["urn:ietf:params:scim:api:messages:2.0:PatchOp"]
        Operations: [{ op: replace, path: "urn:scim:wso2:schema:accountLocked", value: ${locks} }]
`;

const SCRIPTS: readonly [what: string, source: string][] = [
  ['spins', 'for (;;) {}'],
  ['takes all memory', 'const all = []; for (;;) all.push(new Array(100000).fill(1));'],
  ['calls itself', "await call('POST', '/ext/hostile', {});"],
  ['tries an expression that never ends', "/^(a+)+$/.test('a'.repeat(60) + 'b');"],
  ['reaches for its maker', "return this.constructor.constructor('return process')().exit(1);"],
  ['calls off the machine', "await call('GET', '//192.0.2.1/x');"],
];

/** A server that counts who comes. */
async function elsewhere(): Promise<{ url: string; hits: () => number }> {
  let hits = 0;
  const server = createServer((_, response) => {
    hits += 1;
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/cb`, hits: () => hits };
}

test('a hostile lab leads nowhere, ends by itself, shadows nothing, and everything is put back', async () => {
  const sandbox = await runningSandbox({
    packs: packsWith(...packOf({ 'governance.set': { change: LOCKED_OUT } })),
  });
  const { verbs } = sandbox;
  const send = async (method: string, path: string, body?: Record<string, never>) => {
    const given = { persona: 'mallory', method, path, headers: {}, keep: {}, ...(body && { body }) };
    return (await verbs.providerRequest({ ...given, authorization: 'none' })).status;
  };

  // An answer that leads elsewhere is not followed.
  const { url, hits } = await elsewhere();
  const { clientId } = await sandbox.call('apps.connect', {
    ...{ name: 'Elsewhere', kind: 'native', redirectUris: [url] },
  });
  const query = new URLSearchParams({
    ...{ client_id: clientId, redirect_uri: url, response_type: 'code', scope: 'openid' },
    ...{ prompt: 'none', code_challenge: 'x'.repeat(43), code_challenge_method: 'S256' },
  });
  expect(await send('GET', `/auth?${query}`)).toBe(303);
  expect(hits()).toBe(0);

  for (const [what, source] of SCRIPTS) {
    await verbs.saveExtension(script('hostile', `export default async () => { ${source} }`));
    expect(await send('POST', '/ext/hostile', {}), `a script that ${what}`).toBeGreaterThanOrEqual(400);
    expect(await send('GET', '/.well-known/openid-configuration'), `after it: ${what}`).toBe(200);
  }

  // An endpoint that is called like one of the provider's own takes nothing from it.
  await verbs.saveExtension(script('token', 'export default () => ({ status: 200, body: {} })'));
  expect(await send('POST', '/ext/token', {})).toBe(200);
  expect(await send('POST', '/token', {})).toBe(400);

  // Workflows that set off each other run out.
  await verbs.setWorkflow({ yaml: pingPong('ping', 'POST_LOCK_ACCOUNT', false) });
  await verbs.setWorkflow({ yaml: pingPong('pong', 'POST_UNLOCK_ACCOUNT', true) });
  await verbs.actOnAccount('alice', { kind: 'lock' });
  for (let second = 0; second < 12; second += 1) await verbs.advanceClock(1000);
  const all = await sandbox.call('workflows.runs', {});
  const runs = all.filter(({ title }) => /^p[io]ng$/.test(title));
  expect(runs.length).toBeGreaterThan(2);
  expect(runs.length).toBeLessThanOrEqual(6);
  expect(runs.filter(({ finishedAt }) => finishedAt === null)).toEqual([]);

  const { offset } = await sandbox.call('clock.get', {});
  await expect(verbs.advanceClock(20 * 365 * DAY)).rejects.toMatchObject({ code: 'clock.out-of-range' });
  expect((await sandbox.call('clock.get', {})).offset).toBe(offset);

  // Who locked everybody out has not locked out the person at the keyboard.
  const governance = await sandbox.call('governance.get', {});
  await sandbox.call('labs.open', ref);
  expect((await sandbox.call('governance.get', {})).accountLock.attempts).toBe(1);
  await sandbox.call('labs.reset', { scope: 'everything' });
  expect(await sandbox.call('governance.get', {})).toEqual(governance);
  expect(await verbs.signIn({ persona: 'alice', app: 'online-banking', consent: 'allow' })).toMatchObject({
    ok: true,
  });
});

test.each([
  ['a workflow', { 'workflow.set': { yaml: 'workflow: x\ntitle: X\nsteps: [{ id: a, loop: 1ms }]\n' } }],
  ['a script', { 'extension.set': { extension: script('broken', 'export default async () => {') } }],
])('%s that cannot be kept is told by the proof, with the file', async (_what, setup) => {
  const packs = packsWith(...packOf(setup));
  const [report] = await testPack(`${packs}/own`, { version: '0.1.0' }, (start) =>
    startLabSandbox({ ...start, version: '0.1.0' }),
  );
  expect(report?.ok).toBe(false);
  expect(report?.findings.find(({ severity }) => severity === 'error')).toMatchObject({
    file: 'labs/one/lab.yaml',
    rule: 'not-playable',
  });
});
