import { z } from 'zod';
import { publicErrorSchema } from './errors.ts';
import { jsonSchema } from './json.ts';
import { replySchema, streamMessageSchema } from './stream.ts';

/** What the host hands to the sandbox worker when it starts it. */
export const workerOptionsSchema = z.object({
  /** Folder of the databases, keys, snapshots and settings. Created with mode 0700. */
  dataDir: z.string(),
  host: z.enum(['desktop', 'web']),
  /** Folders in which packs live, in order. */
  packDirs: z.array(z.string()),
  version: z.string(),
  /** The run's secret: control endpoints and persona browsers prove with it that they belong to this run. */
  secret: z.string(),
  /** Ports to use instead of the remembered ones; 0 lets the system choose. */
  port: z.number().int().min(0).max(65535).optional(),
  /** The worker before this one died of this. */
  recoveredFrom: z.string().optional(),
  /** The event log is damaged: put it aside and begin a new one. */
  newLog: z.boolean().optional(),
});
export type WorkerOptions = z.infer<typeof workerOptionsSchema>;

/** What a program needs in order to use the running sandbox; `serve --json` prints it with the `ui` and `control` of the host. */
export const readySchema = z.object({
  issuer: z.string(),
  gateway: z.string(),
  personas: z.array(z.object({ username: z.string(), password: z.string() })),
  applications: z.array(
    z.object({
      client_id: z.string(),
      client_secret: z.string().optional(),
      redirect_uris: z.array(z.string()),
      token_endpoint_auth_method: z.string(),
    }),
  ),
  /** `url` answers 200 to a GET with a right token; `resource` is the RFC 8707 indicator. */
  apis: z.array(
    z.object({ name: z.string(), url: z.string(), resource: z.string(), scopes: z.array(z.string()) }),
  ),
  /** SCIM 2.0 (RFC 7644): its address, and a bearer token that may do everything there. */
  scim: z.object({ url: z.string(), token: z.string() }),
  /** Takes mail for the people of this world (RFC 5321), with any name and password or none. */
  smtp: z.object({ host: z.string(), port: z.number().int() }),
  /** Virtual time, ISO 8601. */
  virtual_time: z.string(),
  notices: z.array(z.string()),
});
export type Ready = z.infer<typeof readySchema>;

/** A cookie of a persona browser. `expires` is absent for the length of the session. */
export const personaCookieSchema = z.object({
  name: z.string(),
  value: z.string(),
  /** Host without port: `localhost` or `127.0.0.1`. */
  host: z.string(),
  path: z.string(),
  httpOnly: z.boolean(),
  secure: z.boolean(),
  sameSite: z.enum(['lax', 'strict', 'none', 'unspecified']),
});
export type PersonaCookie = z.infer<typeof personaCookieSchema>;

/** All that a persona browser keeps: its cookies, and what pages stored, by origin. */
export const personaProfileSchema = z.object({
  persona: z.string(),
  cookies: z.array(personaCookieSchema),
  storage: z.array(
    z.object({
      origin: z.string(),
      local: z.record(z.string(), z.string()),
      session: z.record(z.string(), z.string()),
    }),
  ),
  /** The page that was open. */
  url: z.string().optional(),
});
export type PersonaProfile = z.infer<typeof personaProfileSchema>;

/**
 * What the sandbox may ask of its host. A desktop host answers from its session partitions; a web host has none and
 * answers `unsupported`, whereupon the sandbox keeps the personas' cookies itself.
 */
export const hostMethods = {
  'profiles.read': {
    input: z.object({ personas: z.array(z.string()) }),
    output: z.array(personaProfileSchema),
  },
  'profiles.replace': { input: z.object({ profiles: z.array(personaProfileSchema) }), output: z.null() },
} as const;

/** From the worker to its host. */
export const workerMessageSchema = z.union([
  z.object({ kind: z.literal('ready'), ready: readySchema }),
  z.object({ kind: z.literal('fatal'), error: publicErrorSchema }),
  z.object({ kind: z.literal('reply'), reply: replySchema }),
  z.object({ kind: z.literal('stream'), message: streamMessageSchema }),
  z.object({ kind: z.literal('host-call'), id: z.number().int(), method: z.string(), params: jsonSchema }),
  z.object({ kind: z.literal('stopped') }),
]);
export type WorkerMessage = z.infer<typeof workerMessageSchema>;

/** From the host to the worker. `stop` drains, commits and closes; the worker answers `stopped` and exits. */
export const hostMessageSchema = z.union([
  z.object({ kind: z.literal('call'), id: z.number().int(), method: z.string(), params: jsonSchema }),
  z.object({
    kind: z.literal('host-reply'),
    id: z.number().int(),
    result: jsonSchema.optional(),
    error: publicErrorSchema.optional(),
  }),
  /** A fact that only the host can see, for the log: a persona browser was kept from leaving the sandbox. */
  z.object({
    kind: z.literal('navigation-refused'),
    persona: z.string(),
    url: z.string(),
    reason: z.string(),
  }),
  /** The user interface's own listener refused a request before any part looked at its meaning. */
  z.object({
    kind: z.literal('http-refused'),
    /** Stable name of the rule that refused it, e.g. `request.host-refused`. */
    rule: z.string(),
    method: z.string(),
    /** Path without query. */
    path: z.string(),
    reason: z.string(),
  }),
  z.object({ kind: z.literal('stop') }),
]);
export type HostMessage = z.infer<typeof hostMessageSchema>;
