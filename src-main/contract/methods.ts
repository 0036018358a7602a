import { z } from 'zod';
import { accountMethods } from './accounts.ts';
import { answerMethods } from './answers.ts';
import { claimOriginSchema } from './claim-origins.ts';
import { eventTypeSchema, sandboxEventSchema } from './events.ts';
import { extensionMethods } from './extensions.ts';
import { fixMethods } from './fixes.ts';
import { flowSummarySchema, flowViewSchema } from './flow.ts';
import { stateChangeSchema } from './flow-state.ts';
import { forkMethods } from './forks.ts';
import { groupMethods } from './groups.ts';
import { jsonObjectSchema } from './json.ts';
import { labResetSchema } from './lab-reset.ts';
import { labStateSchema, labSummarySchema, packProblemSchema, verbResultSchema } from './labs.ts';
import { lifecycleMethods } from './lifecycle.ts';
import { outcomeMethods } from './outcome-tasks.ts';
import { repairMethods } from './repair.ts';
import { publishedRuleSchema } from './rules.ts';
import {
  boundsSchema,
  browserStateSchema,
  clockStateSchema,
  sandboxInfoSchema,
  settingsChangeSchema,
  settingsSchema,
  snapshotSchema,
} from './status.ts';
import { inspectedTokenSchema } from './token.ts';
import { tracePageMethods } from './trace-pages.ts';
import { workflowStoryMethods } from './workflow-story.ts';
import { workflowMethods } from './workflows.ts';
import { worldSchema } from './world.ts';

const none = z.object({}).strict();
const labRef = z.object({ pack: z.string(), lab: z.string() });
const stepRef = labRef.extend({ step: z.string() });
const labOrNull = labStateSchema.nullable();

function method<I extends z.ZodType, O extends z.ZodType>(input: I, output: O) {
  return { input, output };
}

/**
 * What a user interface may ask of the sandbox. Both transports carry exactly this.
 * Inputs are validated at the edge; outputs are typed.
 */
export const sandboxMethods = {
  'sandbox.info': method(none, sandboxInfoSchema),
  /** Memory of the sandbox's thread, bytes: what its heap uses, and what lies outside of it. */
  'sandbox.memory': method(none, z.object({ heapUsed: z.number(), external: z.number() })),
  'clock.get': method(none, clockStateSchema),
  /** Moves the clock by `ms`, backwards when negative. What is due runs first, in order. */
  'clock.advance': method(z.object({ ms: z.number().int() }), clockStateSchema),
  'clock.reset': method(none, clockStateSchema),
  /** Events after `after` (oldest first), or the newest `limit` before `before` (still oldest first). */
  'events.list': method(
    z.object({
      after: z.number().int().optional(),
      before: z.number().int().optional(),
      limit: z.number().int().min(1).max(5000).default(500),
      flow: z.string().optional(),
      types: z.array(eventTypeSchema).optional(),
      /** Facts about this account. Hops are not among them: they are found by their flow. */
      subject: z.string().max(200).optional(),
      search: z.string().max(200).optional(),
    }),
    z.object({ events: z.array(sandboxEventSchema), last: z.number().int(), total: z.number().int() }),
  ),
  'events.clear': method(none, z.object({ removed: z.number().int() })),
  'secrets.reveal': method(
    z.object({ handle: z.string() }),
    z.object({ kind: z.string(), value: z.string().nullable(), note: z.string().optional() }),
  ),
  /** Every rule by which a part of the sandbox can turn somebody away. */
  'rules.list': method(none, z.array(publishedRuleSchema)),
  'traces.list': method(
    z.object({
      limit: z.number().int().min(1).max(10_000).default(200),
      search: z.string().max(200).optional(),
    }),
    z.array(flowSummarySchema),
  ),
  ...tracePageMethods,
  'traces.flow': method(z.object({ flow: z.string() }), flowViewSchema),
  /** What a flow brought into being and what became of it, in the order of the log. */
  'traces.state': method(z.object({ flow: z.string() }), z.array(stateChangeSchema)),
  'traces.export': method(
    z.object({
      flow: z.string(),
      format: z.enum(['har', 'otlp', 'mermaid', 'curl']),
      span: z.string().optional(),
      secrets: z.enum(['redacted', 'included']).default('redacted'),
    }),
    z.object({ name: z.string(), type: z.string(), text: z.string() }),
  ),
  'traces.pin': method(z.object({ flow: z.string(), pinned: z.boolean() }), none),
  ...fixMethods,
  ...forkMethods,
  /** Takes a handle from the log, or a token that a person pasted. */
  'tokens.inspect': method(z.object({ token: z.string().max(65536) }), inspectedTokenSchema),
  /** Where each claim comes from: of an issued token (its handle), or of the event of an answer (its number). */
  'claims.origins': method(
    z.object({ seq: z.number().int().optional(), handle: z.string().max(200).optional() }),
    z.array(claimOriginSchema),
  ),
  'tokens.revoke': method(z.object({ handle: z.string() }), none),
  'snapshots.list': method(none, z.array(snapshotSchema)),
  'snapshots.take': method(z.object({ name: z.string().min(1).max(80) }), snapshotSchema),
  'snapshots.rename': method(
    z.object({ id: z.string(), name: z.string().trim().min(1).max(80) }),
    snapshotSchema,
  ),
  'snapshots.delete': method(z.object({ id: z.string() }), none),
  /** A snapshot as one file for another sandbox, base64. It holds what the world holds: hashes, keys, tokens. */
  'snapshots.export': method(
    z.object({ id: z.string() }),
    z.object({ name: z.string(), base64: z.string() }),
  ),
  /** Adds a snapshot from such a file. What does not fit is refused, and nothing is added. */
  'snapshots.import': method(z.object({ base64: z.base64().max(1_000_000) }), snapshotSchema),
  'snapshots.restore': method(z.object({ id: z.string() }), z.object({ notes: z.array(z.string()) })),
  'world.get': method(none, worldSchema),
  'persona.switch': method(z.object({ persona: z.string() }), none),
  /** Web transport only: an address on the provider that swaps the cookies and then goes to `to`. Works once. */
  'persona.link': method(z.object({ persona: z.string(), to: z.string() }), z.object({ url: z.string() })),
  /** What an application asks for at sign-in, whether PKCE binds it, and whether its refresh tokens rotate. */
  'apps.update': method(
    z.object({
      clientId: z.string(),
      requestedScopes: z.array(z.string()).optional(),
      rotateRefreshTokens: z.boolean().optional(),
      pkce: z.boolean().optional(),
    }),
    none,
  ),
  /** Registers an application of the person's own. */
  'apps.connect': method(
    z.object({
      name: z.string().min(1).max(80),
      kind: z.enum(['server', 'spa', 'native']),
      redirectUris: z.array(z.string()).min(1),
    }),
    z.object({ clientId: z.string(), clientSecret: z.string().optional() }),
  ),
  'keys.rotate': method(none, z.object({ kid: z.string() })),
  /** Sends a request to an API through the gateway, as an application that `persona` uses. */
  'requests.send': method(
    z.object({
      persona: z.string(),
      method: z.string(),
      api: z.string(),
      path: z.string(),
      body: z.string().max(65536).optional(),
      /** `last`: the newest access token of the persona that names this API; else a pasted token, or none. */
      token: z.union([
        z.object({
          kind: z.literal('last'),
          client: z.string().optional(),
          /** The API whose token it is, when that is not the one that is called. */
          api: z.string().optional(),
          type: z.enum(['access', 'id']).optional(),
          /** Claims to put in the place of its own; the signature stays as it was. */
          alter: jsonObjectSchema.optional(),
        }),
        z.object({ kind: z.literal('raw'), value: z.string() }),
        z.object({ kind: z.literal('none') }),
      ]),
    }),
    z.object({
      status: z.number().int(),
      headers: z.array(z.tuple([z.string(), z.string()])),
      body: z.string(),
      flow: z.string().optional(),
      span: z.string().optional(),
    }),
  ),
  'labs.list': method(
    none,
    z.object({ labs: z.array(labSummarySchema), problems: z.array(packProblemSchema) }),
  ),
  'labs.current': method(none, labOrNull),
  'labs.open': method(labRef, labStateSchema),
  'labs.close': method(none, none),
  'labs.goto': method(stepRef, labStateSchema),
  /** Marks a `read` step as read. */
  'labs.done': method(stepRef, labStateSchema),
  'labs.act': method(stepRef.extend({ action: z.string() }), verbResultSchema),
  /** Answers the question of a step; of a `predict`, once. */
  'labs.answer': method(stepRef.extend({ options: z.array(z.string()).min(1) }), labStateSchema),
  'labs.hint': method(stepRef, labStateSchema),
  /** Shows the solution in plain words, after the last hint. */
  'labs.reveal': method(stepRef, labStateSchema),
  /** Plays one line of a solution that was shown. */
  'labs.play-solution': method(stepRef.extend({ index: z.number().int().min(0) }), verbResultSchema),
  /** Takes the pass of a step away, so that it can be solved anew; the world stays. */
  'labs.unsolve': method(stepRef, labStateSchema),
  /** Puts a lab, a pack or everything back to its start. The log is kept. */
  'labs.reset': method(labResetSchema, labOrNull),
  'labs.check': method(stepRef, labStateSchema),
  'labs.reset-step': method(stepRef, labStateSchema),
  /** Plays the step's solution, so that the world is right, and marks the step as skipped. */
  'labs.skip': method(stepRef, labStateSchema),
  'settings.get': method(none, settingsSchema),
  'settings.set': method(settingsChangeSchema, settingsSchema),
  ...accountMethods,
  ...lifecycleMethods,
  ...answerMethods,
  ...workflowMethods,
  ...outcomeMethods,
  ...workflowStoryMethods,
  ...groupMethods,
  ...extensionMethods,
} as const;

/** What only the desktop host answers: the persona browsers. */
export const desktopMethods = {
  'browser.open': method(z.object({ persona: z.string(), url: z.string().optional() }), browserStateSchema),
  /** Shows the persona's browser in this rectangle of the window (CSS px), or hides it. */
  'browser.place': method(z.object({ persona: z.string(), bounds: boundsSchema.nullable() }), none),
  /** A picture of the browser, for the time in which something of the window lies over it. */
  'browser.freeze': method(z.object({ persona: z.string() }), z.object({ image: z.string() })),
  'browser.navigate': method(
    z.object({ persona: z.string(), action: z.enum(['back', 'forward', 'reload']) }),
    none,
  ),
  'browser.list': method(none, z.array(browserStateSchema)),
  /** What the page shows, and the setting that it comes from: the personas' pages follow the setting. */
  'window.theme': method(z.object({ dark: z.boolean(), theme: settingsSchema.shape.theme }), none),
} as const;

export const contractMethods = { ...sandboxMethods, ...desktopMethods, ...repairMethods };

export type SandboxMethod = keyof typeof sandboxMethods;
export type DesktopMethod = keyof typeof desktopMethods;
export type Method = keyof typeof contractMethods;
/** What a caller passes (defaults may be left out). */
export type MethodInput<M extends Method> = z.input<(typeof contractMethods)[M]['input']>;
/** What a handler receives (defaults filled in). */
export type MethodParams<M extends Method> = z.output<(typeof contractMethods)[M]['input']>;
export type MethodOutput<M extends Method> = z.output<(typeof contractMethods)[M]['output']>;

/** The handlers that the sandbox must provide, one for each method. */
export type SandboxHandlers = {
  [M in SandboxMethod]: (params: MethodParams<M>) => Promise<MethodOutput<M>> | MethodOutput<M>;
};
