import { z } from 'zod';
import { capturedBodySchema, headerListSchema, outcomeSchema, reasonSchema } from './events.ts';
import { participantSchema } from './world.ts';

const messageSchema = z.object({
  seq: z.number().int(),
  vtime: z.number(),
  wtime: z.number(),
  headers: headerListSchema,
  body: capturedBodySchema.optional(),
});

/** One hop: a request and, once it has left, its answer. */
export const hopSchema = z.object({
  span: z.string(),
  parent: z.string().optional(),
  /** The hop that the caller was answering as it called, by its span. */
  within: z.string().optional(),
  from: z.string(),
  to: z.string(),
  channel: z.enum(['front', 'back']),
  method: z.string(),
  url: z.string(),
  target: z.string(),
  /** What a reader needs in one line: `POST /token code + verifier`. */
  title: z.string(),
  request: messageSchema,
  response: messageSchema
    .extend({ status: z.number().int(), durationMs: z.number(), aborted: z.boolean(), title: z.string() })
    .optional(),
  outcome: outcomeSchema,
});
export type Hop = z.infer<typeof hopSchema>;

/** A decision on the lifeline of the part that decided. No hop, but a mark. */
export const decisionSchema = z.object({
  seq: z.number().int(),
  vtime: z.number(),
  wtime: z.number(),
  type: z.string(),
  node: z.string(),
  /** The hop during which it was made. */
  span: z.string().optional(),
  outcome: outcomeSchema,
  /** `scope: needs accounts:read`. */
  title: z.string(),
  reasons: z.array(reasonSchema),
  /** What only the part that decided knows: it is in the log, and did not leave with the answer. */
  detail: z.string().optional(),
});
export type Decision = z.infer<typeof decisionSchema>;

/** A token seen in a flow, by its handle. */
export const flowTokenSchema = z.object({
  seq: z.number().int(),
  kind: z.enum(['access', 'id', 'refresh']),
  handle: z.string(),
  format: z.enum(['jwt', 'opaque']),
  client: z.string(),
  subject: z.string().optional(),
  scope: z.string().optional(),
  audience: z.string().optional(),
  jti: z.string().optional(),
});
export type FlowToken = z.infer<typeof flowTokenSchema>;

/** Everything that the log holds of one story, in order. A hop that the log does not hold is not here. */
export const flowViewSchema = z.object({
  flow: z.string(),
  participants: z.array(participantSchema),
  hops: z.array(hopSchema),
  decisions: z.array(decisionSchema),
  tokens: z.array(flowTokenSchema),
  /** How its parts were recognised as one story. */
  evidence: z.array(z.object({ seq: z.number().int(), by: z.string() })),
});
export type FlowView = z.infer<typeof flowViewSchema>;

/** A line in the list of traces. */
export const flowSummarySchema = z.object({
  flow: z.string(),
  title: z.string(),
  firstSeq: z.number().int(),
  lastSeq: z.number().int(),
  vtime: z.number(),
  actor: z.string(),
  subject: z.string().optional(),
  clients: z.array(z.string()),
  hops: z.number().int(),
  outcome: outcomeSchema,
  /** Why a list may leave it out: a lab prepared the world, or a page was opened and nothing came of it. */
  aside: z.enum(['setup', 'page']).optional(),
  /** Kept when the log is trimmed or cleared. */
  pinned: z.boolean().optional(),
});
export type FlowSummary = z.infer<typeof flowSummarySchema>;
