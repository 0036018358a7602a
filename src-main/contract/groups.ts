import { z } from 'zod';

const id = z.string().max(200);
const name = z.string().trim().min(1).max(200);
/** How many tokens were revoked, since whoever loses a group must not go on with a token that was made by it. */
const cutSchema = z.object({ tokens: z.number().int() });

/** A group with what hangs on it. Times are virtual, ms. */
export const groupDetailSchema = z.object({
  id: z.string(),
  name: z.string(),
  createdAt: z.number(),
  updatedAt: z.number(),
  members: z.number().int(),
  /** Tokens of its members that work now: those that go when the group goes. */
  tokens: z.number().int(),
});
export type GroupDetail = z.infer<typeof groupDetailSchema>;

/** What administrators do with groups, by the same rules as SCIM. Members are listed by `accounts.list`. */
export const groupMethods = {
  'groups.get': { input: z.object({ id }), output: groupDetailSchema },
  'groups.create': { input: z.object({ name }), output: z.object({ id: z.string() }) },
  'groups.rename': { input: z.object({ id, name }), output: z.object({}).strict() },
  'groups.delete': { input: z.object({ id }), output: cutSchema },
  /** Adds and removes members, by account id. */
  'groups.change': {
    input: z.object({
      id,
      add: z.array(id).max(1000).default([]),
      remove: z.array(id).max(1000).default([]),
    }),
    output: cutSchema,
  },
} as const;
