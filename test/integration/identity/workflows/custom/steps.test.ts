import { describe, expect, test } from 'vitest';
import { Messages } from '../../../../../src-main/store/messages.ts';
import { openWorkflows, type Workflows } from '../../../../support/workflows.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;

const decide = (
  workflows: Workflows,
  task: string,
  account: string,
  action: 'APPROVE' | 'REJECT' | 'CLAIM' | 'RELEASE',
) => workflows.handlers['approvals.decide']({ task, account, action, comment: 'as agreed' });

describe('a call', () => {
  test('is a hop of the run’s story, and what it keeps is there for later steps', async () => {
    const workflows = await openWorkflows();
    workflows.define(`
  - id: look
    call: { method: GET, path: /scim2/Users/bob, as: administrator }
    save: { name: answer.body.displayName, first: 'answer.body.emails[0]' }
  - id: done
    end: { answer: { name: "\${steps.look.name}", text: "Hello \${steps.look.name}!", mail: "\${steps.look.first}" } }`);
    const answer = await workflows.start('probe');
    expect(answer).toMatchObject({
      status: 200,
      body: { name: 'Bob Tanaka', text: 'Hello Bob Tanaka!', mail: { value: 'bob.tanaka@mail.example' } },
    });
    const run = await workflows.newest();
    expect(run.steps[0]).toMatchObject({
      status: 'done',
      attempts: 1,
      sent: { method: 'GET', path: '/scim2/Users/bob', as: 'administrator' },
      got: { status: 200 },
    });
    const hops = workflows.identity.events('http.request').filter(({ flow }) => flow === run.flow);
    expect(hops.map(({ data }) => [data.from, data.target])).toEqual([
      ['outside', '/api/workflows/probe'],
      ['workflows', '/scim2/Users/bob'],
    ]);
    expect(run.seqs.length).toBeGreaterThanOrEqual(5);
    expect(run.steps[0]?.seqs).toHaveLength(2);
  });

  test('as the starter carries her own token', async () => {
    const workflows = await openWorkflows();
    workflows.define(`  - { id: me, call: { method: GET, path: /me, as: starter }, save: { sub: answer.body.sub } }
  - { id: done, end: { answer: { sub: "\${steps.me.sub}" } } }`);
    expect((await workflows.start('probe', {}, 'alice')).body).toEqual({ sub: 'alice' });
    expect((await workflows.start('probe')).status).toBe(502);
  });

  test('values in a path lead nowhere else', async () => {
    const workflows = await openWorkflows();
    workflows.define(
      `  - { id: look, call: { method: GET, path: "/scim2/Users/\${input.who}", as: administrator, expect: 404 } }`,
      {
        start: 'endpoint: { path: probe, access: anyone, input: { who: { required: true } } }',
      },
    );
    expect((await workflows.start('probe', { who: '../Groups?filter=x' })).status).toBe(200);
    expect((await workflows.newest()).steps[0]?.sent).toMatchObject({
      path: '/scim2/Users/..%2FGroups%3Ffilter%3Dx',
    });
  });

  test('that fails is tried again, each time later, and then the run fails', async () => {
    const workflows = await openWorkflows();
    workflows.define('  - { id: lost, call: { path: /nowhere }, retry: { times: 2, wait: 10s, factor: 3 } }');
    expect((await workflows.start('probe')).status).toBe(202);
    const attempts = async () => (await workflows.newest()).steps[0]?.attempts;
    expect(await attempts()).toBe(1);
    await workflows.later(9_000);
    expect(await attempts()).toBe(1);
    await workflows.later(1_500);
    expect(await attempts()).toBe(2);
    await workflows.later(29_000);
    expect((await workflows.newest()).steps[0]).toMatchObject({
      attempts: 2,
      waitsFor: { kind: 'retry', attempt: 3 },
    });
    await workflows.later(1_500);
    expect(await workflows.newest()).toMatchObject({
      status: 'failed',
      steps: [{ attempts: 3, error: 'It was answered 404.' }],
    });
  });
});

describe('conditions', () => {
  test('a step whose condition does not hold is skipped; one that cannot be worked out fails the run', async () => {
    const workflows = await openWorkflows();
    workflows.define(`  - { id: never, when: "1 > 2", set: { x: 1 } }
  - { id: always, when: "steps.never.status == 'skipped'", set: { y: "\${1 + 1}" } }
  - { id: done, end: { answer: "\${steps.always}" } }`);
    expect((await workflows.start('probe')).body).toMatchObject({ y: 2 });
    workflows.define('  - { id: broken, when: "steps.size() > account.age", set: { x: 1 } }');
    expect((await workflows.start('probe')).status).toBe(502);
    expect((await workflows.newest()).steps[0]?.error).toMatch(/No such key|overload|operator/i);
  });

  test('a step that fails may be left behind', async () => {
    const workflows = await openWorkflows();
    workflows.define(`  - { id: lost, call: { path: /nowhere }, onFail: continue }
  - { id: done, end: { answer: { ok: "\${steps.lost.ok}" } } }`);
    expect((await workflows.start('probe')).body).toEqual({ ok: false });
  });
});

describe('timers', () => {
  test('a wait ends on the virtual clock, to the second', async () => {
    const workflows = await openWorkflows();
    workflows.define(`  - { id: hold, wait: { for: 15m } }
  - { id: done, end: { answer: { at: "\${now}" } } }`);
    await workflows.start('probe');
    await workflows.later(15 * MINUTE - 1000);
    expect((await workflows.newest()).status).toBe('waiting');
    await workflows.later(DAY);
    const run = await workflows.newest();
    // The whole day passed at once; the run went on at its own time.
    expect((run.finishedAt ?? 0) - run.startedAt).toBeLessThan(16 * MINUTE);
  });

  test('an event ends a wait if it is the one that is meant', async () => {
    const workflows = await openWorkflows();
    workflows.define(`  - { id: lock, wait: { event: POST_LOCK_ACCOUNT, where: "event.account.username == 'bob'", within: 1h } }
  - { id: done, end: { answer: { who: "\${steps.lock.event.account.name}" } } }`);
    await workflows.start('probe');
    const lock = (id: string) => workflows.identity.provider.administration.act(id, { kind: 'lock' });
    await lock('alice');
    expect((await workflows.newest()).status).toBe('waiting');
    await lock('bob');
    expect(await workflows.newest()).toMatchObject({ status: 'completed', answer: { who: 'Bob Tanaka' } });
    await workflows.start('probe');
    await workflows.later(61 * MINUTE);
    expect(await workflows.newest()).toMatchObject({
      status: 'failed',
      steps: [{ error: 'POST_LOCK_ACCOUNT did not come in time.' }, {}],
    });
  });
});

describe('an event', () => {
  test('starts a workflow for its account, in the story of what caused it, if the condition holds', async () => {
    const workflows = await openWorkflows();
    workflows.define(
      `  - id: tell
    message: { to: "\${account.username}", subject: Locked, text: "Dear \${account.name}, your account was locked." }`,
      {
        start: "event: POST_LOCK_ACCOUNT\nwhen: account.groups.exists(g, g == 'customers')",
      },
    );
    await workflows.identity.provider.administration.act('dave', { kind: 'lock' });
    await workflows.control.settled();
    expect(await workflows.handlers['workflows.runs']({ limit: 10 })).toEqual([]);
    const { flow } = await workflows.identity.provider.administration.act('bob', { kind: 'lock' });
    const run = await workflows.newest();
    expect(run).toMatchObject({ status: 'completed', startedAs: 'POST_LOCK_ACCOUNT', flow });
    const [mail] = new Messages(workflows.identity.core.store).of('bob');
    expect(mail).toMatchObject({ subject: 'Locked', text: 'Dear Bob Tanaka, your account was locked.' });
  });
});

describe('an approval', () => {
  const ASK = `  - id: ask
    approval: { by: { group: help-desk }, text: "May it be?", within: 1h, onTimeout: fail }
  - { id: done, end: { answer: { by: "\${steps.ask.by}", comment: "\${steps.ask.comment}" } } }`;

  test('tells those who may decide, and one who claims it keeps the others off', async () => {
    const workflows = await openWorkflows();
    workflows.define(ASK);
    await workflows.start('probe');
    const task = await workflows.task();
    expect(task).toMatchObject({ people: ['carol', 'dave'], by: 'members of help-desk', status: 'READY' });
    expect(new Messages(workflows.identity.core.store).of('dave')[0]?.link).toMatch(/\/account\/approvals$/);
    expect(await decide(workflows, task.id, 'dave', 'CLAIM')).toMatchObject({
      status: 'RESERVED',
      claimedBy: 'dave',
    });
    await expect(decide(workflows, task.id, 'carol', 'APPROVE')).rejects.toMatchObject({
      code: 'idp.approval.claimed',
    });
    await decide(workflows, task.id, 'dave', 'RELEASE');
    await decide(workflows, task.id, 'carol', 'APPROVE');
    expect(await workflows.newest()).toMatchObject({
      status: 'completed',
      answer: { by: 'carol', comment: 'as agreed' },
    });
    await expect(decide(workflows, task.id, 'dave', 'REJECT')).rejects.toMatchObject({
      code: 'idp.approval.open',
    });
  });

  test('is listed for those who may decide alone, and by REST with their own token', async () => {
    const workflows = await openWorkflows();
    workflows.define(ASK);
    await workflows.start('probe');
    const { id } = await workflows.task();
    const list = async (persona: string) =>
      (
        await workflows.send(
          'GET',
          '/api/users/v2/me/approval-tasks',
          undefined,
          await workflows.token(persona),
        )
      ).body;
    expect(await list('alice')).toEqual([]);
    expect(await list('dave')).toMatchObject([{ id, status: 'READY', name: 'A probe' }]);
    const one = await workflows.send(
      'GET',
      `/api/users/v2/me/approval-tasks/${id}`,
      undefined,
      await workflows.token('alice'),
    );
    expect([one.status, one.body.code]).toEqual([404, 'task_unknown']);
  });

  test('is not opened by a token that was issued for an API, which the API could send as well', async () => {
    const workflows = await openWorkflows();
    workflows.define(ASK);
    await workflows.start('probe');
    const { id } = await workflows.task();
    const resource = 'https://api.harbour.example/accounts';
    const token = await workflows.token('carol', 'openid accounts:list', resource);
    const path = `/api/users/v2/me/approval-tasks/${id}/state`;
    const answer = await workflows.send('PUT', path, { action: 'APPROVE' }, token);
    expect([answer.status, answer.body.code]).toEqual([401, 'invalid_token']);
    expect((await workflows.task()).status).toBe('READY');
  });

  test('rejected, the run is rejected; not decided in time, it ends as it says', async () => {
    const workflows = await openWorkflows();
    workflows.define(ASK);
    await workflows.start('probe');
    await decide(workflows, (await workflows.task()).id, 'carol', 'REJECT');
    expect(await workflows.standing()).toEqual({ ask: 'done', done: 'pending' });
    expect((await workflows.newest()).status).toBe('rejected');
    await workflows.start('probe');
    await workflows.later(61 * MINUTE);
    expect((await workflows.newest()).status).toBe('failed');
    workflows.define(ASK.replace('onTimeout: fail', 'onTimeout: approve'));
    await workflows.start('probe');
    await workflows.later(61 * MINUTE);
    expect(await workflows.newest()).toMatchObject({ status: 'completed', answer: { by: null } });
  });

  test('of nobody who exists fails at once', async () => {
    const workflows = await openWorkflows();
    workflows.define('  - { id: ask, approval: { by: { person: zoe }, text: "?" } }');
    expect((await workflows.start('probe')).status).toBe(502);
    expect((await workflows.newest()).steps[0]?.error).toBe('Nobody may decide: there is no account “zoe”.');
  });

  test('is decided on the page of whoever is signed in', async () => {
    const workflows = await openWorkflows();
    workflows.define(ASK);
    await workflows.start('probe');
    const { issuer } = workflows.identity;
    const browser = workflows.identity.browser();
    expect((await browser.open(`${issuer}/account/approvals`)).text).toContain('Sign in first');
    const { Kit } = await import('../../../rules/identity/kit.ts');
    const kit = new Kit(workflows.identity);
    await kit.enter({}, 'carol', browser);
    const page = await browser.open(`${issuer}/account/approvals`);
    // What is asked, by whom, until when, and what each answer leads to.
    for (const said of [
      'May it be?',
      'not signed in',
      '<span>The workflow ends. There is nothing to take back.</span>',
      '<span>“done” comes next.</span>',
    ])
      expect(page.text).toContain(said);
    const { id } = await workflows.task();
    await decide(workflows, id, 'dave', 'CLAIM');
    const taken = await browser.open(`${issuer}/account/approvals`);
    expect([taken.text.includes('Dave'), taken.forms.length]).toEqual([true, 0]);
    // The page that she had open before: told what happened meanwhile, and nothing is decided.
    const late = await browser.submit(page, {}, 'approve');
    expect([late.status, late.text]).toEqual([409, expect.stringMatching(/Dave.* has taken it upon/)]);
    await decide(workflows, id, 'dave', 'RELEASE');
    expect((await browser.submit(page, {}, 'claim')).text).toContain('You took it');
    expect((await browser.submit(page, {})).status).toBe(400);
    const after = await browser.submit(page, { comment: 'by page' }, 'approve');
    expect(after.text).toContain('You approved it.');
    expect(after.text).toMatch(/Approved by Carol/);
    const again = await browser.submit(page, {}, 'reject');
    expect([again.status, again.text]).toEqual([409, expect.stringMatching(/approved by Carol.* already/)]);
    expect(await workflows.newest()).toMatchObject({
      status: 'completed',
      answer: { by: 'carol', comment: 'by page' },
    });
  });
});
