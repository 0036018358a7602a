import { describe, expect, test, vi } from 'vitest';
import type { JsonObject } from '../../../../../src-main/contract/json.ts';
import {
  after,
  blankRun,
  type Entry,
} from '../../../../../src-main/identity/workflows/custom/engine/run-state.ts';
import { CustomWorkflowStore } from '../../../../../src-main/store/workflows/custom-workflow-store.ts';
import { tempDir } from '../../../../support/temp-dir.ts';
import { openWorkflows } from '../../../../support/workflows.ts';
import { Kit } from '../../../rules/identity/kit.ts';

const NEW = { username: 'frida', name: 'Frida Berg', email: 'frida.berg@harbour.example' };
const HOUR = 3_600_000;

async function restarted(dataDir: string, port: number) {
  return openWorkflows({ dataDir, port });
}

async function opened() {
  const dataDir = tempDir();
  const workflows = await openWorkflows({ dataDir });
  const port = Number(new URL(workflows.identity.issuer).port);
  const stop = async () => {
    workflows.control.close();
    await workflows.identity.stop();
  };
  return { dataDir, port, workflows, stop };
}

test('a run that waits for a decision goes on after a restart, in its own story', async () => {
  const { dataDir, port, workflows, stop } = await opened();
  await workflows.start('onboarding', NEW, 'dave');
  const before = await workflows.newest();
  await stop();
  const again = await restarted(dataDir, port);
  const task = await again.task();
  await again.handlers['approvals.decide']({
    task: task.id,
    account: 'carol',
    action: 'APPROVE',
    comment: '',
  });
  // Connections of before the restart are gone; the step says that it may be sent again.
  await again.later(11_000);
  const after = await again.newest();
  expect(after).toMatchObject({ id: before.id, status: 'completed', flow: before.flow });
  const hop = again.identity
    .events('http.request')
    .find(({ data }) => String(data.target).startsWith('/scim2/Groups/'));
  expect(hop?.flow).toBe(before.flow);
});

test('timers are set anew: also one whose time was over while nothing ran', async () => {
  const { dataDir, port, workflows, stop } = await opened();
  workflows.define('  - { id: hold, wait: { for: 2h } }\n  - { id: more, wait: { for: 2h } }');
  await workflows.start('probe');
  await stop();
  const again = await restarted(dataDir, port);
  await again.later(HOUR);
  expect(await again.standing()).toEqual({ hold: 'waiting', more: 'pending' });
  await again.later(1.5 * HOUR);
  expect(await again.standing()).toEqual({ hold: 'done', more: 'waiting' });
});

/** The sandbox stops while the second call of a run is answered: the run never sees the end of it. */
async function cutOff(step: string) {
  const { dataDir, port, workflows, stop } = await opened();
  workflows.define(
    `  - { id: first, call: { path: /scim2/Groups, as: administrator, body: ${GROUP('first')} }, undo: { call: { method: POST, path: /nowhere } } }\n  - { id: look, ${step} }\n  - { id: last, set: { seen: "\${steps.look.id}" } }`,
  );
  const { core } = workflows.identity;
  const closing = core.log.subscribe((events) => {
    const asked = events.filter(({ type, data }) => type === 'http.request' && data.from === 'workflows');
    if (asked.some(({ data }) => JSON.stringify(data).includes('second'))) workflows.control.close();
  });
  await workflows.start('probe').catch(() => undefined);
  closing();
  await stop();
  const again = await restarted(dataDir, port);
  await again.control.settled();
  // Connections to the sandbox of before are broken, and noticed when they are used.
  for (let left = 5; left > 0; left -= 1)
    await fetch(`${again.identity.issuer}/.well-known/openid-configuration`).catch(() => undefined);
  return again;
}

const GROUP = (name: string) =>
  `{ schemas: ["urn:ietf:params:scim:schemas:core:2.0:Group"], displayName: ${name} }`;
const MAKE = `call: { path: /scim2/Groups, as: administrator, body: ${GROUP('second')} }, save: { id: answer.body.id }`;
const UNDO = `undo: { call: { method: DELETE, path: "/scim2/Groups/\${steps.look.id}", as: administrator } }`;

describe('a call that was under way when the sandbox stopped', () => {
  test('waits for somebody who says what became of it: done, with what later steps need', async () => {
    const again = await cutOff(MAKE);
    const run = await again.newest();
    expect(run.status).toBe('waiting');
    expect(run.standing).toContain('nobody knows whether the call of “look” arrived');
    expect(run.steps[1]).toMatchObject({ status: 'waiting', waitsFor: { kind: 'unknown', saves: ['id'] } });
    const settle = { id: run.id, step: 'look', as: 'done', values: { id: 'seen-by-hand' } } as const;
    const after = await again.handlers['workflows.settle'](settle);
    expect(after).toMatchObject({
      status: 'completed',
      steps: [{}, { attempts: 1 }, { got: { seen: 'seen-by-hand' } }],
    });
    expect(again.identity.events('workflow.settled')).toMatchObject([{ data: { step: 'look', as: 'done' } }]);
    await expect(again.handlers['workflows.settle'](settle)).rejects.toMatchObject({
      code: 'workflow.nothing-to-settle',
    });
  });

  test('is found by administrators, and by nobody else, who settle it over REST, once', async () => {
    const again = await cutOff(MAKE);
    const tasks = '/api/users/v2/me/approval-tasks';
    const as = async (persona: string, method: string, path: string, body?: JsonObject) =>
      again.send(method, path, body, await again.token(persona));
    const list = (await as('carol', 'GET', tasks)).body as unknown as JsonObject[];
    expect(list).toMatchObject([
      {
        presentationName: 'Did POST /scim2/Groups arrive?',
        taskType: 'NEEDS_SETTLEMENT',
        status: 'READY',
      },
    ]);
    expect((await as('bob', 'GET', tasks)).body).toEqual([]);
    expect(await again.handlers['outcomes.list']({ account: 'bob' })).toEqual([]);
    const [task] = await again.handlers['outcomes.list']({ account: 'carol' });
    expect(task).toMatchObject({
      call: 'POST /scim2/Groups',
      as: 'an administrator',
      attempts: 1,
      saves: ['id'],
      known: expect.stringContaining('nobody knows whether it arrived'),
      leadsTo: {
        done: expect.stringContaining('“last” comes next.'),
        undo: expect.stringContaining('“first”'),
      },
    });
    const state = `${tasks}/${task?.id}/state`;
    expect((await as('carol', 'GET', `${tasks}/${task?.id}`)).body).toMatchObject({ id: task?.id });
    expect((await as('bob', 'PUT', state, { action: 'DONE' })).status).toBe(403);
    expect((await as('carol', 'PUT', state, { action: 'APPROVE' })).status).toBe(400);
    expect((await as('carol', 'PUT', state, { action: 'DONE', values: { id: 'by-rest' } })).status).toBe(200);
    expect(await again.newest()).toMatchObject({
      status: 'completed',
      steps: [{}, {}, { got: { seen: 'by-rest' } }],
    });
    const late = await as('carol', 'PUT', state, { action: 'RETRY' });
    expect([late.status, late.body.detail]).toEqual([
      409,
      'Somebody has said already what became of this call.',
    ]);
    expect(again.identity.events('workflow.settled')).toMatchObject([
      { data: { step: 'look', as: 'done', by: 'carol' } },
    ]);
  });

  test('is settled on the page of whoever is signed in, who sees what was called and what each way leads to', async () => {
    const again = await cutOff(MAKE);
    const browser = again.identity.browser();
    await new Kit(again.identity).enter({}, 'carol', browser);
    const page = await browser.open(`${again.identity.issuer}/account/approvals`);
    for (const said of [
      'POST /scim2/Groups',
      'nobody knows whether it arrived',
      'happens twice',
      '“last” comes next.',
    ])
      expect(page.text).toContain(said);
    expect((await browser.submit(page, {})).status).toBe(400);
    expect((await browser.submit(page, { 'value.id': 'by-page' }, 'done')).text).toContain('counts as done');
    expect(await again.newest()).toMatchObject({
      status: 'completed',
      steps: [{}, {}, { got: { seen: 'by-page' } }],
    });
    const late = await browser.submit(page, {}, 'retry');
    expect([late.status, late.text]).toEqual([409, expect.stringContaining('Somebody has said already')]);
  });

  test('is sent again at somebody’s word, and taken back at another’s, as far as it can be', async () => {
    const sent = await cutOff(MAKE);
    const { id } = await sent.newest();
    const once = await sent.handlers['workflows.settle']({ id, step: 'look', as: 'retry', values: {} });
    expect(once.steps[1]?.attempts).toBe(2);
    const other = await cutOff(`${MAKE}, ${UNDO}`);
    const run = await other.newest();
    const back = await other.handlers['workflows.settle']({
      id: run.id,
      step: 'look',
      as: 'undo',
      values: {},
    });
    // Both were tried; of the second nobody knows the id, and that is told.
    expect(back).toMatchObject({
      status: 'failed',
      steps: [{ undo: { status: 'failed' } }, { undo: { status: 'failed' } }, {}],
    });
  });

  test.each([
    [
      'GET',
      'call: { method: GET, path: "/scim2/Groups?filter=displayName%20eq%20%22second%22", as: administrator }, save: { id: answer.status }',
      'completed',
    ],
    [
      'idempotent: true',
      `${MAKE.replace('as: administrator', 'as: administrator, idempotent: true, expect: [201, 409]').replace('answer.body.id', 'answer.status')}`,
      'completed',
    ],
    ['onUnknown: retry', `${MAKE}, onUnknown: retry`, undefined],
    ['onUnknown: undo', `${MAKE}, onUnknown: undo`, 'failed'],
  ])('%s: goes on without anybody', async (_, step, status) => {
    const again = await cutOff(step);
    const run = await again.newest();
    expect(run.status).not.toBe('waiting');
    if (status !== undefined) expect(run.status).toBe(status);
    // Connections of before the restart may be gone, so that it is sent more than once more.
    if (status === 'failed') {
      expect(run.steps[0]?.undo).not.toBeNull();
      expect(run.steps[1]?.attempts).toBe(1);
    } else expect(run.steps[1]?.attempts).toBeGreaterThanOrEqual(2);
  });

  test('with retries that are safe it is tried again after its pause', async () => {
    const again = await cutOff(
      `${MAKE.replace('body:', 'expect: [201, 409], body:').replace('answer.body.id', 'answer.status')}, retry: { times: 4, wait: 10s, factor: 1, safe: true }`,
    );
    expect((await again.newest()).steps[1]?.waitsFor).toMatchObject({ kind: 'retry', attempt: 2 });
    for (let pauses = 0; pauses < 4; pauses += 1) await again.later(11_000);
    expect((await again.newest()).status).toBe('completed');
  });
});

test('the same request under the same key is the same run; another input under it is refused', async () => {
  const { workflows } = await opened();
  workflows.define('  - { id: hold, wait: { for: 1h } }', {
    start: 'endpoint: { path: probe, access: anyone, input: { a: { type: number }, b: { type: number } } }',
  });
  const ask = (input: { a?: number; b?: number }, key = '"once"') =>
    workflows.start('probe', input, undefined, { 'idempotency-key': key });
  const [first, again, other] = [
    await ask({ a: 1, b: 2 }),
    await ask({ b: 2, a: 1 }),
    await ask({ a: 1 }, 'two'),
  ];
  expect([first.status, again.body.run === first.body.run, other.body.run === first.body.run]).toEqual([
    202,
    true,
    false,
  ]);
  expect(await ask({ a: 2 })).toMatchObject({ status: 422, body: { code: 'key_reused' } });
  expect(await ask({ a: 2 }, '"not\n"'.replace('\n', '\u00e9'))).toMatchObject({ status: 422 });
  expect(await workflows.handlers['workflows.runs']({ limit: 10 })).toHaveLength(2);
});

test('what is damaged is mended where it can be, told where not, and keeps nothing else from going on', async () => {
  const { dataDir, port, workflows, stop } = await opened();
  workflows.define('  - { id: hold, wait: { for: 1h } }');
  await workflows.start('probe');
  const hurt = await workflows.newest();
  await workflows.start('probe');
  workflows.define('  - { id: other, wait: { for: 1h } }', {
    id: 'beyond',
    start: 'endpoint: { path: beyond, access: anyone }',
  });
  const { store } = workflows.identity.core;
  store.transaction(() => {
    store
      .prepare(
        "UPDATE custom_workflow SET definition = '{\"work' WHERE id IN ('probe', 'beyond', 'onboarding')",
      )
      .run();
    store.prepare("UPDATE custom_workflow SET yaml = 'work: [' WHERE id IN ('beyond', 'onboarding')").run();
    store.prepare("UPDATE workflow_run SET definition = 'x' WHERE id = ?").run(hurt.id);
  });
  await stop();
  const again = await restarted(dataDir, port);
  const kept = await again.handlers['workflows.list']({});
  expect(kept.map(({ id }) => id)).toEqual(['onboarding', 'role-request', 'partner-registration', 'probe']);
  expect(kept[0]).toMatchObject({ changed: false });
  const told = again.identity.events('workflow.failed').map(({ data }) => data);
  expect(told).toMatchObject([{ workflow: 'beyond' }, { run: hurt.id }]);
  expect(() => again.handlers['workflows.run']({ id: hurt.id })).toThrow(/cannot be shown/);
  // Accounts still change, other runs go on, and the name can be written anew.
  await again.later(1.5 * HOUR);
  expect((await again.newest('probe')).status).toBe('completed');
  again.define('  - { id: other, wait: { for: 1h } }', {
    id: 'beyond',
    start: 'endpoint: { path: beyond, access: anyone }',
  });
  // A connection of before the restart may be the first that is tried.
  await again.start('beyond').catch(() => undefined);
  expect((await again.start('beyond')).status).toBe(202);
  expect(new CustomWorkflowStore(again.identity.core.store).runs.entries(hurt.id).length).toBeGreaterThan(1);
});

test('a disk that is full stops a run before its next entry; with room again it goes on, and nothing is done twice', async () => {
  const { workflows } = await opened();
  const large = 'x'.repeat(30_000);
  workflows.define(
    `  - { id: hold, wait: { for: 1h } }\n  - { id: much, set: { text: ${large} } }\n  - { id: mail, message: { to: alice, subject: once, text: one } }`,
  );
  await workflows.start('probe');
  const { core } = workflows.identity;
  const most = (pages: number) => core.store.prepare(`PRAGMA max_page_count = ${pages}`).get();
  core.store.transaction(() => core.store.prepare('SELECT 1').get());
  most(1);
  const later = core.scheduler.advance(1.5 * HOUR).catch(() => undefined);
  await vi.waitFor(async () => {
    const [run] = await workflows.handlers['workflows.runs']({ limit: 1 });
    expect(run?.status).toBe('running');
  });
  most(1_000_000);
  await later;
  await workflows.control.settled();
  expect(await workflows.newest()).toMatchObject({
    status: 'completed',
    steps: [{ status: 'done' }, { status: 'done', attempts: 0 }, { status: 'done' }],
  });
  const mails = workflows.identity.events('message.sent').filter(({ data }) => data.subject === 'once');
  expect(mails).toHaveLength(1);
});

test('a run is what its entries say, and nothing else', async () => {
  const { workflows } = await opened();
  await workflows.start('onboarding', NEW, 'dave');
  const task = await workflows.task();
  await workflows.handlers['approvals.decide']({
    task: task.id,
    account: 'carol',
    action: 'REJECT',
    comment: 'no',
  });
  const { id, definition, status } = await workflows.newest();
  const store = new CustomWorkflowStore(workflows.identity.core.store);
  const folded = store.runs
    .entries(id)
    .reduce((state, { at, entry }) => after(state, entry as unknown as Entry, at), blankRun(definition));
  expect(status).toBe('rejected');
  expect(folded).toEqual(store.runs.get(id)?.state);
});
