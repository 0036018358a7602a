import { z } from 'zod';
import { EVENT_TYPES, type EventType } from './event-types.ts';
import { jsonObjectSchema, jsonSchema } from './json.ts';

export { SECRET_HANDLE_PATTERN } from './secret-handles.ts';

/** How a fact ended. `ok` and `failed` are for facts that no rule decides. */
export const outcomeSchema = z.enum(['allowed', 'challenged', 'denied', 'ok', 'failed']);
export type Outcome = z.infer<typeof outcomeSchema>;

/**
 * One rule that looked, in the order the rules looked. Written by the code that decided, as it decides.
 *
 * `inputs` holds all that the rule read, so that replaying them gives the same outcome.
 */
export const reasonSchema = z.object({
  /** Stable name of the rule, e.g. `gw.scope.required`. */
  rule: z.string(),
  outcome: z.enum(['pass', 'fail', 'skip']),
  /** The place in the input that settled it, e.g. `token.scope`. */
  path: z.string().optional(),
  expected: jsonSchema.optional(),
  seen: jsonSchema.optional(),
  inputs: jsonObjectSchema.optional(),
  /** The standard that gives the rule, with its section, e.g. `RFC 6750 §3.1`. */
  standard: z.string().optional(),
});
export type Reason = z.infer<typeof reasonSchema>;

export const eventTypeSchema = z.enum(Object.keys(EVENT_TYPES) as [EventType, ...EventType[]]);

/**
 * A record of the event log: one fact. Order is `seq`, never a time.
 *
 * Ids follow W3C Trace Context: `trace` is 32 hex digits, `span` and `parent` are 16.
 */
export const sandboxEventSchema = z.object({
  seq: z.number().int(),
  id: z.string(),
  /** Virtual time, ms since the epoch. */
  vtime: z.number(),
  /** Wall time, ms since the epoch. */
  wtime: z.number(),
  type: eventTypeSchema,
  /** Who acted: `persona:alice`, `app:online-banking`, `outside`, `sandbox`. */
  actor: z.string(),
  /** The account that it is about, e.g. `alice`. */
  subject: z.string().optional(),
  /** The provider's session. */
  session: z.string().optional(),
  /** The story that this fact belongs to. Joined stories share one root: see `flow.joined`. */
  flow: z.string().optional(),
  trace: z.string().optional(),
  span: z.string().optional(),
  parent: z.string().optional(),
  /** The part that recorded it: `idp`, `gateway`, `app:…`, `api:…`, `sandbox`. */
  node: z.string(),
  outcome: outcomeSchema,
  reasons: z.array(reasonSchema),
  data: jsonObjectSchema,
  /** Paths inside `data` whose values are handles instead of secrets. */
  redacted: z.array(z.string()),
});
export type SandboxEvent = z.infer<typeof sandboxEventSchema>;

/** The body of a message as the log keeps it. `size` is the true size in bytes; `text` is at most 64 KiB. */
export const capturedBodySchema = z.object({
  type: z.string(),
  size: z.number().int(),
  text: z.string(),
  /** The body was longer than what is kept. */
  cut: z.boolean(),
  /** The bytes are not text; `text` is base64. */
  base64: z.boolean().optional(),
});
export type CapturedBody = z.infer<typeof capturedBodySchema>;

/** Header lines in the order they travelled. */
export const headerListSchema = z.array(z.tuple([z.string(), z.string()]));

/** `data` of `http.request`: one hop begins. */
export const httpRequestDataSchema = z.object({
  from: z.string(),
  to: z.string(),
  /** `front`: through a browser, which a person could watch; `back`: server to server. */
  channel: z.enum(['front', 'back']),
  method: z.string(),
  url: z.string(),
  /** Path and query, secrets as handles. */
  target: z.string(),
  headers: headerListSchema,
  body: capturedBodySchema.optional(),
  /** What tied this hop to a story that was known already: `code`, `interaction`, `access_token`, `trace`… */
  evidence: z.array(z.string()).optional(),
  /** The span of the hop that the caller was answering as it called, when it is a part of the sandbox. */
  within: z.string().optional(),
});
export type HttpRequestData = z.infer<typeof httpRequestDataSchema>;

/** `data` of `http.response`: the hop with the same `span` ends. */
export const httpResponseDataSchema = z.object({
  from: z.string(),
  to: z.string(),
  channel: z.enum(['front', 'back']),
  status: z.number().int(),
  headers: headerListSchema,
  body: capturedBodySchema.optional(),
  /** The body of the request, when it was still arriving as the hop was recorded. */
  requestBody: capturedBodySchema.optional(),
  /** Real time from the first byte of the request to the end of the answer, ms. */
  durationMs: z.number(),
  /** The connection ended before the answer was complete. */
  aborted: z.boolean().optional(),
});
export type HttpResponseData = z.infer<typeof httpResponseDataSchema>;
