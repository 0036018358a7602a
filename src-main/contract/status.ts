import { z } from 'zod';
import { publicErrorSchema } from './errors.ts';

export const clockStateSchema = z.object({
  /** Virtual now, ms since the epoch, at the moment of the answer. */
  now: z.number(),
  /** Virtual minus real, ms. 0 is real time. */
  offset: z.number(),
  /** Tokens whose `iat` lies after the present moment. */
  future: z.array(
    z.object({ kind: z.string(), client: z.string(), subject: z.string().optional(), issuedAt: z.number() }),
  ),
});
export type ClockState = z.infer<typeof clockStateSchema>;

export const snapshotSchema = z.object({
  id: z.string(),
  name: z.string(),
  /** Virtual time at which it was taken, ms. */
  vtime: z.number(),
  /** Wall time at which it was taken, ms. */
  wtime: z.number(),
  seq: z.number().int(),
  bytes: z.number().int(),
  automatic: z.boolean(),
  /** The sandbox itself needs it, so it is neither renamed nor deleted. */
  kept: z.boolean().optional(),
});
export type Snapshot = z.infer<typeof snapshotSchema>;

const settingsShape = {
  theme: z.enum(['system', 'light', 'dark']),
  /** Text size in percent. */
  textSize: z.number().int().min(80).max(200),
  welcomed: z.boolean(),
  /** The log is trimmed beyond this size, MiB. */
  logLimitMb: z.number().int().min(16).max(4096),
  /** The gateway asks the register whether a token was revoked. Off shows the gap of real deployments. */
  gatewayRevocationLookup: z.boolean(),
};

export const settingsSchema = z.object({
  theme: settingsShape.theme.default('system'),
  textSize: settingsShape.textSize.default(100),
  welcomed: settingsShape.welcomed.default(false),
  logLimitMb: settingsShape.logLimitMb.default(512),
  gatewayRevocationLookup: settingsShape.gatewayRevocationLookup.default(true),
});
/** A change of some settings. It has no defaults: what a change leaves out stays as it is. */
export const settingsChangeSchema = z.object(settingsShape).partial();
export type Settings = z.infer<typeof settingsSchema>;

export const sandboxInfoSchema = z.object({
  version: z.string(),
  /** `desktop`: persona browsers are part of the window; `web`: they are tabs of the person's own browser. */
  host: z.enum(['desktop', 'web']),
  issuer: z.string(),
  gateway: z.string(),
  ui: z.string().optional(),
  dataDir: z.string(),
  ports: z.record(z.string(), z.number().int()),
  /** Things that a person should know, e.g. a port that was taken and what that breaks. */
  notices: z.array(z.string()),
  initialAccessToken: z.string(),
  /** SCIM 2.0 (RFC 7644): its address, which is also the resource indicator of its tokens, and a token for everything. */
  scim: z.object({ url: z.string(), token: z.string() }),
  /** Takes mail for the people of this world (RFC 5321). */
  smtp: z.object({ host: z.string(), port: z.number().int() }),
  /** Why nothing can be written now, if so; changes come as `trouble` messages. */
  trouble: publicErrorSchema.optional(),
});
export type SandboxInfo = z.infer<typeof sandboxInfoSchema>;

/** `restarting` and `stopped` come from the host, which outlives the worker. */
export const sandboxStatusSchema = z.object({
  status: z.enum(['starting', 'ready', 'restarting', 'stopped']),
  reason: z.string().optional(),
});
export type SandboxStatus = z.infer<typeof sandboxStatusSchema>;

/** A persona browser of the desktop window. */
export const browserStateSchema = z.object({
  persona: z.string(),
  url: z.string(),
  title: z.string(),
  loading: z.boolean(),
  canGoBack: z.boolean(),
  canGoForward: z.boolean(),
});
export type BrowserState = z.infer<typeof browserStateSchema>;

export const boundsSchema = z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() });
export type Bounds = z.infer<typeof boundsSchema>;
