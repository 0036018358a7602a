import { z } from 'zod';
import { flowViewSchema } from './flow.ts';
import { jsonObjectSchema } from './json.ts';

/**
 * What a change gives away, from nothing to more than was asked for: `none` (only what the caller had before), `narrow`
 * (just what this request needs), `wide` (also something else, or for somebody else).
 */
export const privilegeSchema = z.enum(['none', 'narrow', 'wide']);
export type Privilege = z.infer<typeof privilegeSchema>;

/** One single change that was tried on a fork, by the parts that decide. */
export const triedFixSchema = z.object({
  /** Names the change within its search: `fixes.try` takes it. */
  id: z.string(),
  /** The change, as an order: “Ask for the scope accounts:read at sign-in”. */
  title: z.string(),
  /** What it means, and what it gives away. */
  detail: z.string(),
  privilege: privilegeSchema,
  /** Whether the same wish was granted after the change. */
  passes: z.boolean(),
  /** How it ended: the status of the answer, where there is one. */
  status: z.number().int().optional(),
  /** Name of the rule that still refused. */
  rule: z.string().optional(),
  /** How it ended, in words. */
  ending: z.string(),
});
export type TriedFix = z.infer<typeof triedFixSchema>;

/** The answer to “what would have let it pass?”. */
export const fixSearchSchema = z.object({
  /** What was run again, in words. */
  wish: z.string(),
  /** The same once more without any change: it may pass by now. Absent where nothing could be run. */
  unchanged: z.object({ passes: z.boolean(), ending: z.string() }).optional(),
  /** The changes that flip the outcome, least privilege first. */
  fixes: z.array(triedFixSchema),
  /** What was tried and did not help. */
  others: z.array(triedFixSchema),
  /** What cannot be run again here, and why: keys and secrets that an outside client holds. */
  limits: z.array(z.string()),
});
export type FixSearch = z.infer<typeof fixSearchSchema>;

/** One change tried, with both runs: what happened, and what happens on the fork. */
export const fixTrialSchema = z.object({
  fix: triedFixSchema,
  before: flowViewSchema,
  after: flowViewSchema,
  /** What the tokens of the fork say, by their handle; one that is opaque is not here. Only the fork ever knew them. */
  claims: z.record(z.string(), jsonObjectSchema),
});
export type FixTrial = z.infer<typeof fixTrialSchema>;
