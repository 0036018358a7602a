import { z } from 'zod';
import { questionModeSchema } from '../../contract/lab-questions.ts';
import { idSchema, lineSchema, textSchema } from './ids.ts';
import { closed } from './validate.ts';

const optionSchema = closed('An option', {
  id: idSchema,
  text: lineSchema,
  /** Whether it is right: of a `quiz`, the answer; of a `predict`, what the sandbox will do. */
  correct: z.boolean().default(false),
  /** Mode `match`: the target that belongs to it. */
  target: idSchema.optional(),
  /** What somebody reads who chose or placed it: why it is right, or where the thought went astray. */
  explain: textSchema,
});

const missSchema = closed('A miss', {
  /** Texts that many people will write. */
  accept: z.array(lineSchema).min(1).max(20),
  explain: textSchema,
});

/** What a step of type `quiz` or `predict` asks. */
export const questionSchema = closed('A question', {
  text: textSchema,
  mode: questionModeSchema.default('choose'),
  /** Mode `choose`: several options are right, and all of them together are the answer. */
  multiple: z.boolean().default(false),
  /** Mode `order`: in the right order. */
  options: z.array(optionSchema).max(8).default([]),
  /** Mode `match`: what the options are to be matched with. */
  targets: z
    .array(closed('A target', { id: idSchema, text: lineSchema }))
    .max(8)
    .default([]),
  /** Mode `text`: what is right, in every wording that counts. */
  accept: z.array(lineSchema).max(20).default([]),
  /** Mode `text`: capitals and small letters are not the same. */
  exact: z.boolean().default(false),
  /** Mode `text`: what is wrong in a way that is worth explaining. */
  misses: z.array(missSchema).max(12).default([]),
  /** Mode `text`: why the answer is right. */
  explain: textSchema.optional(),
  /** Mode `text`: what is told to any other answer. */
  otherwise: textSchema.optional(),
});
export type Question = z.infer<typeof questionSchema>;
