import { expect, test } from 'vitest';
import { checkOf, PACK, runningSandbox, stepOf } from './running-lab.ts';

const first = { pack: PACK, lab: 'sign-in-and-call' };
const second = { pack: PACK, lab: 'denied-for-scope' };

test('a check turns green by itself when the sandbox has seen it happen, and names the event', async () => {
  const { call, states } = await runningSandbox();
  await call('labs.open', first);
  await call('labs.goto', { ...first, step: 'sign-in' });
  const result = await call('labs.act', { ...first, step: 'sign-in', action: 'idp.login-1' });
  expect(result).toMatchObject({ ok: true, view: 'sequence' });
  const lab = await call('labs.current', {});
  expect(stepOf(lab, 'sign-in').status).toBe('passed');
  const check = checkOf(lab, 'sign-in', 'signed-in');
  const evidence = check.clauses[0]?.evidence[0] ?? 0;
  const { events } = await call('events.list', { after: evidence - 1, limit: 1 });
  expect(events[0]).toMatchObject({ type: 'idp.signin.succeeded', subject: 'alice', outcome: 'allowed' });
  // The window was told while it happened, not only at the end: the first check before the second.
  const partly = states.some(
    (state) =>
      checkOf(state, 'sign-in', 'signed-in').status === 'pass' &&
      checkOf(state, 'sign-in', 'session-at-app').status !== 'pass',
  );
  expect(partly).toBe(true);
});

test('another persona’s doing fails the check and says whose it was', async () => {
  const { call, play } = await runningSandbox();
  await call('labs.open', first);
  await call('labs.goto', { ...first, step: 'sign-in' });
  await play.signIn('bob');
  const lab = await call('labs.check', { ...first, step: 'sign-in' });
  const check = checkOf(lab, 'sign-in', 'signed-in');
  expect(check.status).toBe('fail');
  expect(check.feedback).toBe('Somebody signed in, but not Alice. Switch to Alice and sign her in.');
  expect(check.clauses.find((clause) => !clause.ok)).toMatchObject({
    clause: 'by',
    expected: 'Alice',
    seen: 'Bob',
  });
});

test('a refusal is told as a near miss: the rule, the event, and how near it came', async () => {
  const { call } = await runningSandbox();
  await call('labs.open', second);
  await call('labs.goto', { ...second, step: 'watch-it-fail' });
  await call('labs.skip', { ...second, step: 'watch-it-fail' });
  await call('labs.goto', { ...second, step: 'sign-in-again' });
  // The world was skipped ahead by one step only: the application still asks for too little.
  const result = await call('labs.act', { ...second, step: 'sign-in-again', action: 'app.call-api-2' });
  expect(result.data).toMatchObject({ status: 403 });
  const check = checkOf(await call('labs.current', {}), 'sign-in-again', 'same-call-allowed');
  const clause = check.clauses.find((candidate) => !candidate.ok);
  expect(clause).toMatchObject({ clause: 'outcome', seen: 'denied by `gw.scope.required`' });
  expect(check.feedback).toMatch(/^Still the old token/);
  expect(check.closest).toMatch(/rules before it passed$/);
  const { events } = await call('events.list', { after: (clause?.evidence[0] ?? 0) - 1, limit: 1 });
  expect(events[0]).toMatchObject({ type: 'gw.request.denied', subject: 'alice' });
});

test('what happened before a step was opened does not count', async () => {
  const { call, play } = await runningSandbox();
  await call('labs.open', first);
  await play.signIn('alice');
  const lab = await call('labs.goto', { ...first, step: 'sign-in' });
  expect(checkOf(lab, 'sign-in', 'signed-in').status).toBe('pending');
});

test('a lab starts from its own world: a session that Alice had elsewhere is ended first', async () => {
  const { call, play } = await runningSandbox();
  await play.signIn('alice', 'care-desk');
  await call('labs.open', first);
  await call('labs.goto', { ...first, step: 'sign-in' });
  await call('labs.act', { ...first, step: 'sign-in', action: 'idp.login-1' });
  expect(stepOf(await call('labs.current', {}), 'sign-in').status).toBe('passed');
});

test('a button shows the story of a check, and the token it is about', async () => {
  const { call, play } = await runningSandbox();
  await call('labs.open', first);
  const early = await call('labs.act', { ...first, step: 'code-exchange', action: 'trace.filter-1' });
  expect(early).toMatchObject({ ok: false, message: expect.stringMatching(/not happened yet/) });
  await call('labs.goto', { ...first, step: 'sign-in' });
  await call('labs.act', { ...first, step: 'sign-in', action: 'idp.login-1' });
  await play.signIn('bob');
  const shown = await call('labs.act', { ...first, step: 'code-exchange', action: 'trace.filter-1' });
  expect((await call('traces.flow', { flow: shown.flow ?? '' })).tokens[0]?.subject).toBe('alice');
  const token = await call('labs.act', { ...first, step: 'look-inside', action: 'token.inspect-2' });
  const handle = String((token.data as { handle: string }).handle);
  expect((await call('tokens.inspect', { token: handle })).registered).toMatchObject({
    kind: 'id',
    account: 'alice',
  });
});

test('“Check” answers silence, too', async () => {
  const { call } = await runningSandbox();
  await call('labs.open', first);
  await call('labs.goto', { ...first, step: 'sign-in' });
  const lab = await call('labs.check', { ...first, step: 'sign-in' });
  expect(checkOf(lab, 'sign-in', 'signed-in').feedback).toMatch(/^The provider has seen no sign-in by Alice/);
});

test('hints come in order, one at a time, and the last stays the last', async () => {
  const { call } = await runningSandbox();
  await call('labs.open', first);
  const shown: string[][] = [];
  for (let count = 0; count < 4; count++) {
    const lab = await call('labs.hint', { ...first, step: 'sign-in' });
    shown.push(stepOf(lab, 'sign-in').hints.map((hint) => hint.id));
  }
  expect(shown).toEqual([['h1'], ['h1', 'h2'], ['h1', 'h2', 'h3'], ['h1', 'h2', 'h3']]);
});

test('a lab played to its end shows what to take home, and the log tells its story', async () => {
  const { call } = await runningSandbox();
  let lab = await call('labs.open', second);
  for (const step of lab.steps) {
    await call('labs.goto', { ...second, step: step.id });
    if (step.type === 'read') lab = await call('labs.done', { ...second, step: step.id });
    else lab = await call('labs.skip', { ...second, step: step.id });
  }
  expect(lab.finished).toBe(true);
  expect(lab.closing).toMatch(/What to take home/);
  expect(stepOf(lab, 'sign-in-again')).toMatchObject({
    status: 'skipped',
    checks: [{ status: 'pass' }, { status: 'pass' }],
  });
  const world = await call('world.get', {});
  const app = world.applications.find(({ clientId }) => clientId === 'online-banking');
  expect(app?.requestedScopes).toEqual(['openid', 'profile', 'accounts:list', 'accounts:read']);
  const { events } = await call('events.list', {
    limit: 5000,
    types: ['lab.opened', 'lab.step.opened', 'lab.verb.played'],
  });
  expect(events[0]?.type).toBe('lab.opened');
  expect(events.filter(({ type }) => type === 'lab.step.opened')).toHaveLength(lab.steps.length);
});

test('commands for a lab that is not open, a step or a button that does not exist, are refused by name', async () => {
  const { call } = await runningSandbox();
  await expect(call('labs.open', { pack: PACK, lab: 'nope' })).rejects.toMatchObject({ code: 'lab.unknown' });
  await expect(call('labs.goto', { ...first, step: 'sign-in' })).rejects.toMatchObject({
    code: 'lab.not-open',
  });
  await call('labs.open', first);
  await expect(call('labs.goto', { ...first, step: 'nope' })).rejects.toMatchObject({
    code: 'lab.step.unknown',
  });
  await expect(call('labs.act', { ...first, step: 'sign-in', action: 'nope' })).rejects.toMatchObject({
    code: 'lab.action.unknown',
  });
  await expect(call('labs.done', { ...first, step: 'sign-in' })).rejects.toMatchObject({
    code: 'lab.step.has-checks',
  });
});
