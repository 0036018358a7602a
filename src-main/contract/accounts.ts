import { z } from 'zod';
import { accountLabelSchema, accountStateSchema, channelSchema, resetModeSchema } from './account-state.ts';
import { codeFormatSchema, codeStatusSchema, codeStepSchema, scenarioSchema } from './codes.ts';
import { governanceChangeSchema, governanceSchema } from './governance.ts';
import { jsonObjectSchema } from './json.ts';

/** An account as a list shows it. */
export const accountSummarySchema = z.object({
  id: z.string(),
  username: z.string(),
  name: z.string(),
  email: z.string(),
  state: accountStateSchema,
  groups: z.array(z.string()),
  lastSignInAt: z.number().nullable(),
  createdAt: z.number(),
});
export type AccountSummary = z.infer<typeof accountSummarySchema>;

/** One way on from where an account is, or the reason why it is closed now. */
export const chartTransitionSchema = z.object({
  /** The row of the transition table; null for one that the table does not number. */
  row: z.number().nullable(),
  /** Names the transition among all others. */
  id: z.string(),
  trigger: z.string(),
  title: z.string(),
  from: z.array(z.string()),
  to: z.array(z.string()),
  /** What must hold for it, in words. */
  guards: z.array(z.string()),
  /** Whether it would be taken if its trigger came now. */
  open: z.boolean(),
  /** Why not: what does not hold. */
  closedBy: z.string().nullable(),
  /** It ends where it begins: something is refused, or nothing happens. */
  standsStill: z.boolean(),
});
export type ChartTransition = z.infer<typeof chartTransitionSchema>;

/** A code of an account, without the code itself. */
export const accountCodeSchema = z.object({
  id: z.string(),
  scenario: scenarioSchema,
  step: codeStepSchema,
  format: codeFormatSchema,
  channel: z.string(),
  status: codeStatusSchema,
  attempts: z.number(),
  createdAt: z.number(),
  expiresAt: z.number(),
  endedAt: z.number().nullable(),
});

/** Everything about one account that an administrator may see. Times are virtual, ms. */
export const accountDetailSchema = accountSummarySchema.extend({
  claims: jsonObjectSchema,
  pendingEmail: z.string().nullable(),
  pendingPhone: z.string().nullable(),
  preferredChannel: channelSchema,
  confirmedAt: z.number().nullable(),
  passwordChangedAt: z.number().nullable(),
  updatedAt: z.number(),
  /** Virtual now, by which the chart was read. */
  now: z.number(),
  chart: z.array(chartTransitionSchema),
  codes: z.array(accountCodeSchema),
  sessions: z.array(
    z.object({ uid: z.string(), since: z.number().nullable(), clients: z.array(z.string()) }),
  ),
  tokens: z.array(
    z.object({
      handle: z.string(),
      kind: z.enum(['access', 'refresh']),
      client: z.string(),
      scope: z.string().nullable(),
      issuedAt: z.number(),
      expiresAt: z.number().nullable(),
    }),
  ),
});
export type AccountDetail = z.infer<typeof accountDetailSchema>;

/** What an administrator can do with an account. */
export const accountActionSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('lock') }),
  z.object({ kind: z.literal('unlock') }),
  z.object({ kind: z.literal('disable') }),
  z.object({ kind: z.literal('enable') }),
  z.object({ kind: z.literal('force-reset'), mode: resetModeSchema }),
  z.object({ kind: z.literal('set-password'), password: z.string().min(1).max(1024) }),
  z.object({ kind: z.literal('resend') }),
  z.object({ kind: z.literal('delete') }),
  z.object({ kind: z.literal('end-sessions') }),
  /** One session at the provider, by its uid. */
  z.object({ kind: z.literal('end-session'), uid: z.string().max(200) }),
  z.object({ kind: z.literal('revoke-tokens') }),
]);
export type AccountAction = z.infer<typeof accountActionSchema>;

/** What came of it. `code` is there where somebody has to hand it over, and only this once. */
export const actionResultSchema = z.object({
  row: z.number().nullable(),
  title: z.string(),
  cut: z.object({
    accessTokens: z.number(),
    refreshTokens: z.number(),
    codes: z.number(),
    sessions: z.number(),
  }),
  code: z.string().nullable(),
  /** The story that it is told in. */
  flow: z.string(),
});

/** How an administrator makes an account: with a password, by an invitation, or with an address to confirm. */
export const newAccountSchema = z.object({
  username: z.string().trim().min(1).max(100),
  name: z.string().trim().min(1).max(200),
  email: z.union([z.literal(''), z.email()]),
  phone: z.string().max(40).default(''),
  groups: z.array(z.string()).max(100).default([]),
  by: z.enum(['password', 'invitation', 'verification']),
  password: z.string().max(1024).default(''),
});

function method<I extends z.ZodType, O extends z.ZodType>(input: I, output: O) {
  return { input, output };
}

/** What a user interface may ask about the directory and change in it. */
export const accountMethods = {
  /** A page of the directory, by user name; `search` looks at the beginning of user name, name and address. */
  'accounts.list': method(
    z.object({
      search: z.string().max(200).default(''),
      label: accountLabelSchema.optional(),
      locked: z.boolean().optional(),
      disabled: z.boolean().optional(),
      group: z.string().optional(),
      offset: z.number().int().min(0).default(0),
      limit: z.number().int().min(1).max(500).default(100),
    }),
    z.object({ accounts: z.array(accountSummarySchema), total: z.number().int() }),
  ),
  'accounts.get': method(z.object({ id: z.string() }), accountDetailSchema),
  'accounts.create': method(newAccountSchema, actionResultSchema.extend({ id: z.string() })),
  'accounts.act': method(z.object({ id: z.string(), action: accountActionSchema }), actionResultSchema),
  'governance.get': method(z.object({}).strict(), governanceSchema),
  'governance.set': method(governanceChangeSchema, governanceSchema),
};
