import { z } from 'zod';
import { flowViewSchema } from './flow.ts';
import { FORK_METHODS } from './fork-limits.ts';
import { jsonObjectSchema, jsonSchema } from './json.ts';
import { snapshotSchema } from './status.ts';

/** A copy of the state with parts of its own, in which a person tries things apart from the live sandbox. */
export const forkSchema = z.object({
  id: z.string(),
  name: z.string(),
  /** What it is a fork of: a snapshot by its name; absent for the state as it was when the fork was opened. */
  snapshot: z.string().optional(),
  /** Virtual time inside, ms since the epoch, at the moment of the answer; and virtual minus real, ms. */
  now: z.number(),
  offset: z.number(),
  /** Wall time at which it was opened, and at which it is closed if nobody uses it, ms. */
  openedAt: z.number(),
  closesAt: z.number(),
  /** How many stories have happened in it. */
  stories: z.number().int(),
});
export type Fork = z.infer<typeof forkSchema>;

/** What a persona does by her browser inside of a fork, where no browser of a person reaches. */
export const forkActSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('sign-in'),
    persona: z.string(),
    app: z.string(),
    password: z.string().max(200).optional(),
    consent: z.enum(['allow', 'deny']).default('allow'),
  }),
  z.object({ kind: z.literal('sign-out'), persona: z.string(), app: z.string() }),
  z.object({
    kind: z.literal('call'),
    persona: z.string(),
    app: z.string(),
    api: z.string(),
    method: z.string(),
    path: z.string(),
    body: z.string().max(65536).optional(),
  }),
]);
export type ForkAct = z.infer<typeof forkActSchema>;

/** What came of an act. A refusal is a result. */
export const forkDeedSchema = z.object({
  ok: z.boolean(),
  /** In words. */
  summary: z.string(),
  /** The story in the fork. */
  flow: z.string(),
  status: z.number().int().optional(),
});

const ref = z.object({ id: z.string() });
const none = z.object({}).strict();

/** The methods by which forks are opened, used and closed. Nothing but `forks.adopt` and `forks.keep` changes the live sandbox. */
export const forkMethods = {
  'forks.list': { input: none, output: z.array(forkSchema) },
  /** Opens a fork of a snapshot, or of the state as it is; at a virtual time (ms), or at that of its origin. */
  'forks.open': {
    input: z.object({
      snapshot: z.string().optional(),
      at: z.number().int().optional(),
      name: z.string().trim().min(1).max(80).optional(),
    }),
    output: forkSchema,
  },
  /** Asks a fork what one asks the live sandbox; see {@link FORK_METHODS}. */
  'forks.call': {
    input: ref.extend({ method: z.enum(FORK_METHODS), params: jsonSchema }),
    output: jsonSchema,
  },
  'forks.act': { input: ref.extend({ act: forkActSchema }), output: forkDeedSchema },
  /** Runs a recorded hop, or the sign-in of a recorded story, of the live log again inside of a fork. */
  'forks.replay': {
    input: ref.extend({ flow: z.string(), span: z.string().optional() }),
    output: forkDeedSchema.extend({ what: z.string() }),
  },
  /** A story of the live sandbox and one of the fork, with what the tokens of each claim, by their handles. */
  'forks.compare': {
    input: ref.extend({ live: z.string(), flow: z.string() }),
    output: z.object({
      live: flowViewSchema,
      fork: flowViewSchema,
      claims: z.record(z.string(), jsonObjectSchema),
    }),
  },
  /** Keeps the state of a fork as a snapshot of the live sandbox. */
  'forks.keep': { input: ref.extend({ name: z.string().trim().min(1).max(80) }), output: snapshotSchema },
  /** Makes the state of a fork the live one, after a snapshot of what was, and closes the fork. */
  'forks.adopt': { input: ref, output: z.object({ notes: z.array(z.string()) }) },
  /** Closes a fork and removes its files. */
  'forks.close': { input: ref, output: none },
} as const;
