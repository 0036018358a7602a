import { expect, test } from 'vitest';
import { OWN_PACK } from '../../support/own-pack.ts';
import { checkOf, packsWith, runningSandbox, stepOf } from './running-lab.ts';

const ref = { pack: OWN_PACK, lab: 'one' };
const at = (step: string) => ({ ...ref, step });

const option = (id: string, more: object = {}) => ({
  id,
  text: `The ${id}`,
  explain: `Why the ${id} is where it is.`,
  ...more,
});
const quiz = (id: string, question: object) => ({ id, title: id, type: 'quiz', question });

const LAB = {
  steps: [
    quiz('order', {
      text: 'In which order?',
      mode: 'order',
      options: ['verifier', 'challenge', 'code', 'tokens'].map((id) => option(id)),
    }),
    quiz('match', {
      text: 'Which belongs to which?',
      mode: 'match',
      targets: [
        { id: 'who', text: 'Who?' },
        { id: 'whom', text: 'For whom?' },
        { id: 'until', text: 'Until when?' },
      ],
      options: [
        option('iss', { target: 'who' }),
        option('aud', { target: 'whom' }),
        option('exp', { target: 'until' }),
      ],
    }),
    quiz('text', {
      text: 'What is such a token called?',
      mode: 'text',
      accept: ['bearer', 'bearer token'],
      explain: 'Whoever bears it may use it.',
      misses: [{ accept: ['jwt'], explain: 'That is a format.' }],
      otherwise: 'Look at the header.',
    }),
  ],
};
const packs = () => packsWith(LAB, { steps: {} });

test('things brought into order: shown mixed, told what stands wrong first, and right only as a whole', async () => {
  const { call } = await runningSandbox({ packs: packs() });
  let lab = await call('labs.open', ref);
  const ids = () => stepOf(lab, 'order').question?.options.map(({ id }) => id);
  const right = ['verifier', 'challenge', 'code', 'tokens'];
  expect(ids()).not.toEqual(right);
  expect([...(ids() ?? [])].sort()).toEqual([...right].sort());
  expect(JSON.stringify(stepOf(lab, 'order'))).not.toContain('Why the');

  const wrong = ['verifier', 'code', 'challenge', 'tokens'];
  lab = await call('labs.answer', { ...at('order'), options: wrong });
  expect(checkOf(lab, 'order', 'order-answer')).toMatchObject({
    status: 'fail',
    feedback: 'Why the code is where it is.',
  });
  const question = stepOf(lab, 'order').question;
  expect(question).toMatchObject({ settled: false, right: false, given: wrong });
  expect(question?.options.filter(({ explain }) => explain).map(({ id }) => id)).toHaveLength(2);

  lab = await call('labs.answer', { ...at('order'), options: right });
  expect(stepOf(lab, 'order').status).toBe('passed');
  expect(ids()).toEqual(right);
  expect(stepOf(lab, 'order').question?.options.every(({ explain }) => explain)).toBe(true);
});

test('things matched: each wrong pair is told its own explanation', async () => {
  const { call } = await runningSandbox({ packs: packs() });
  await call('labs.open', ref);
  await call('labs.goto', at('match'));
  let lab = await call('labs.answer', { ...at('match'), options: ['iss=who', 'exp=whom', 'aud=until'] });
  expect(checkOf(lab, 'match', 'match-answer').feedback).toBe('Why the aud is where it is.');
  const told = stepOf(lab, 'match').question?.options.filter(({ explain }) => explain);
  expect(told?.map(({ id }) => id)).toEqual(['aud', 'exp']);
  lab = await call('labs.answer', { ...at('match'), options: ['exp=until', 'iss=who', 'aud=whom'] });
  expect(stepOf(lab, 'match').status).toBe('passed');
  const { events } = await call('events.list', { types: ['lab.answer.given'] });
  expect(events.at(-1)?.data.words).toEqual([
    'The iss – Who?',
    'The aud – For whom?',
    'The exp – Until when?',
  ]);
});

test('an answer in one’s own words: spelling of no meaning is overlooked, known mistakes are explained', async () => {
  const { call } = await runningSandbox({ packs: packs() });
  await call('labs.open', ref);
  await call('labs.goto', at('text'));
  const answer = (text: string) => call('labs.answer', { ...at('text'), options: [text] });
  let lab = await answer('JWT');
  expect(stepOf(lab, 'text').question).toMatchObject({ right: false, said: 'That is a format.' });
  lab = await answer('cookie');
  expect(stepOf(lab, 'text').question).toMatchObject({ tries: 2, said: 'Look at the header.' });
  expect(checkOf(lab, 'text', 'text-answer').feedback).toBe('Look at the header.');
  expect(JSON.stringify(stepOf(lab, 'text'))).not.toContain('bearer');
  lab = await answer('  “Bearer   Token”. ');
  expect(stepOf(lab, 'text').question).toMatchObject({ settled: true, said: 'Whoever bears it may use it.' });
  expect(stepOf(lab, 'text').status).toBe('passed');
});

test.each([
  ['order', ['verifier', 'challenge', 'code']],
  ['order', ['verifier', 'verifier', 'code', 'tokens']],
  ['order', ['verifier', 'challenge', 'code', 'nobody']],
  ['match', ['iss=who', 'aud=whom']],
  ['match', ['iss=who', 'iss=whom', 'exp=until']],
  ['match', ['iss=who', 'aud=whom', 'exp=never']],
  ['match', ['iss', 'aud', 'exp']],
  ['text', ['   ']],
  ['text', ['bearer', 'token']],
  ['text', ['x'.repeat(201)]],
])('what is no answer to a question of mode %s is refused: %j', async (step, options) => {
  const { call } = await runningSandbox({ packs: packs() });
  await call('labs.open', ref);
  await call('labs.goto', at(step));
  await expect(call('labs.answer', { ...at(step), options })).rejects.toMatchObject({
    code: 'lab.answer.unknown',
  });
  expect(stepOf(await call('labs.current', {}), step).question).toMatchObject({ tries: 0 });
});

test('steps of every mode can be skipped, and their solution is told in words', async () => {
  const { call } = await runningSandbox({ packs: packs() });
  await call('labs.open', ref);
  for (const step of ['order', 'match', 'text']) await call('labs.skip', at(step));
  const lab = await call('labs.reveal', at('order'));
  expect(lab.finished).toBe(true);
  expect(stepOf(lab, 'order').solution).toEqual([
    { text: 'Answer “The verifier”, then “The challenge”, then “The code”, then “The tokens”' },
  ]);
});
