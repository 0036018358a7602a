import { z } from 'zod';

/** How a question is answered: by choosing, by bringing into order, by matching, or in one's own words. */
export const questionModeSchema = z.enum(['choose', 'order', 'match', 'text']);
export type QuestionMode = z.infer<typeof questionModeSchema>;

/** An option of a question. What is right is told only when there is nothing left to guess. */
const questionOptionSchema = z.object({
  id: z.string(),
  text: z.string(),
  /** Part of the newest answer. */
  chosen: z.boolean(),
  /** Why it is right, or where the thought went astray; for options that were answered, and at the end for all. */
  explain: z.string().optional(),
  /** Known once the question is settled. */
  correct: z.boolean().optional(),
});

/** The question of a step, with what was answered to it. */
export const questionStateSchema = z.object({
  /** `predict`: answered once, before acting, and settled by what then happens. */
  kind: z.enum(['quiz', 'predict']),
  mode: questionModeSchema,
  /** The check that the answer passes. */
  check: z.string(),
  text: z.string(),
  multiple: z.boolean(),
  /** Of mode `order`: mixed, and in the right order once it is settled. Of mode `text`: none. */
  options: z.array(questionOptionSchema),
  /** Of mode `match`: what the options are matched with. */
  targets: z.array(z.object({ id: z.string(), text: z.string() })),
  /** The newest answer, in the form that `labs.answer` takes. */
  given: z.array(z.string()),
  /** Of mode `text`: what is said to the newest answer. */
  said: z.string().optional(),
  /** Answers given so far. */
  tries: z.number().int(),
  /** Whether there is nothing left to answer or to wait for. */
  settled: z.boolean(),
  /** Whether the newest answer was right; of a prediction, once it is settled. */
  right: z.boolean().optional(),
});
export type QuestionState = z.infer<typeof questionStateSchema>;
