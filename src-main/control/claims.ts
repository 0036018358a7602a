/** What the claims of tokens mean, for the inspector. Sources: RFC 7519 §4.1, RFC 9068 §2.2, OpenID Connect Core §2 and §5.1. */
export const CLAIM_MEANINGS: Readonly<Record<string, string>> = {
  iss: 'Issuer: the provider that made this token. A receiver must know and expect exactly this value.',
  sub: 'Subject: the account that it is about, or the application itself when no person is involved.',
  aud: 'Audience: for whom it is meant. Everybody else must refuse it.',
  exp: 'Expiry: from this moment on it must be refused.',
  nbf: 'Not before: until this moment it must be refused.',
  iat: 'Issued at: the moment when it was made.',
  jti: 'Its own number, so that one token can be named, looked up or revoked.',
  client_id: 'The application to which it was issued.',
  azp: 'Authorized party: the application to which it was issued.',
  scope:
    'What the application may do with it. The API, or the gateway before it, compares this with what a call needs.',
  acr: 'How strong the sign-in was, as a class that provider and receiver have agreed on.',
  amr: 'By which methods the person signed in, e.g. pwd for a password (RFC 8176).',
  auth_time: 'When the person last actively signed in.',
  nonce: 'What the application sent with its request, so that this ID token belongs to that request alone.',
  at_hash: 'Hash of the access token that was issued with it.',
  c_hash: 'Hash of the code that was issued with it.',
  s_hash: 'Hash of the state that was sent with the request.',
  sid: 'The session at the provider, so that a logout can say which one has ended.',
  cnf: 'Confirmation: the key whose owner alone may use this token (RFC 7800; DPoP, RFC 9449).',
  name: 'Full name.',
  given_name: 'Given name.',
  family_name: 'Family name.',
  email: 'E-mail address.',
  email_verified: 'Whether the provider has proof that the address belongs to this person.',
  phone_number: 'Telephone number.',
  preferred_username: 'The name that the person signs in with. It may change; sub does not.',
  groups: 'Groups of the account in the directory.',
  active: 'Whether the provider regards the token as valid at this moment (RFC 7662).',
};

const UNKNOWN = 'A claim of this provider’s own.';

/** What a claim means, in one sentence. */
export function claimMeaning(name: string): string {
  return CLAIM_MEANINGS[name] ?? UNKNOWN;
}
