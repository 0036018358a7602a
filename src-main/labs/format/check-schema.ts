import { z } from 'zod';
import { eventTypeSchema, outcomeSchema } from '../../contract/events.ts';
import { durationSchema } from './duration.ts';
import { expectationSchema } from './expectation.ts';
import { idSchema, lineSchema, textSchema } from './ids.ts';
import { closed, open } from './validate.ts';

/** Which event is meant. Everything that is given must hold. */
export const matchSchema = closed('A match', {
  type: eventTypeSchema,
  /** The persona whose doing it must be. Default: the step's `actor`. `anyone` lifts it. */
  by: z.string().optional(),
  /** The recorded actor, exactly: `persona:alice`, `app:online-banking`. */
  actor: expectationSchema.optional(),
  subject: expectationSchema.optional(),
  node: expectationSchema.optional(),
  outcome: outcomeSchema.optional(),
  /** The application: `data.client`. */
  client: expectationSchema.optional(),
  /** It belongs to the same story as what passed that other check of the lab. */
  flow: closed('flow', { of: idSchema }).optional(),
  /** The rule that settled it. */
  rule: expectationSchema.optional(),
  /** Members of the event's `data`, by name; a dot goes deeper. */
  data: z.record(z.string(), expectationSchema).optional(),
});
export type Match = z.infer<typeof matchSchema>;

/** Texts by the clause that failed: `missing`, `by`, `client`, `outcome`, `rule`, `flow`, `data.path`, `at.2`, `value`… */
const feedbackSchema = z.record(z.string().regex(/^[\w.:/-]+$/), textSchema);

const named = {
  title: lineSchema.optional(),
  /** What its cell says once it holds, where the step shows a grid. */
  short: lineSchema.optional(),
  weight: z.number().int().min(0).max(100).default(1),
  /** Where the window begins: at the opening of the step, or of the lab. */
  since: z.enum(['step', 'lab']).default('step'),
  arm: z.enum(['onStepOpen', 'onLabOpen']).default('onStepOpen'),
  /** Once passed it stays passed. `false`: it must still hold when the step passes. */
  sticky: z.boolean().default(true),
  feedback: feedbackSchema.default({}),
};

const base = { id: idSchema, ...named };

export const eventCheckSchema = open({
  kind: z.literal('event'),
  ...base,
  match: matchSchema,
  count: closed('count', {
    min: z.number().int().min(1).max(1000).default(1),
    max: z.number().int().min(1).max(1000).optional(),
  }).optional(),
});

export const sequenceCheckSchema = open({
  kind: z.literal('sequence'),
  ...base,
  events: z.array(matchSchema).min(2).max(20),
  same: z.enum(['flow', 'session', 'user', 'none']).default('flow'),
  /** From the first to the last, in virtual time. */
  within: durationSchema.optional(),
  /** Nothing of the listed types may come between. */
  strict: z.boolean().default(false),
});

export const STATE_OPERATORS = [
  'eq',
  'ne',
  'in',
  'contains',
  'excludes',
  'only',
  'exists',
  'missing',
  'gte',
  'lte',
  'prefix',
] as const;

export const stateCheckSchema = open({
  kind: z.literal('state'),
  ...base,
  path: z
    .string()
    .regex(/^[a-z-]+(\/[\w.:-]+)+$/i, 'A path looks like applications/online-banking/requestedScopes.'),
  op: z.enum(STATE_OPERATORS),
  value: z
    .union([
      z.string(),
      z.number(),
      z.boolean(),
      z.null(),
      z.array(z.union([z.string(), z.number(), z.boolean()])),
    ])
    .optional(),
});

export const tokenCheckSchema = open({
  kind: z.literal('token'),
  ...base,
  /** The newest of this kind that was issued in the window. */
  which: z.enum(['last access', 'last id', 'last refresh']),
  client: z.string().optional(),
  by: z.string().optional(),
  /** Only a token for this resource (RFC 8707). */
  audience: z.string().optional(),
  flow: closed('flow', { of: idSchema }).optional(),
  header: z.record(z.string(), expectationSchema).default({}),
  claims: z.record(z.string(), expectationSchema).default({}),
});

/** It did not happen: until something else happened, or else until all other checks of the step hold. */
export const neverCheckSchema = open({
  kind: z.literal('never'),
  ...base,
  match: matchSchema,
  /** From this event on it may happen. */
  until: matchSchema.optional(),
});

/** Nothing of the configuration was touched since the step was opened, but for what is allowed. */
export const changedOnlyCheckSchema = open({
  kind: z.literal('changed-only'),
  ...base,
  /** Paths as `applications/online-banking/requestedScopes`; a shorter one allows all that is below it. */
  allow: z
    .array(
      z
        .string()
        .regex(
          /^(applications|accounts|apis|governance|workflows)(\/[\w.:-]+){0,3}$/,
          'A path looks like applications/online-banking/requestedScopes.',
        ),
    )
    .default([]),
});

/** What was answered to the question of a step. */
export const answerCheckSchema = open({
  kind: z.literal('answer'),
  ...base,
  /** The step whose question it is. Default: the check's own. */
  step: idSchema.optional(),
  /** Answers that pass, each the options that must be chosen together. Default: any answer. */
  accept: z.array(z.array(idSchema).min(1)).min(1).optional(),
});

/**
 * The sandbox itself tries a call, on a fork that is thrown away: the persona signs in to the application there, and the
 * application calls. The learner's world is not touched.
 */
export const probeCheckSchema = open({
  kind: z.literal('probe'),
  ...base,
  as: z.string(),
  app: z.string(),
  request: closed('A request', {
    api: z.string(),
    method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']).default('GET'),
    path: z.string().startsWith('/').max(500),
    body: z.string().max(16_384).optional(),
  }),
  expect: closed('What is expected', {
    status: z.number().int().min(100).max(599),
    /** The rule that must have refused. */
    rule: z.string().optional(),
  }),
});

export type EventCheck = z.infer<typeof eventCheckSchema>;
export type SequenceCheck = z.infer<typeof sequenceCheckSchema>;
export type StateCheck = z.infer<typeof stateCheckSchema>;
export type TokenCheck = z.infer<typeof tokenCheckSchema>;
export type NeverCheck = z.infer<typeof neverCheckSchema>;
export type ChangedOnlyCheck = z.infer<typeof changedOnlyCheckSchema>;
export type AnswerCheck = z.infer<typeof answerCheckSchema>;
export type ProbeCheck = z.infer<typeof probeCheckSchema>;
interface CombinedCheck extends Omit<EventCheck, 'kind' | 'match' | 'count'> {
  kind: 'all' | 'any' | 'not' | 'atLeast';
  of: Check[];
  /** For `atLeast`. */
  n?: number;
}
export type CombinatorCheck = CombinedCheck;
export type Check =
  | EventCheck
  | SequenceCheck
  | StateCheck
  | TokenCheck
  | NeverCheck
  | ChangedOnlyCheck
  | AnswerCheck
  | ProbeCheck
  | CombinatorCheck;

const combinator = <K extends 'all' | 'any' | 'not' | 'atLeast'>(kind: K) =>
  open({
    kind: z.literal(kind),
    ...base,
    get of(): z.ZodArray<z.ZodType<Check>> {
      return z.array(checkSchema).min(1).max(10);
    },
    n: z.number().int().min(1).max(10).optional(),
  });

export const checkSchema: z.ZodType<Check> = z.lazy(() =>
  z.discriminatedUnion('kind', [
    eventCheckSchema,
    sequenceCheckSchema,
    stateCheckSchema,
    tokenCheckSchema,
    neverCheckSchema,
    changedOnlyCheckSchema,
    answerCheckSchema,
    probeCheckSchema,
    combinator('all'),
    combinator('any'),
    combinator('not'),
    combinator('atLeast'),
  ]),
) as z.ZodType<Check>;
