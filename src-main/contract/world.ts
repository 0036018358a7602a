import { z } from 'zod';

/** Who can appear in a diagram, and in which colour. */
export const actorKindSchema = z.enum([
  'browser',
  'client',
  'idp',
  'gateway',
  'backend',
  'control',
  'attacker',
  'outside',
]);
export type ActorKind = z.infer<typeof actorKindSchema>;

/** A participant: `id` is what events carry in `node`, `from` and `to` (`browser:alice`, `app:…`, `idp`, `gateway`, `api:…`, `outside`). */
export const participantSchema = z.object({ id: z.string(), name: z.string(), kind: actorKindSchema });
export type Participant = z.infer<typeof participantSchema>;

export const personaSchema = z.object({
  id: z.string(),
  name: z.string(),
  role: z.enum(['customer', 'help-desk', 'administrator', 'attacker']),
  about: z.string(),
  device: z.string(),
  username: z.string(),
  password: z.string(),
});
export type Persona = z.infer<typeof personaSchema>;

export const applicationSchema = z.object({
  clientId: z.string(),
  name: z.string(),
  about: z.string(),
  /** `attacker` and `site` are pages of the world that are no applications of the provider. */
  kind: z.enum(['server', 'spa', 'native', 'outside', 'attacker', 'site']),
  /** Where its pages live, when it is one of the world's own applications. */
  url: z.string().optional(),
  redirectUris: z.array(z.string()),
  tokenEndpointAuthMethod: z.string(),
  grantTypes: z.array(z.string()),
  /** The scopes that it asks for at sign-in. */
  requestedScopes: z.array(z.string()),
  /** The scopes that it may ask for. */
  allowedScopes: z.array(z.string()),
  rotateRefreshTokens: z.boolean(),
  /** Sign-ins are bound by PKCE (RFC 7636). */
  pkce: z.boolean(),
});
export type Application = z.infer<typeof applicationSchema>;

export const operationSchema = z.object({
  method: z.string(),
  path: z.string(),
  scope: z.string().optional(),
  summary: z.string(),
});

export const apiSchema = z.object({
  id: z.string(),
  name: z.string(),
  version: z.string(),
  about: z.string(),
  /** Base address at the gateway. */
  url: z.string(),
  /** RFC 8707 resource indicator, which is also the audience of its tokens. */
  resource: z.string(),
  tokenFormat: z.enum(['jwt', 'opaque']),
  scopes: z.array(z.object({ name: z.string(), about: z.string() })),
  operations: z.array(operationSchema),
});
export type Api = z.infer<typeof apiSchema>;

export const worldSchema = z.object({
  name: z.string(),
  about: z.string(),
  personas: z.array(personaSchema),
  applications: z.array(applicationSchema),
  apis: z.array(apiSchema),
  participants: z.array(participantSchema),
  /** The persona at the keyboard. */
  persona: z.string(),
});
export type World = z.infer<typeof worldSchema>;
