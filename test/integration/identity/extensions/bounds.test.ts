import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SCRIPT_LIMITS } from '../../../../src-main/contract/extension-events.ts';
import { Accounts } from '../../../../src-main/store/accounts.ts';
import { startIdentity, type TestIdentity } from '../../../support/identity.ts';
import { callOwn, endpoint, handler, ranScripts } from '../../../support/scripts.ts';
import { registerErin } from '../../../support/workflow-api.ts';

/** The provider still answers, and so does a script. */
async function expectAlive(identity: TestIdentity): Promise<void> {
  await endpoint(identity, 'export default () => ({ body: "alive" })', {
    id: 'alive',
    path: 'alive',
    method: 'GET',
  });
  expect(await callOwn(identity, { path: 'alive', method: 'GET' })).toMatchObject({
    status: 200,
    body: 'alive',
  });
  expect((await fetch(`${identity.issuer}/.well-known/openid-configuration`)).status).toBe(200);
}

test.each([
  ['a loop without an end', 504, 'for (;;);'],
  ['a built-in function that looks at no clock', 504, 'return new Array(4e9).indexOf(1);'],
  ['a promise that nobody settles', 504, 'return new Promise(() => {});'],
  ['a regular expression that backtracks', 504, `return { body: /^(a+)+$/.test('a'.repeat(50) + 'b') };`],
  ['promises without an end', 504, 'return (async () => { for (;;) await null; })();'],
  ['a list without an end', 507, 'const all = []; for (;;) all.push([all]);'],
  ['a text without an end', 500, `let all = 'x'; for (;;) all += all;`],
  ['itself without an end', 500, 'return (function again() { return again(); })();'],
  ['an answer too long', 500, `return { body: 'x'.repeat(${SCRIPT_LIMITS.answerLength}) };`],
  ['an answer that goes round in a circle', 500, 'const body = {}; body.body = body; return { body };'],
  ['more calls than it may', 500, `for (;;) await call('GET', '/jwks');`],
  ['what is not there', 500, `return import('node:fs');`],
])('a script that tries %s ends, and nothing else does', { timeout: 30_000 }, async (_, status, body) => {
  const identity = await startIdentity();
  await endpoint(identity, `export default async () => {\n${body}\n}`);
  const answer = await callOwn(identity);
  expect(answer).toMatchObject({ status, type: 'application/problem+json' });
  expect(answer.body.rule).toMatch(/^idp\.extension\.(time|memory|sound|answer)$/);
  const [run] = await ranScripts(identity);
  expect(run).toMatchObject({ type: 'extension.failed', data: { rule: answer.body.rule } });
  await expectAlive(identity);
});

test('a console is kept short, and without secrets', async () => {
  const identity = await startIdentity();
  await endpoint(
    identity,
    `export default ({ body }) => {
      console.log(body.password, { password: body.password });
      for (let line = 0; line < 1000; line += 1) console.log('x'.repeat(5000));
      throw new Error('with ' + body.password);
    }`,
  );
  const answer = await callOwn(identity, { body: { password: 'mine alone' } });
  expect(answer.body.detail).toMatch(/^Error: with ‹password:/);
  const [run] = await ranScripts(identity);
  const lines = run?.data.console as string[];
  expect(lines).toHaveLength(SCRIPT_LIMITS.consoleLines + 1);
  expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(SCRIPT_LIMITS.consoleLineLength);
  expect(JSON.stringify(identity.events())).not.toContain('mine alone');
});

test('what a script does to built-in objects stays in its own world', async () => {
  const identity = await startIdentity();
  await endpoint(
    identity,
    `JSON.stringify = () => '"mine"';
    JSON.parse = () => 'mine';
    Promise.prototype.then = () => 'mine';
    String.prototype.slice = () => 'mine';
    Object.prototype.polluted = 'mine';
    Array.prototype.push = () => { throw new Error('mine'); };
    try { globalThis.call = () => 'mine'; } catch {}
    export default async () => ({ body: (await call('GET', '/jwks')).status });`,
  );
  expect(await callOwn(identity)).toMatchObject({ status: 200, body: 200 });
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  await expectAlive(identity);
});

test('a handler that hangs refuses the write in bounded time, and the next one runs', {
  timeout: 30_000,
}, async () => {
  const identity = await startIdentity();
  await handler(identity, 'PRE_ADD_USER', 'export default () => new Array(4e9).indexOf(1)');
  expect((await registerErin(identity)).status).toBe(504);
  expect(new Accounts(identity.core.store).byUsername('erin')).toBeUndefined();
  await handler(identity, 'PRE_ADD_USER', 'export default ({ at }) => ({ claims: { at } })');
  expect((await registerErin(identity)).status).toBe(201);
});

test('scripts see the time of the sandbox', async () => {
  const identity = await startIdentity();
  await identity.core.scheduler.advance(90 * 24 * 3600 * 1000);
  await endpoint(identity, 'export default () => ({ body: Date.now() })');
  const { body } = await callOwn(identity);
  expect(Math.abs(body - identity.core.clock.now())).toBeLessThan(60_000);
});

/** Pieces of which scripts are made, some of them hostile. */
const PIECE = fc.constantFrom(
  'let a = [];',
  'a.push(a.length);',
  'for (let i = 0; i < 1e9; i += 1);',
  'throw a;',
  'throw null;',
  'throw { get message() { for (;;); } };',
  'return a;',
  'return { status: 200, body: a };',
  'return { toJSON() { throw 1; } };',
  'await call("GET", "/jwks");',
  'await call(Symbol());',
  'await null;',
  'a = new Proxy({}, { get() { for (;;); } });',
  'a = new Array(4e9); a.reverse();',
  'a = "x".repeat(2 ** 22); a = a.split("");',
  'Object.defineProperty(Object.prototype, "then", { get() { throw a; } });',
  'globalThis.Promise = undefined;',
  'console.log(a, globalThis, Symbol("s"));',
  'eval("a = 1n ** 9n");',
  'a = new Uint8Array(2 ** 23);',
  'delete globalThis.JSON;',
  'class A extends null {} new A();',
  'label: for (;;) { break label; }',
  '}{',
);

test('random scripts never harm the sandbox', { timeout: 120_000 }, async () => {
  const identity = await startIdentity();
  await fc.assert(
    fc.asyncProperty(fc.array(PIECE, { minLength: 1, maxLength: 8 }), async (pieces) => {
      const source = `export default async () => {\n${pieces.join('\n')}\n}`;
      const readable = (await identity.provider.extensions.check(source)).length === 0;
      const kept = endpoint(identity, source);
      if (!readable) {
        await expect(kept).rejects.toMatchObject({ code: 'extension.unreadable' });
        return;
      }
      await kept;
      const { status } = await callOwn(identity);
      expect([200, 500, 504, 507]).toContain(status);
    }),
    { numRuns: Number(process.env.GATEHOUSE_RANDOM_SCRIPTS ?? 12), seed: 20261124 },
  );
  await expectAlive(identity);
});
