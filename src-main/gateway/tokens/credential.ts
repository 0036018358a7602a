/** What the Authorization header says (RFC 9110 §11.6.2). */
export interface Credential {
  /** The scheme as it was written. */
  readonly scheme: string;
  readonly token: string;
  /** The token has the form that RFC 6750 §2.1 gives it (`b64token`). */
  readonly wellFormed: boolean;
}

/** Schemes under which the gateway takes a token. */
export const ACCEPTED_SCHEMES: readonly string[] = ['Bearer', 'DPoP'];

const B64TOKEN = /^[A-Za-z0-9\-._~+/]+=*$/;

/** Takes an Authorization header apart without judging it. */
export function parseCredential(header: string): Credential {
  const space = header.indexOf(' ');
  const scheme = space < 0 ? header : header.slice(0, space);
  // Spaces alone (1*SP): `trim` would also drop what no server need take for a space.
  const token = space < 0 ? '' : header.slice(space).replace(/^ +| +$/g, '');
  return { scheme, token, wellFormed: B64TOKEN.test(token) };
}

/** Scheme names are compared without case (RFC 9110 §11.1). */
export function sameScheme(scheme: string, name: string): boolean {
  return scheme.toLowerCase() === name.toLowerCase();
}

/** How many `access_token` parameters a query carries (RFC 6750 §2.3). */
export function tokensInQuery(query: string): number {
  if (!query.includes('access_token') && !query.includes('%')) return 0;
  return new URLSearchParams(query).getAll('access_token').length;
}
