import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  explanations,
  readAnswer,
  rightAnswer,
  wrongAnswers,
} from '../../../src-main/labs/format/question-answers.ts';
import { type Question, questionSchema } from '../../../src-main/labs/format/question-schema.ts';

const ids = fc.uniqueArray(fc.stringMatching(/^[a-z][a-z0-9-]{0,6}$/), { minLength: 3, maxLength: 8 });
const option = (id: string, more: object = {}) => ({
  id,
  text: id.toUpperCase(),
  explain: `why ${id}`,
  ...more,
});
const order = ids.map((all) =>
  questionSchema.parse({ text: 'q', mode: 'order', options: all.map((id) => option(id)) }),
);
const match = ids.map((all) =>
  questionSchema.parse({
    text: 'q',
    mode: 'match',
    targets: all.map((id) => ({ id: `t-${id}`, text: id })),
    options: all.map((id) => option(id, { target: `t-${id}` })),
  }),
);
const choose = ids.map((all) =>
  questionSchema.parse({ text: 'q', options: all.map((id, index) => option(id, { correct: index === 1 })) }),
);
const text = fc
  .uniqueArray(fc.stringMatching(/^[a-z][a-z ]{0,9}[a-z]$/), { minLength: 2, maxLength: 6 })
  .map((all) =>
    questionSchema.parse({ text: 'q', mode: 'text', accept: all, explain: 'yes', otherwise: 'no' }),
  );
const question: fc.Arbitrary<Question> = fc.oneof(order, match, choose, text);

describe('answers to questions of every mode', () => {
  it('the right one is right', () => {
    fc.assert(
      fc.property(question, (one) => {
        expect(readAnswer(one, rightAnswer(one))?.right).toBe(true);
      }),
    );
  });

  it('each wrong one is taken, is wrong, and is told something', () => {
    fc.assert(
      fc.property(question, (one) => {
        for (const { given, explain } of wrongAnswers(one)) {
          const answer = readAnswer(one, given);
          expect(answer?.right).toBe(false);
          expect(explain).toBeDefined();
          expect(Object.values(explanations(one))).toContain(explain);
        }
      }),
    );
  });

  it('any other order is wrong', () => {
    const shuffled = order.chain((one) =>
      fc.tuple(fc.constant(one), fc.shuffledSubarray(rightAnswer(one), { minLength: one.options.length })),
    );
    fc.assert(
      fc.property(shuffled, ([one, given]) => {
        expect(readAnswer(one, given)?.right).toBe(given.join() === rightAnswer(one).join());
      }),
    );
  });

  it('whatever is given, it is an answer or it is not: nothing throws', () => {
    fc.assert(
      fc.property(question, fc.array(fc.string({ maxLength: 300 }), { maxLength: 9 }), (one, given) => {
        const answer = readAnswer(one, given);
        expect(answer === undefined || answer.members.length > 0).toBe(true);
      }),
    );
  });
});
