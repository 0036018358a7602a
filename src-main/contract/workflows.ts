import { z } from 'zod';
import { jsonObjectSchema, jsonSchema } from './json.ts';
import { settlementConsequencesSchema, settlementSchema } from './outcome-tasks.ts';
import { STEP_KINDS, workflowDefinitionSchema, workflowInputSchema } from './workflow-definition.ts';
import { WORKFLOW_LIMITS } from './workflow-limits.ts';

/** Something in a definition that keeps it from running: where, what, and what to do. Lines and columns count from 1. */
export const workflowProblemSchema = z.object({
  line: z.number().int(),
  column: z.number().int(),
  /** Where in the definition, e.g. `steps.2.call.path`; empty for the whole. */
  path: z.string(),
  message: z.string(),
  next: z.string(),
});
export type WorkflowProblem = z.infer<typeof workflowProblemSchema>;

/** A custom workflow as a list shows it. */
export const workflowSummarySchema = z.object({
  id: z.string(),
  title: z.string(),
  about: z.string(),
  /** `POST /api/workflows/…` or the name of the event. */
  startsAt: z.string(),
  access: z.enum(['anyone', 'bearer', 'event']),
  input: z.record(z.string(), workflowInputSchema),
  steps: z.number().int(),
  /** It came with the sandbox; `changed`: and was changed since. */
  shipped: z.boolean(),
  changed: z.boolean(),
  /** How many runs are under way, and how many are kept in all. */
  active: z.number().int(),
  runs: z.number().int(),
  /** Virtual time, ms. */
  updatedAt: z.number(),
});
export type WorkflowSummary = z.infer<typeof workflowSummarySchema>;

export const workflowDetailSchema = workflowSummarySchema.extend({
  yaml: z.string(),
  definition: workflowDefinitionSchema,
});
export type WorkflowDetail = z.infer<typeof workflowDetailSchema>;

export const runStatusSchema = z.enum([
  'running',
  'waiting',
  'undoing',
  'completed',
  'rejected',
  'failed',
  'cancelled',
]);
export type RunStatus = z.infer<typeof runStatusSchema>;

export const stepStatusSchema = z.enum([
  'pending',
  'running',
  'waiting',
  'done',
  'skipped',
  'failed',
  'undone',
]);
export type StepStatus = z.infer<typeof stepStatusSchema>;

/** What a step waits for. Times are virtual, ms. */
export const stepWaitSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('approval'),
    task: z.string(),
    /** In words: `Carol Lindqvist`, `members of administrators`. */
    by: z.string(),
    /** User names of those who may decide now, twenty at most. */
    people: z.array(z.string()),
    text: z.string(),
    claimedBy: z.string().nullable(),
    until: z.number().nullable(),
  }),
  z.object({ kind: z.literal('timer'), until: z.number() }),
  z.object({ kind: z.literal('event'), event: z.string(), until: z.number().nullable() }),
  /** For a person who settles what nobody knows: whether the call had arrived. `saves`: what later steps need of its answer. */
  z.object({
    kind: z.literal('unknown'),
    until: z.null(),
    saves: z.array(z.string()),
    leadsTo: settlementConsequencesSchema,
  }),
  /** Before the next try of a call; `attempt` is the number that it will have. */
  z.object({ kind: z.literal('retry'), attempt: z.number().int(), until: z.number() }),
]);
export type StepWait = z.infer<typeof stepWaitSchema>;

/** How a step was undone, or could not be. */
export const stepUndoSchema = z.object({
  status: z.enum(['running', 'done', 'failed']),
  sent: jsonSchema,
  got: jsonSchema,
  error: z.string().nullable(),
});

/** One step of a run. Times are virtual, ms. Secrets show as handles. */
export const stepViewSchema = z.object({
  id: z.string(),
  title: z.string(),
  kind: z.enum(STEP_KINDS),
  status: stepStatusSchema,
  attempts: z.number().int(),
  startedAt: z.number().nullable(),
  finishedAt: z.number().nullable(),
  /** Of a call: method, address, `as` and body; of a message: to, subject and text; else null. */
  sent: jsonSchema,
  /** Of a call: status and body; of an approval: decision, by and comment; of a `set`: the values; else null. */
  got: jsonSchema,
  waitsFor: stepWaitSchema.nullable(),
  /** Why it failed, or was skipped. */
  error: z.string().nullable(),
  undo: stepUndoSchema.nullable(),
  /** Facts of the log about this step. */
  seqs: z.array(z.number().int()),
});
export type StepView = z.infer<typeof stepViewSchema>;

export const runSummarySchema = z.object({
  id: z.string(),
  workflow: z.string(),
  title: z.string(),
  status: runStatusSchema,
  /** In words, what it does or waits for now, or how it ended. */
  standing: z.string(),
  /** Who started it: account id, or null for somebody unknown or an event. */
  startedBy: z.string().nullable(),
  /** What started it: `POST /api/workflows/…`, the name of the event, or `by hand`. */
  startedAs: z.string(),
  startedAt: z.number(),
  finishedAt: z.number().nullable(),
  /** The story of its trace. */
  flow: z.string(),
});
export type RunSummary = z.infer<typeof runSummarySchema>;

export const runViewSchema = runSummarySchema.extend({
  input: jsonObjectSchema,
  answer: jsonSchema,
  /** The definition as it was when the run began. */
  definition: workflowDefinitionSchema,
  steps: z.array(stepViewSchema),
  /** All facts of the log about this run. */
  seqs: z.array(z.number().int()),
});
export type RunView = z.infer<typeof runViewSchema>;

/** What a decision leads to, in sentences. */
const consequencesSchema = z.object({ approved: z.string(), rejected: z.string(), timedOut: z.string() });
export type Consequences = z.infer<typeof consequencesSchema>;

export const approvalStatusSchema = z.enum([
  'READY',
  'RESERVED',
  'APPROVED',
  'REJECTED',
  'TIMED_OUT',
  'WITHDRAWN',
]);
export type ApprovalStatus = z.infer<typeof approvalStatusSchema>;

/** A decision that a person is asked for. Times are virtual, ms. */
export const approvalTaskSchema = z.object({
  id: z.string(),
  run: z.string(),
  workflow: z.string(),
  workflowTitle: z.string(),
  step: z.string(),
  title: z.string(),
  text: z.string(),
  status: approvalStatusSchema,
  /** Who asks, in words. */
  askedBy: z.string(),
  /** What she gave with it, a line each, without secrets. */
  facts: z.array(z.object({ name: z.string(), value: z.string() })),
  leadsTo: consequencesSchema,
  /** Who may decide, in words, and the account ids, twenty at most. */
  by: z.string(),
  people: z.array(z.string()),
  claimedBy: z.string().nullable(),
  decidedBy: z.string().nullable(),
  comment: z.string(),
  createdAt: z.number(),
  until: z.number().nullable(),
  decidedAt: z.number().nullable(),
  flow: z.string(),
});
export type ApprovalTask = z.infer<typeof approvalTaskSchema>;

export const approvalActionSchema = z.enum(['CLAIM', 'RELEASE', 'APPROVE', 'REJECT']);
export type ApprovalAction = z.infer<typeof approvalActionSchema>;

const yaml = z.string().max(WORKFLOW_LIMITS.definition);
const ref = z.object({ id: z.string().max(100) });
const none = z.object({}).strict();

/** The methods of custom workflows, their runs, and the approvals that they ask for. */
export const workflowMethods = {
  'workflows.list': { input: none, output: z.array(workflowSummarySchema) },
  /** Throws `workflow.unknown`. */
  'workflows.get': { input: ref, output: workflowDetailSchema },
  /** Reads a definition and keeps nothing. */
  'workflows.check': {
    input: z.object({ yaml }),
    output: z.object({
      problems: z.array(workflowProblemSchema),
      definition: workflowDefinitionSchema.nullable(),
    }),
  },
  /** Keeps a definition under the id that stands in it. Runs under way go on by the one they began with. Throws `workflow.invalid`, `workflow.path-taken`, `workflow.room`. */
  'workflows.save': { input: z.object({ yaml }), output: workflowDetailSchema },
  /** Puts a shipped workflow back to how it came. Throws `workflow.unknown`. */
  'workflows.reset': { input: ref, output: workflowDetailSchema },
  /** Removes a definition; runs under way go on. Throws `workflow.unknown`. */
  'workflows.remove': { input: ref, output: none },
  /** Starts a run by its endpoint, as a persona or as nobody. A refusal by a rule is thrown with the rule as its code. */
  'workflows.start': {
    input: ref.extend({ account: z.string().max(100).optional(), input: jsonObjectSchema.default({}) }),
    output: runViewSchema,
  },
  /** Runs, the newest first. */
  'workflows.runs': {
    input: z.object({
      workflow: z.string().max(100).optional(),
      active: z.boolean().optional(),
      limit: z.number().int().min(1).max(500).default(100),
    }),
    output: z.array(runSummarySchema),
  },
  /** Throws `workflow.run-unknown`. */
  'workflows.run': { input: ref, output: runViewSchema },
  /** Ends a run that is under way; `undo`: and takes back what it did. */
  'workflows.cancel': { input: ref.extend({ undo: z.boolean().default(true) }), output: runViewSchema },
  /**
   * Settles a step whose call nobody knows to have arrived: `retry` sends it again, `done` takes it for done with these values,
   * `undo` takes it and all before it back. Throws `workflow.run-unknown`, `workflow.nothing-to-settle`.
   */
  'workflows.settle': {
    input: ref.extend({
      step: z.string().max(100),
      as: settlementSchema,
      values: jsonObjectSchema.default({}),
    }),
    output: runViewSchema,
  },
  /** Tasks, the newest first: all, those that an account may decide, or those that are open. */
  'approvals.list': {
    input: z.object({ account: z.string().max(100).optional(), open: z.boolean().optional() }),
    output: z.array(approvalTaskSchema),
  },
  /** Acts on a task as an account. A refusal by a rule is thrown with the rule as its code. */
  'approvals.decide': {
    input: z.object({
      task: z.string().max(100),
      account: z.string().max(100),
      action: approvalActionSchema,
      comment: z.string().max(1000).default(''),
    }),
    output: approvalTaskSchema,
  },
} as const;
