import { z } from 'zod';
import { idSchema, lineSchema, textSchema } from './ids.ts';
import { closed } from './validate.ts';

const optionSchema = closed('An option', {
  id: idSchema,
  text: lineSchema,
  /** Whether it is right: of a `quiz`, the answer; of a `predict`, what the sandbox will do. */
  correct: z.boolean().default(false),
  /** What somebody reads who chose it: why it is right, or where the thought went astray. */
  explain: textSchema,
});

/** What a step of type `quiz` or `predict` asks. */
export const questionSchema = closed('A question', {
  text: textSchema,
  /** Several options are right, and all of them together are the answer. */
  multiple: z.boolean().default(false),
  options: z.array(optionSchema).min(2).max(8),
});
export type Question = z.infer<typeof questionSchema>;

/** The options that together are the right answer. */
export function rightAnswer(question: Question): string[] {
  return question.options.filter((option) => option.correct).map((option) => option.id);
}
