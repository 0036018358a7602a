import { z } from 'zod';
import { scenarioSchema } from './codes.ts';
import { outcomeSchema } from './events.ts';
import { actorKindSchema } from './world.ts';

/**
 * Where a workflow stands. `overdue`: its code is out of date and the account still waits. `undone`: the state was put
 * back to before it.
 */
export const accountWorkflowStatusSchema = z.enum([
  'waiting',
  'overdue',
  'done',
  'expired',
  'replaced',
  'withdrawn',
  'refused',
  'undone',
]);
export type AccountWorkflowStatus = z.infer<typeof accountWorkflowStatusSchema>;

/** The step that a workflow waits for, and who must take it. */
export const pendingStepSchema = z.object({
  /** What is to be done, e.g. `open the link in the mail “Confirm your registration”`. */
  what: z.string(),
  who: z.object({ kind: z.enum(['person', 'administrator', 'caller']), name: z.string() }),
  /** The lane of the diagram on which it waits. */
  lane: z.string(),
  /** Virtual time, ms; null: no time ends it. */
  until: z.number().nullable(),
  /** Where one goes to do it. */
  place: z.enum(['inbox', 'phone', 'account', 'trace']),
  /** The persona in whose inbox, or on whose phone, the message lies; null: nobody of the world reads there. */
  persona: z.string().nullable(),
});
export type PendingStep = z.infer<typeof pendingStepSchema>;

/** An identity workflow of one account: a code, or the codes of one recovery, and all that followed. Times are virtual, ms. */
export const accountWorkflowSchema = z.object({
  id: z.string(),
  account: z.string(),
  username: z.string(),
  name: z.string(),
  scenario: scenarioSchema,
  title: z.string(),
  status: accountWorkflowStatusSchema,
  pending: pendingStepSchema.nullable(),
  startedAt: z.number(),
  lastAt: z.number(),
  firstSeq: z.number().int(),
  lastSeq: z.number().int(),
  /** The story in which it last went on. */
  flow: z.string().nullable(),
});
export type AccountWorkflow = z.infer<typeof accountWorkflowSchema>;

export const storyLaneSchema = z.object({
  id: z.string(),
  name: z.string(),
  part: z.enum(['administrator', 'person', 'inbox', 'phone', 'caller', 'approver', 'idp', 'account']),
  /** In whose colour it is drawn. */
  actor: actorKindSchema,
});
export type StoryLane = z.infer<typeof storyLaneSchema>;

/** One fact of a workflow, as its picture shows it: an arrow between two lanes, or a mark on one (`to` is null). */
export const storyEntrySchema = z.object({
  kind: z.enum(['call', 'answer', 'act', 'message', 'code', 'state', 'refused', 'password', 'step']),
  seq: z.number().int(),
  vtime: z.number(),
  flow: z.string().nullable(),
  span: z.string().nullable(),
  from: z.string(),
  to: z.string().nullable(),
  title: z.string(),
  outcome: outcomeSchema,
  /** Through a browser, or by mail and telephone: not from server to server. */
  front: z.boolean(),
});
export type StoryEntry = z.infer<typeof storyEntrySchema>;

export const workflowStorySchema = accountWorkflowSchema.extend({
  lanes: z.array(storyLaneSchema),
  entries: z.array(storyEntrySchema),
});
export type WorkflowStory = z.infer<typeof workflowStorySchema>;

/** A run of a custom workflow as a sequence. */
export const runStorySchema = z.object({
  lanes: z.array(storyLaneSchema),
  entries: z.array(storyEntrySchema),
});
export type RunStory = z.infer<typeof runStorySchema>;

/** The identity workflows that are built in, as the log tells of them. */
export const workflowStoryMethods = {
  /** Those that wait for somebody first, then those that ended; the newest of each first. */
  'account-workflows.list': {
    input: z.object({
      account: z.string().max(100).optional(),
      scenario: scenarioSchema.optional(),
      limit: z.number().int().min(1).max(500).default(100),
    }),
    output: z.object({
      workflows: z.array(accountWorkflowSchema),
      waiting: z.number().int(),
      total: z.number().int(),
    }),
  },
  /** One of them as a sequence. Throws `account-workflow.unknown`. */
  'account-workflows.story': { input: z.object({ id: z.string().max(200) }), output: workflowStorySchema },
  /** What the log tells of a run of a custom workflow, by its story: nothing while the log has none of it. */
  'account-workflows.run': {
    input: z.object({ run: z.string().max(100), flow: z.string().max(100) }),
    output: runStorySchema,
  },
} as const;
