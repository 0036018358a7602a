import { z } from 'zod';

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
  /** The check that the answer passes. */
  check: z.string(),
  text: z.string(),
  multiple: z.boolean(),
  options: z.array(questionOptionSchema),
  /** Answers given so far. */
  tries: z.number().int(),
  /** Whether there is nothing left to answer or to wait for. */
  settled: z.boolean(),
  /** Whether the newest answer was right; of a prediction, once it is settled. */
  right: z.boolean().optional(),
});
export type QuestionState = z.infer<typeof questionStateSchema>;
