import { z } from 'zod';
import { flowViewSchema } from './flow.ts';
import { jsonObjectSchema } from './json.ts';

/**
 * What a change gives away, from nothing to more than was asked for: `none` (only what the caller had before), `narrow`
 * (just what this request needs), `wide` (also something else, or for somebody else).
 */
export const privilegeSchema = z.enum(['none', 'narrow', 'wide']);
export type Privilege = z.infer<typeof privilegeSchema>;

/** Where in the window a change can be made for real: a view of the stage or a place of its own, and what to look at. */
export const fixPlaceSchema = z.object({
  view: z.enum(['browser', 'request', 'configure', 'settings', 'identity']),
  client: z.string().optional(),
  /** The account to look at, in `identity`. */
  account: z.string().optional(),
});
export type FixPlace = z.infer<typeof fixPlaceSchema>;

/** At what time a fork tries: that of the refused hop, or the present time of the sandbox. */
export const fixTimeSchema = z.enum(['hop', 'now']);
export type FixTime = z.infer<typeof fixTimeSchema>;

/** One single change that was tried on a fork, by the parts that decide. */
export const triedFixSchema = z.object({
  /** Names the change within its search: `fixes.try` takes it. */
  id: z.string(),
  /** The change, as an order: “Ask for the scope accounts:read at sign-in”. */
  title: z.string(),
  /** What it means, and what it gives away. */
  detail: z.string(),
  privilege: privilegeSchema,
  place: fixPlaceSchema.optional(),
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
  /** The virtual time at which the forks stood, ms, and which one that is. */
  at: z.number(),
  time: fixTimeSchema,
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

const refusal = z.object({ flow: z.string(), span: z.string(), time: fixTimeSchema.default('hop') });

/** The methods of the search for fixes. */
export const fixMethods = {
  /** What single change would have let a refused hop pass, found on a fork of the state. Nothing real changes. */
  'fixes.find': {
    input: refusal.extend({
      /** A name of the caller's own making, by which the search can be stopped. */
      search: z.string().max(64).optional(),
    }),
    output: fixSearchSchema,
  },
  /** Stops a search: its fork is closed, and `fixes.find` rejects with `fix.stopped`. One that has ended is fine. */
  'fixes.stop': { input: z.object({ search: z.string().max(64) }), output: z.object({}).strict() },
  /** Tries one change that `fixes.find` named, on a new fork, and answers both runs. */
  'fixes.try': { input: refusal.extend({ fix: z.string() }), output: fixTrialSchema },
} as const;
