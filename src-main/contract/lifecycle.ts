import { z } from 'zod';

/** A row of the transition table as its picture needs it: the same data that the engine runs. */
export const lifecycleRowSchema = z.object({
  /** The same as in the chart of an account. */
  id: z.string(),
  /** The row's number in the table; null for one that the table does not number. */
  row: z.number().nullable(),
  trigger: z.string(),
  title: z.string(),
  /** Labels, or `none`, `unwritten`, `any`. */
  from: z.array(z.string()),
  /** Labels, or `none`, `unwritten`, `same`. */
  to: z.array(z.string()),
  /** What it can do beside the label. */
  locks: z.boolean(),
  unlocks: z.boolean(),
  disables: z.boolean(),
  enables: z.boolean(),
  /** It ends where it begins: something is refused, or nothing happens. */
  standsStill: z.boolean(),
  /** More about a row that stands still. */
  about: z.string().nullable(),
});
export type LifecycleRow = z.infer<typeof lifecycleRowSchema>;

export const lifecycleDefinitionSchema = z.object({ rows: z.array(lifecycleRowSchema) });
export type LifecycleDefinition = z.infer<typeof lifecycleDefinitionSchema>;

const none = z.object({}).strict();

/** What a user interface may ask about the life of accounts as such. */
export const lifecycleMethods = {
  /** The transition table. */
  'lifecycle.definition': { input: none, output: lifecycleDefinitionSchema },
  /** The groups of the directory with how many belong to each. */
  'groups.list': {
    input: none,
    output: z.array(z.object({ id: z.string(), name: z.string(), members: z.number().int() })),
  },
  /** A persona signs in to an application by the pages that a person sees, with what she types. A refusal is a result. */
  'personas.sign-in': {
    input: z.object({
      persona: z.string(),
      app: z.string(),
      username: z.string().max(100).optional(),
      password: z.string().max(1024).optional(),
    }),
    output: z.object({ ok: z.boolean(), summary: z.string(), flow: z.string() }),
  },
} as const;
