import { z } from 'zod';
import { jsonObjectSchema } from '../../contract/json.ts';
import { realNow } from '../../events/clock.ts';

/** Version of the file. A file of an older version is migrated after a copy was put aside; of a newer one, left alone. */
export const PROGRESS_SCHEMA = 1;

const passedCheckSchema = z.object({
  /** Newest event of the log when it passed. */
  at: z.number().int(),
  evidence: z.array(z.number().int()),
  flows: z.array(z.string()),
});

const answerSchema = z.object({ options: z.array(z.string()), right: z.boolean() });

const stepProgressSchema = z.object({
  /** Content of the step when it was opened or passed. Another digest means that it was edited since. */
  digest: z.string(),
  status: z.enum(['open', 'passed', 'skipped']),
  /** It was passed once: it never blocks again, even while it is played anew. */
  everDone: z.boolean(),
  /** Events up to this `seq` do not count. */
  armedAt: z.number().int(),
  /** The snapshot that was taken before it. */
  snapshot: z.string().optional(),
  checks: z.record(z.string(), passedCheckSchema),
  hints: z.array(z.string()),
  /** Answers to the step's question, oldest first. */
  answers: z.array(answerSchema).default([]),
  /** The solution was shown. */
  revealed: z.boolean().default(false),
  /** Real time at which it was opened, ms since the epoch. */
  openedAt: z.number().default(0),
  /** Points that it earned. */
  earned: z.number().int().optional(),
  /** It was passed and lost its pass. */
  unsolved: z.boolean().optional(),
  /** The configuration as the step was opened, where a check compares with it. */
  baseline: jsonObjectSchema.optional(),
  /** Tries that failed a check. */
  attempts: z.number().int(),
  /** Virtual time at which it was passed, ms. */
  doneAt: z.number().optional(),
});
export type StepProgress = z.infer<typeof stepProgressSchema>;

/** Progress of a step that is opened now. */
export const newStepProgress = (digest: string, armedAt: number): StepProgress => ({
  digest,
  status: 'open',
  everDone: false,
  armedAt,
  checks: {},
  hints: [],
  answers: [],
  revealed: false,
  openedAt: realNow(),
  attempts: 0,
});

const labProgressSchema = z.object({
  current: z.string(),
  /** Events up to this `seq` were before the lab. */
  startedAt: z.number().int(),
  /** The snapshot of the world as the lab began. */
  start: z.string().optional(),
  /** The snapshot of the world as it was left for another lab, and the newest event then. */
  left: z.object({ snapshot: z.string(), at: z.number().int() }).optional(),
  /** While another lab had the world: events after the first `seq`, up to the second, do not count. */
  away: z.array(z.tuple([z.number().int(), z.number().int()])).default([]),
  steps: z.record(z.string(), stepProgressSchema),
});
export type LabProgress = z.infer<typeof labProgressSchema>;

const labKeySchema = z.object({ pack: z.string(), lab: z.string() });

export const progressSchema = z.object({
  schema: z.literal(PROGRESS_SCHEMA),
  profile: z.string(),
  /** The lab that is open, so that a restart opens it again. */
  open: labKeySchema.nullable(),
  /** The lab for which the world was set up last. */
  world: labKeySchema.nullable(),
  /** By `<pack>/<lab>`. */
  labs: z.record(z.string(), labProgressSchema),
});
export type Progress = z.infer<typeof progressSchema>;

/** Progress of somebody who has just arrived. */
export const newProgress = (profile: string): Progress => ({
  schema: PROGRESS_SCHEMA,
  profile,
  open: null,
  world: null,
  labs: {},
});

/** Brings data of an older version up to date, one version at a time. The list is empty while there is one version. */
export const PROGRESS_MIGRATIONS: readonly ((old: unknown) => unknown)[] = [];
