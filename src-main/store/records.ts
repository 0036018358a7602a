import { z } from 'zod';
import { operationSchema } from '../contract/world.ts';

/** How the token of an API looks: `jwt` after RFC 9068, or `opaque`, which only introspection can read. */
export const tokenFormatSchema = z.enum(['jwt', 'opaque']);

/** An API as provider and gateway know it: the one definition that both read. */
export const apiDefinitionSchema = z.object({
  about: z.string(),
  /** RFC 8707 resource indicator, and the audience of its tokens. */
  resource: z.string(),
  tokenFormat: tokenFormatSchema,
  scopes: z.array(z.object({ name: z.string(), about: z.string() })),
  /** Paths are relative to `/<id>/<version>`; `{id}` matches one segment. */
  operations: z.array(operationSchema),
  /** Lifetime of its access tokens, s. */
  accessTokenTtl: z.number().int().positive(),
  /** The gateway waits this long for the API, ms of real time. */
  timeoutMs: z.number().int().positive(),
});
export type ApiDefinition = z.infer<typeof apiDefinitionSchema>;

/** What the sandbox itself knows of an application, beside its OpenID client metadata. */
export const applicationSettingsSchema = z.object({
  requestedScopes: z.array(z.string()),
  allowedScopes: z.array(z.string()),
  /** The APIs that it calls: their resource indicators go with its authorization request (RFC 8707). */
  resources: z.array(z.string()),
  rotateRefreshTokens: z.boolean(),
  /**
   * Sign-ins are bound by PKCE (RFC 7636): the application sends a challenge, and the provider insists on one of public
   * applications. Off only to see what happens without.
   */
  pkce: z.boolean().default(true),
});
export type ApplicationSettings = z.infer<typeof applicationSettingsSchema>;
