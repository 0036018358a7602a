import { z } from 'zod';
import { jsonObjectSchema, jsonSchema } from './json.ts';
import { questionStateSchema } from './lab-questions.ts';

export const stageViewSchema = z.enum([
  'browser',
  'sequence',
  'timeline',
  'token',
  'state',
  'request',
  'configure',
  /** The state chart of the account that the story is about. */
  'account',
  /** The newest workflow, built in or custom, as a sequence with the step that it waits for. */
  'workflow',
]);
export type StageView = z.infer<typeof stageViewSchema>;

export const stepTypeSchema = z.enum(['read', 'do', 'request', 'configure', 'predict', 'quiz']);
export type StepType = z.infer<typeof stepTypeSchema>;

/** One clause of a check: what it wants, what it saw, and where. */
export const clauseSchema = z.object({
  clause: z.string(),
  ok: z.boolean(),
  expected: z.string(),
  seen: z.string(),
  /** Events that show it, by `seq`. */
  evidence: z.array(z.number().int()),
  /** The lab's own words for this clause, where it did not hold. */
  feedback: z.string().optional(),
});

export const checkStateSchema = z.object({
  id: z.string(),
  title: z.string(),
  /** `pending`: nothing to judge yet. `error`: the lab is broken, never the learner. */
  status: z.enum(['pending', 'pass', 'fail', 'error']),
  clauses: z.array(clauseSchema),
  /** The lab's own words for the clause that failed. */
  feedback: z.string().optional(),
  /** What its cell of the step's grid says, once it holds. */
  short: z.string().optional(),
  /** How near the closest try came. */
  closest: z.string().optional(),
  /** It held when the step was passed, and the state was changed since. */
  changed: z.boolean().optional(),
});
export type CheckState = z.infer<typeof checkStateSchema>;

/** A piece of the lesson: prose, or a button that acts. */
export const contentBlockSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('markdown'), text: z.string() }),
  z.object({
    kind: z.literal('action'),
    id: z.string(),
    verb: z.string(),
    label: z.string(),
    input: jsonObjectSchema,
    confirm: z.string().optional(),
    /** It waits for the prediction of its step. */
    waits: z.boolean().optional(),
  }),
]);
export type ContentBlock = z.infer<typeof contentBlockSchema>;

/** Checks as a table that fills itself: the check of a cell is called `<row>-<column>`, and may be one of another step. */
export const checkGridSchema = z.object({
  rows: z.array(z.object({ id: z.string(), title: z.string() })),
  columns: z.array(z.object({ id: z.string(), title: z.string() })),
});
export type CheckGrid = z.infer<typeof checkGridSchema>;

export const stepStateSchema = z.object({
  id: z.string(),
  title: z.string(),
  type: stepTypeSchema,
  status: z.enum(['open', 'passed', 'skipped', 'waiting']),
  actor: z.string().optional(),
  view: stageViewSchema.optional(),
  content: z.array(contentBlockSchema),
  /** What a step of type `quiz` or `predict` asks, and what was answered. */
  question: questionStateSchema.optional(),
  checks: z.array(checkStateSchema),
  grid: checkGridSchema.optional(),
  /** Hints that were shown already, in order. */
  hints: z.array(z.object({ id: z.string(), text: z.string() })),
  hintsTotal: z.number().int(),
  /** What the next hint takes from the step's points; 0 once the step is done. */
  nextHintCost: z.number().int().optional(),
  /** Why the next hint is offered: so many tries failed, so much time has passed, this very thing went wrong. */
  hintOffer: z.enum(['failures', 'minutes', 'clause']).optional(),
  /** Whether the solution can be shown now. */
  canReveal: z.boolean(),
  /** The solution in plain words, once it was asked for. */
  solution: z.array(z.object({ text: z.string() })).optional(),
  points: z.number().int(),
  /** Points that it has earned, once it is done. */
  earned: z.number().int().optional(),
  /** The pack was edited since the step was done. */
  edited: z.boolean(),
  /** It was passed, and lost its pass because what it achieved does not stand any more. */
  unsolved: z.boolean(),
});
export type StepState = z.infer<typeof stepStateSchema>;

export const labSummarySchema = z.object({
  pack: z.string(),
  packTitle: z.string(),
  id: z.string(),
  title: z.string(),
  summary: z.string(),
  difficulty: z.number().int(),
  minutes: z.number().int(),
  concepts: z.array(z.string()),
  steps: z.array(z.object({ id: z.string(), title: z.string(), done: z.boolean() })),
  /** It was opened before, and goes on where it was left. */
  begun: z.boolean().optional(),
  /** Why it cannot be opened here. */
  unavailable: z.string().optional(),
});
export type LabSummary = z.infer<typeof labSummarySchema>;

/** A pack that could not be read. */
export const packProblemSchema = z.object({
  pack: z.string(),
  file: z.string(),
  line: z.number().int().optional(),
  message: z.string(),
});
export type PackProblem = z.infer<typeof packProblemSchema>;

/** How the world was found when the lab was opened. */
export const labArrivalSchema = z.object({
  /**
   * `new`: as this lab begins, whatever was before. `as-left`: as this lab was left. `step-start`: as the open step
   * begins, because what was left is not kept any more.
   */
  world: z.enum(['new', 'as-left', 'step-start']),
  /** Name of the snapshot that keeps the world that was there before, when there was anything to keep. */
  kept: z.string().optional(),
});
export type LabArrival = z.infer<typeof labArrivalSchema>;

export const labStateSchema = z.object({
  pack: z.string(),
  id: z.string(),
  title: z.string(),
  /** The step that is open. */
  current: z.string(),
  steps: z.array(stepStateSchema),
  finished: z.boolean(),
  score: z.object({ earned: z.number().int(), possible: z.number().int() }),
  /** Predictions that have met what happened, and those of them that came true. */
  predictions: z.object({ right: z.number().int(), made: z.number().int() }),
  /** What to take home, shown when all steps are done. */
  closing: z.string().optional(),
  /** Told from the opening of the lab until another step is opened. */
  arrival: labArrivalSchema.optional(),
});
export type LabState = z.infer<typeof labStateSchema>;

/** What a verb gave back, and which view shows it best. */
export const verbResultSchema = z.object({
  ok: z.boolean(),
  message: z.string(),
  view: stageViewSchema.optional(),
  flow: z.string().optional(),
  data: jsonSchema.optional(),
});
export type VerbResult = z.infer<typeof verbResultSchema>;
