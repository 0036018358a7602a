import { z } from 'zod';
import { lineSchema } from '../format/ids.ts';
import { closed } from '../format/validate.ts';
import { defineVerb, done } from './verb.ts';

export const labAnswer = defineVerb({
  name: 'lab.answer',
  schema: closed('lab.answer', { options: z.array(lineSchema).min(1).max(8) }),
  label: (input) => `Answer ${input.options.join(', ')}`,
  mentions: () => ({}),
  async play(input, { answer }) {
    if (!answer) return { ok: false, message: 'There is no question to answer here.' };
    await answer(input.options);
    return done('The question is answered.');
  },
});
