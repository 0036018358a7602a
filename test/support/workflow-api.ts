import type { TestIdentity } from './identity.ts';

export const REGISTRATION = '/api/identity/user/v1.0';
export const RECOVERY = '/api/users/v2/recovery/password';

const WSO2 = 'http://wso2.org/claims';

/** Claims of a body, by WSO2's names. */
export const claims = (named: Record<string, string>) =>
  Object.entries(named).map(([name, value]) => ({ uri: `${WSO2}/${name}`, value }));

/** An answer of the REST endpoints of the workflows. */
export interface ApiAnswer {
  status: number;
  code: string;

  body: Record<string, unknown>;
}

/** Calls a REST endpoint of the workflows, as a caller that the directory trusts or as anybody. */
export async function post(
  { issuer, provider }: TestIdentity,
  path: string,
  body: object,
  caller: 'trusted' | 'anybody' = 'trusted',
): Promise<ApiAnswer> {
  const response = await fetch(`${issuer}${path}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(caller === 'trusted' ? { authorization: `Bearer ${provider.scim().token}` } : {}),
    },
    body: JSON.stringify(body),
  });
  const answer = await response.json();
  return { status: response.status, code: answer.code, body: answer };
}

/** Registers somebody; with another password, address or name where given. */
export const registerErin = (
  identity: TestIdentity,
  { username = 'erin', password = 'a long enough one', email = 'erin@mail.example' } = {},
): Promise<ApiAnswer> =>
  post(identity, `${REGISTRATION}/me`, {
    user: { username, password, claims: claims({ emailaddress: email, givenname: 'Erin' }) },
  });

/** Begins to recover a password. */
export const init = (identity: TestIdentity, username: string): Promise<ApiAnswer> =>
  post(identity, `${RECOVERY}/init`, { claims: claims({ username }) });
