import { z } from 'zod';

/** What a mapper is called in plain words, which attribute it reads, and the standard that names the claim. */
interface MapperText {
  title: string;
  attribute?: string;
  standard: string;
}

/** Everything that puts a claim into a token or an answer of the provider. */
export const CLAIM_MAPPERS = {
  'directory.id': { title: 'the account’s id', attribute: 'account.id', standard: 'OpenID Connect Core §2' },
  'directory.name': {
    title: 'the account’s name',
    attribute: 'account.name',
    standard: 'OpenID Connect Core §5.1',
  },
  'directory.username': {
    title: 'the account’s user name',
    attribute: 'account.username',
    standard: 'OpenID Connect Core §5.1',
  },
  'directory.email': {
    title: 'the account’s e-mail address',
    attribute: 'account.email',
    standard: 'OpenID Connect Core §5.1',
  },
  'directory.groups': {
    title: 'the account’s groups',
    attribute: 'account.groups',
    standard: 'RFC 9068 §2.2.3.1',
  },
  'directory.claim': {
    title: 'an attribute of the account',
    attribute: 'account.claims',
    standard: 'OpenID Connect Core §5.1',
  },
  'sign-in.acr': { title: 'how strong the sign-in was', standard: 'OpenID Connect Core §2' },
  'sign-in.amr': { title: 'by which methods the person signed in', standard: 'RFC 8176 §1' },
  'sign-in.time': { title: 'when the person signed in', standard: 'OpenID Connect Core §2' },
  'session.id': {
    title: 'the session at the provider',
    standard: 'OpenID Connect Back-Channel Logout §2.1',
  },
  'client.id': { title: 'the application that the token is for', standard: 'RFC 9068 §2.2' },
  'client.subject': { title: 'the application itself: no person is behind it', standard: 'RFC 9068 §2.2' },
  'client.audience': {
    title: 'the application, which alone may read it',
    standard: 'OpenID Connect Core §2',
  },
  'request.resource': { title: 'the API that the token was asked for', standard: 'RFC 8707 §2' },
  'request.nonce': { title: 'the nonce of the request', standard: 'OpenID Connect Core §3.1.2.1' },
  'request.key': { title: 'the key of the DPoP proof', standard: 'RFC 9449 §6.1' },
  'grant.scope': { title: 'what was asked for and allowed', standard: 'RFC 9068 §2.2.3' },
  'provider.issuer': { title: 'the provider’s own address', standard: 'RFC 7519 §4.1.1' },
  'provider.number': { title: 'a number of its own, drawn at random', standard: 'RFC 7519 §4.1.7' },
  'provider.clock': { title: 'the moment it was made', standard: 'RFC 7519 §4.1.6' },
  'provider.lifetime': { title: 'that moment and its lifetime', standard: 'RFC 7519 §4.1.4' },
  'provider.hash': { title: 'the hash of what it was issued with', standard: 'OpenID Connect Core §3.1.3.6' },
  'action.answer': {
    title: 'the service that was asked before the token was issued',
    standard: 'WSO2 IS: pre-issue access token action',
  },
  'provider.verdict': { title: 'the provider’s judgement of the token', standard: 'RFC 7662 §2.2' },
} as const satisfies Record<string, MapperText>;

export type ClaimMapper = keyof typeof CLAIM_MAPPERS;

/** What is recorded for one claim, by the code that maps it, as it does. */
export const recordedOriginSchema = z.object({
  mapper: z.enum(Object.keys(CLAIM_MAPPERS) as [ClaimMapper, ...ClaimMapper[]]),
  /** The scope that lets the claim out (OpenID Connect Core §5.4). */
  scope: z.string().optional(),
  /** The claims parameter of the request asked for it (OpenID Connect Core §5.5). */
  parameter: z.boolean().optional(),
  /** Its lifetime, s, where the mapper has one. */
  lifetime: z.number().optional(),
});
export type RecordedOrigin = z.infer<typeof recordedOriginSchema>;

/** An event to look at; one that belongs to no story, such as a change of a setting, has no flow. */
const eventLinkSchema = z.object({
  seq: z.number().int(),
  title: z.string(),
  vtime: z.number(),
  flow: z.string().optional(),
  span: z.string().optional(),
});
export type EventLink = z.infer<typeof eventLinkSchema>;

/** How a scope came to be: asked for, allowed, and the change of a setting since which it is asked for. */
const scopeOriginSchema = z.object({
  scope: z.string(),
  requested: eventLinkSchema.optional(),
  consented: eventLinkSchema.optional(),
  changed: eventLinkSchema.optional(),
});

/** Where one claim of a token, or of an answer, comes from. */
export const claimOriginSchema = z.object({
  name: z.string(),
  mapper: z.string(),
  title: z.string(),
  attribute: z.string().optional(),
  standard: z.string(),
  parameter: z.boolean().optional(),
  lifetime: z.number().optional(),
  scopes: z.array(scopeOriginSchema),
  /** The sign-in, for what tells of it. */
  signedIn: eventLinkSchema.optional(),
});
export type ClaimOrigin = z.infer<typeof claimOriginSchema>;
