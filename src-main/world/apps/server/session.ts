import { z } from 'zod';
import { jsonSchema } from '../../../contract/json.ts';

const accessTokenSchema = z.object({
  token: z.string(),
  scope: z.string(),
  /** Virtual time at which it ends, ms. */
  expiresAt: z.number(),
});

/** The answer of an API as the person saw it last; see shared/api-answer.js. */
export const answerSchema = z.object({
  api: z.string(),
  method: z.string(),
  path: z.string(),
  status: z.number(),
  ok: z.boolean(),
  title: z.string(),
  text: z.string(),
  error: z.string().optional(),
  needs: z.string().optional(),
});

/** A P-256 key pair, the private part with it (RFC 7518 §6.2). */
const keySchema = z.object({
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  x: z.string(),
  y: z.string(),
  d: z.string(),
});
export type SessionKey = z.infer<typeof keySchema>;

/** What an application keeps of a visitor. The visitor's browser holds a random key to it, and no more. */
export const appSessionSchema = z.object({
  /** A sign-in that has begun and waits for the person to come back from the provider. */
  pending: z
    .object({
      state: z.string(),
      nonce: z.string(),
      /** Absent: the sign-in goes without PKCE. */
      codeVerifier: z.string().optional(),
      redirectUri: z.string(),
      resources: z.array(z.string()),
    })
    .optional(),
  /** The key to which the tokens are bound, where the application has bound tokens (RFC 9449). It never leaves here. */
  key: keySchema.optional(),
  /** A device that waits for somebody to approve it elsewhere (RFC 8628 §3.2). */
  device: z
    .object({
      deviceCode: z.string(),
      userCode: z.string(),
      verificationUri: z.string(),
      verificationUriComplete: z.string(),
      resources: z.array(z.string()),
      startedAt: z.number(),
    })
    .optional(),
  user: z
    .object({
      sub: z.string(),
      name: z.string(),
      /** The provider's id of the session at this application (OpenID Connect Back-Channel Logout §2.1). */
      sid: z.string().optional(),
      signedInAt: z.number(),
    })
    .optional(),
  tokens: z
    .object({
      idToken: z.string(),
      refreshToken: z.string().optional(),
      /** One access token for each API, by resource indicator: a token is good for one audience (RFC 8707). */
      access: z.record(z.string(), accessTokenSchema),
    })
    .optional(),
  /** Bodies that APIs answered, for the page. */
  data: z.record(z.string(), jsonSchema),
  last: answerSchema.optional(),
});
export type AppSession = z.infer<typeof appSessionSchema>;

/** A session in which nothing has happened yet. */
export const emptySession = (): AppSession => ({ data: {} });
