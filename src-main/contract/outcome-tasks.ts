import { z } from 'zod';
import { jsonObjectSchema } from './json.ts';

/** Ways to settle a call of which nobody knows whether it arrived. */
export const settlementSchema = z.enum(['retry', 'done', 'undo']);
export type Settlement = z.infer<typeof settlementSchema>;

/** What each of them leads to, in sentences. */
export const settlementConsequencesSchema = z.object({
  retry: z.string(),
  done: z.string(),
  undo: z.string(),
});
export type SettlementConsequences = z.infer<typeof settlementConsequencesSchema>;

/** A call of which nobody knows whether it arrived, for whoever has to say. Times are virtual, ms. */
export const outcomeTaskSchema = z.object({
  id: z.string(),
  run: z.string(),
  workflow: z.string(),
  workflowTitle: z.string(),
  step: z.string(),
  title: z.string(),
  /** Method and address of the call, and as whom it was made, in words. */
  call: z.string(),
  as: z.string(),
  /** When it was sent for the last time, and how often in all. */
  sentAt: z.number().nullable(),
  attempts: z.number().int(),
  /** Why its outcome is not known. */
  known: z.string(),
  /** What later steps need of the answer that was not seen. */
  saves: z.array(z.string()),
  /** Who started the run, in words. */
  askedBy: z.string(),
  leadsTo: settlementConsequencesSchema,
  /** Who may say, in words, and the account ids, twenty at most. */
  by: z.string(),
  people: z.array(z.string()),
  flow: z.string(),
});
export type OutcomeTask = z.infer<typeof outcomeTaskSchema>;

/** The methods by which people settle such calls. */
export const outcomeMethods = {
  /** Those that wait, the newest first; of an account: those that she may settle. */
  'outcomes.list': {
    input: z.object({ account: z.string().max(100).optional() }),
    output: z.array(outcomeTaskSchema),
  },
  /**
   * Settles one as an account: `retry` sends the call again, `done` takes it for done with these values, `undo` takes it and
   * all before it back. A refusal by a rule is thrown with the rule as its code.
   */
  'outcomes.settle': {
    input: z.object({
      task: z.string().max(100),
      account: z.string().max(100),
      as: settlementSchema,
      values: jsonObjectSchema.default({}),
    }),
    output: z.object({}).strict(),
  },
} as const;
