import { z } from 'zod';
import { publicErrorSchema } from './errors.ts';
import { sandboxEventSchema } from './events.ts';
import { jsonSchema } from './json.ts';
import { labStateSchema } from './labs.ts';
import { browserStateSchema, clockStateSchema, sandboxStatusSchema } from './status.ts';
import { worldSchema } from './world.ts';

/** What the sandbox tells a user interface without being asked. */
export const streamMessageSchema = z.discriminatedUnion('kind', [
  /** Committed events, in order. A gap in `seq` means: ask `events.list` for the rest. */
  z.object({ kind: z.literal('events'), events: z.array(sandboxEventSchema) }),
  /** So many events at once that these were not sent along: `events.list` has them. */
  z.object({ kind: z.literal('more'), first: z.number().int(), last: z.number().int() }),
  z.object({ kind: z.literal('clock'), clock: clockStateSchema }),
  z.object({ kind: z.literal('lab'), lab: labStateSchema.nullable() }),
  z.object({ kind: z.literal('world'), world: worldSchema }),
  z.object({ kind: z.literal('status'), status: sandboxStatusSchema }),
  z.object({ kind: z.literal('browser'), browser: browserStateSchema }),
  /** The event log cannot be written, and so nothing can be changed; null when it can again. */
  z.object({ kind: z.literal('trouble'), trouble: publicErrorSchema.nullable() }),
  /** The log was cleared or trimmed; what is older than `first` is gone. */
  z.object({ kind: z.literal('log-trimmed'), first: z.number().int() }),
]);
export type StreamMessage = z.infer<typeof streamMessageSchema>;

/** A call over the WebSocket or the worker's port. */
export const callSchema = z.object({ id: z.number().int(), method: z.string(), params: jsonSchema });
export type Call = z.infer<typeof callSchema>;

/** The answer to a call: a result, or an error that may be shown. */
export const replySchema = z.union([
  z.object({ id: z.number().int(), result: jsonSchema }),
  z.object({ id: z.number().int(), error: publicErrorSchema }),
]);
export type Reply = z.infer<typeof replySchema>;
