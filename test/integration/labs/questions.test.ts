import { expect, test } from 'vitest';
import { OWN_PACK } from '../../support/own-pack.ts';
import { checkOf, packsWith, runningSandbox, stepOf } from './running-lab.ts';

const ref = { pack: OWN_PACK, lab: 'one' };
const quiz = { ...ref, step: 'quiz' };
const predict = { ...ref, step: 'predict' };

const LAB = {
  steps: [
    {
      id: 'quiz',
      title: 'Quiz',
      type: 'quiz',
      question: {
        text: 'Who reads an access token?',
        options: [
          { id: 'app', text: 'The application', explain: 'To it the token is opaque.' },
          { id: 'api', text: 'The API', explain: 'It is the audience.', correct: true },
          { id: 'person', text: 'The person', explain: 'She never sees it.' },
        ],
      },
    },
    {
      id: 'predict',
      title: 'Predict',
      type: 'predict',
      actor: 'alice',
      question: {
        text: 'What will the gateway answer?',
        options: [
          { id: 'yes', text: '200', explain: 'It never got a token.' },
          { id: 'no', text: '401', explain: 'No token, no entry.', correct: true },
        ],
      },
      checks: [
        {
          id: 'refused',
          kind: 'event',
          match: { type: 'gw.request.denied', by: 'anyone', rule: 'gw.credential.present' },
          feedback: { missing: 'Send the request.' },
        },
      ],
    },
  ],
};
const SOLUTION = {
  steps: {
    predict: [{ 'gateway.request': { persona: 'alice', api: 'accounts', path: '/accounts', token: 'none' } }],
  },
};
const BUTTONS =
  '```action gateway.request\nid: send\npersona: alice\napi: accounts\npath: /accounts\ntoken: none\n```\n';
const packs = () => packsWith(LAB, SOLUTION, { predict: `Look first.\n\n${BUTTONS}` });

test('a wrong answer is explained, recorded and no end; the right one passes the step and explains the others', async () => {
  const { call } = await runningSandbox({ packs: packs() });
  let lab = await call('labs.open', ref);
  expect(stepOf(lab, 'quiz').question).toMatchObject({ settled: false, tries: 0 });
  expect(JSON.stringify(stepOf(lab, 'quiz'))).not.toMatch(/opaque|audience|correct/);

  lab = await call('labs.answer', { ...quiz, options: ['app'] });
  expect(stepOf(lab, 'quiz').status).toBe('open');
  expect(stepOf(lab, 'quiz').question).toMatchObject({ tries: 1, right: false, settled: false });
  expect(stepOf(lab, 'quiz').question?.options).toEqual([
    { id: 'app', text: 'The application', chosen: true, explain: 'To it the token is opaque.' },
    { id: 'api', text: 'The API', chosen: false },
    { id: 'person', text: 'The person', chosen: false },
  ]);
  expect(checkOf(lab, 'quiz', 'quiz-answer')).toMatchObject({
    status: 'fail',
    feedback: 'To it the token is opaque.',
  });

  lab = await call('labs.answer', { ...quiz, options: ['api'] });
  expect(stepOf(lab, 'quiz').status).toBe('passed');
  expect(stepOf(lab, 'quiz').question).toMatchObject({ tries: 2, right: true, settled: true });
  expect(stepOf(lab, 'quiz').question?.options[2]).toMatchObject({
    explain: 'She never sees it.',
    correct: false,
  });
  const { events } = await call('events.list', { types: ['lab.answer.given'] });
  expect(events.map(({ data }) => [data.step, data.options, data.right])).toEqual([
    ['quiz', ['app'], false],
    ['quiz', ['api'], true],
  ]);
  await expect(call('labs.answer', { ...quiz, options: ['app'] })).rejects.toMatchObject({
    code: 'lab.answer.settled',
  });
});

test('what is no answer is refused and changes nothing', async () => {
  const { call } = await runningSandbox({ packs: packs() });
  await call('labs.open', ref);
  for (const options of [['nobody'], ['app', 'api'], ['api', 'nobody']]) {
    await expect(call('labs.answer', { ...quiz, options })).rejects.toMatchObject({
      code: 'lab.answer.unknown',
    });
  }
  expect(stepOf(await call('labs.current', {}), 'quiz').question).toMatchObject({ tries: 0 });
});

test('answers outlive a restart', async () => {
  const dir = packs();
  const one = await runningSandbox({ packs: dir });
  await one.call('labs.open', ref);
  await one.call('labs.answer', { ...quiz, options: ['person'] });
  await one.stop();
  const two = await runningSandbox({ packs: dir, dataDir: one.dataDir });
  const lab = await two.call('labs.current', {});
  expect(stepOf(lab, 'quiz').question).toMatchObject({ tries: 1, right: false });
  expect(stepOf(lab, 'quiz').question?.options[2]).toMatchObject({
    chosen: true,
    explain: 'She never sees it.',
  });
});

test('a prediction comes before the act, counts from then on, and never stands in the way', async () => {
  const { call, play } = await runningSandbox({ packs: packs() });
  await call('labs.open', ref);
  let lab = await call('labs.goto', predict);
  await expect(call('labs.act', { ...predict, action: 'send' })).rejects.toMatchObject({
    code: 'lab.predict-first',
  });
  // Beside the lab one may do as one likes; it proves nothing.
  await play.request();
  lab = await call('labs.check', predict);
  expect(checkOf(lab, 'predict', 'refused').status).not.toBe('pass');

  lab = await call('labs.answer', { ...predict, options: ['yes'] });
  expect(stepOf(lab, 'predict').status).toBe('open');
  expect(stepOf(lab, 'predict').question).toMatchObject({ tries: 1, settled: false });
  expect(stepOf(lab, 'predict').question?.right).toBeUndefined();
  expect(JSON.stringify(stepOf(lab, 'predict').question)).not.toMatch(/never got|correct/);
  const { events } = await call('events.list', { types: ['lab.answer.given'] });
  expect(JSON.stringify(events)).not.toContain('right');
  await expect(call('labs.answer', { ...predict, options: ['no'] })).rejects.toMatchObject({
    code: 'lab.answer.settled',
  });

  await call('labs.act', { ...predict, action: 'send' });
  lab = (await call('labs.current', {})) ?? lab;
  expect(stepOf(lab, 'predict').status).toBe('passed');
  expect(stepOf(lab, 'predict').question).toMatchObject({ settled: true, right: false });
  expect(stepOf(lab, 'predict').question?.options).toMatchObject([
    { id: 'yes', chosen: true, correct: false, explain: 'It never got a token.' },
    { id: 'no', chosen: false, correct: true, explain: 'No token, no entry.' },
  ]);

  // Anew: predicted anew.
  lab = await call('labs.reset-step', predict);
  expect(stepOf(lab, 'predict').question).toMatchObject({ tries: 0, settled: false });
});

test('a step with a question can be skipped: it is answered, and what was predicted is done', async () => {
  const { call } = await runningSandbox({ packs: packs() });
  await call('labs.open', ref);
  await call('labs.skip', quiz);
  const lab = await call('labs.skip', predict);
  expect(stepOf(lab, 'quiz').question).toMatchObject({ settled: true, right: true });
  expect(stepOf(lab, 'predict').question).toMatchObject({ settled: true, right: true });
  expect(lab.finished).toBe(true);
});

const SCOPES = ['openid', 'profile', 'accounts:list', 'accounts:read'];
const GUARDED = {
  steps: [
    {
      id: 'change',
      title: 'Change',
      type: 'configure',
      actor: 'alice',
      checks: [
        {
          id: 'asks',
          kind: 'state',
          path: 'applications/online-banking/requestedScopes',
          op: 'only',
          value: SCOPES,
          feedback: { value: 'Only these.' },
        },
        {
          id: 'nothing-else',
          kind: 'changed-only',
          allow: ['applications/online-banking/requestedScopes'],
          feedback: { touched: 'Something else was touched.' },
        },
        {
          id: 'nobody-signs-in',
          kind: 'never',
          match: { type: 'idp.signin.succeeded', by: 'anyone' },
          feedback: { happened: 'Nobody was to sign in.' },
        },
      ],
    },
  ],
};
const GUARDED_SOLUTION = {
  steps: { change: [{ 'client.set': { client: 'online-banking', requestedScopes: SCOPES } }] },
};
const change = { ...ref, step: 'change' };

test('what only forbids holds no sooner than the rest, and then lets the step pass', async () => {
  const { call } = await runningSandbox({ packs: packsWith(GUARDED, GUARDED_SOLUTION) });
  const lab = await call('labs.open', ref);
  expect(stepOf(lab, 'change').checks.map(({ status }) => status)).toEqual(['pending', 'pending', 'pending']);
  await call('apps.update', { clientId: 'online-banking', requestedScopes: SCOPES });
  expect(stepOf(await call('labs.check', change), 'change').status).toBe('passed');
});

test('what must not be touched is named with what it was and is, and where it was changed', async () => {
  const { call } = await runningSandbox({ packs: packsWith(GUARDED, GUARDED_SOLUTION) });
  await call('labs.open', ref);
  await call('apps.update', { clientId: 'care-desk', rotateRefreshTokens: false });
  await call('apps.update', { clientId: 'online-banking', requestedScopes: SCOPES });
  const lab = await call('labs.check', change);
  const check = checkOf(lab, 'change', 'nothing-else');
  const { events } = await call('events.list', { types: ['config.changed'] });
  expect(check).toMatchObject({ status: 'fail', feedback: 'Something else was touched.' });
  expect(check.clauses).toMatchObject([
    {
      clause: 'applications/care-desk/rotateRefreshTokens',
      ok: false,
      seen: '`false`',
      evidence: [events[0]?.seq],
    },
  ]);
  expect(stepOf(lab, 'change').status).toBe('open');
  // Put back, it is as it was.
  await call('apps.update', { clientId: 'care-desk', rotateRefreshTokens: true });
  expect(stepOf(await call('labs.check', change), 'change').status).toBe('passed');
});

test('what must never happen is told with the event, and stands until the step is reset', async () => {
  const { call, play } = await runningSandbox({ packs: packsWith(GUARDED, GUARDED_SOLUTION) });
  await call('labs.open', ref);
  await play.signIn('bob', 'care-desk');
  await call('apps.update', { clientId: 'online-banking', requestedScopes: SCOPES });
  let lab = await call('labs.check', change);
  const [signIn] = (await call('events.list', { types: ['idp.signin.succeeded'] })).events;
  expect(checkOf(lab, 'change', 'nobody-signs-in')).toMatchObject({
    status: 'fail',
    feedback: 'Nobody was to sign in.',
    clauses: [{ clause: 'happened', ok: false, evidence: [signIn?.seq] }],
  });
  expect(stepOf(lab, 'change').status).toBe('open');
  await call('labs.reset-step', change);
  await call('apps.update', { clientId: 'online-banking', requestedScopes: SCOPES });
  lab = await call('labs.check', change);
  expect(stepOf(lab, 'change').status).toBe('passed');
});
