import { z } from 'zod';
import { EXTENSION_EVENTS, type ExtensionEventName, SCRIPT_LIMITS } from './extension-events.ts';
import { jsonObjectSchema, jsonSchema } from './json.ts';

const names = EXTENSION_EVENTS.map(({ name }) => name) as [ExtensionEventName, ...ExtensionEventName[]];

const common = {
  id: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,39}$/, 'small letters, digits and hyphens, up to 40; the first is a letter'),
  title: z.string().trim().min(1).max(80),
  enabled: z.boolean().default(true),
  source: z.string().max(SCRIPT_LIMITS.sourceLength),
};

/** A script of the learner: an endpoint of one's own at the provider, or a handler on an event of the directory. */
export const extensionSchema = z.discriminatedUnion('kind', [
  z
    .object({
      kind: z.literal('endpoint'),
      ...common,
      method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']),
      /** Below `/ext/` at the issuer. */
      path: z
        .string()
        .max(100)
        .regex(
          /^[a-z0-9][a-z0-9-]*(\/[a-z0-9][a-z0-9-]*)*$/,
          'small letters, digits, hyphens, parts divided by /',
        ),
      /** Whether a bearer token of this sandbox is needed. */
      access: z.enum(['anyone', 'bearer']),
    })
    .strict(),
  z
    .object({
      kind: z.literal('handler'),
      ...common,
      event: z.enum(names),
      /** The lower runs first. */
      priority: z.number().int().min(0).max(1000).default(100),
    })
    .strict(),
]);
export type Extension = z.infer<typeof extensionSchema>;

/** What is wrong with a script, and where; lines and columns count from 1. */
export const scriptProblemSchema = z.object({
  message: z.string(),
  line: z.number().int().nullable(),
  column: z.number().int().nullable(),
});
export type ScriptProblem = z.infer<typeof scriptProblemSchema>;

/** How a run of a script ended. */
export const scriptOutcomeSchema = z.object({
  outcome: z.enum(['done', 'vetoed', 'failed']),
  /** What the script gave back. */
  value: jsonSchema,
  /** The words of a veto, or what went wrong. */
  words: z.string().nullable(),
  problem: scriptProblemSchema.nullable(),
  console: z.array(z.string()),
  /** Real time of the script's own work, ms. */
  durationMs: z.number(),
  calls: z.number().int(),
  /** The rule that such an end breaks; null for one that is fine. */
  rule: z.string().nullable(),
});
export type ScriptOutcome = z.infer<typeof scriptOutcomeSchema>;

const ref = z.object({ id: z.string() });
const none = z.object({}).strict();

/** What a user interface may ask about scripts and change in them. They are part of the state. */
export const extensionMethods = {
  'extensions.list': { input: none, output: z.array(extensionSchema) },
  'extensions.get': { input: ref, output: extensionSchema },
  /** Reads a script without running it. No problem: it can be saved and enabled. */
  'extensions.check': {
    input: z.object({ source: common.source }),
    output: z.object({ problems: z.array(scriptProblemSchema) }),
  },
  /** Adds a script, or replaces the one with the same id. One that is enabled has to be readable. */
  'extensions.save': { input: extensionSchema, output: extensionSchema },
  'extensions.remove': { input: ref, output: none },
  'extensions.enable': { input: ref.extend({ enabled: z.boolean() }), output: extensionSchema },
  /** Runs a script once on a fork, with this request or payload; the live sandbox is not touched. */
  'extensions.try': {
    input: z.object({ extension: extensionSchema, input: jsonObjectSchema }),
    output: scriptOutcomeSchema,
  },
} as const;
