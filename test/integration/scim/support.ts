import type { JsonObject } from '../../../src-main/contract/json.ts';
import { startIdentity, type TestIdentity } from '../../support/identity.ts';
import { testClock } from '../../support/virtual-clock.ts';

export const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
export const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
export const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
export const WSO2 = 'urn:scim:wso2:schema';
export const PATCH = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
export const BULK = 'urn:ietf:params:scim:api:messages:2.0:BulkRequest';
export const ERROR = 'urn:ietf:params:scim:api:messages:2.0:Error';

/** An answer of SCIM. The body is whatever came; tests say what they expect of it. */
export interface Reply {
  status: number;
  headers: Headers;
  body: JsonObject & { Resources?: JsonObject[]; Operations?: JsonObject[] };
}

/** A directory that listens, and a client with the token of the run. */
export interface ScimService {
  identity: TestIdentity;
  url: string;
  token: string;
  send(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Reply>;
  /** Creates a user and answers it. */
  user(userName: string, more?: JsonObject): Promise<JsonObject>;
  group(displayName: string, members?: string[]): Promise<JsonObject>;
  /** The user names that a filter finds, in order of the answer. */
  names(filter: string, more?: Record<string, string>): Promise<string[]>;
  patch(path: string, ...operations: JsonObject[]): Promise<Reply>;
}

/** `dataDir`: a folder that has a world already. */
export async function startScim(options: { dataDir?: string } = {}): Promise<ScimService> {
  const identity = await startIdentity({ clock: testClock(), ...options });
  const { url, token } = identity.provider.scim();
  const send: ScimService['send'] = async (method, path, body, headers = {}) => {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/scim+json' }),
        ...headers,
      },
      body: body === undefined ? null : typeof body === 'string' ? body : JSON.stringify(body),
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: text === '' ? {} : (JSON.parse(text) as Reply['body']),
    };
  };
  const made = async (path: string, body: JsonObject) => {
    const reply = await send('POST', path, body);
    if (reply.status !== 201) throw new Error(JSON.stringify(reply.body));
    return reply.body;
  };
  return {
    identity,
    url,
    token,
    send,
    user: (userName, more = {}) => made('/Users', { schemas: [USER], userName, ...more }),
    group: (displayName, members = []) =>
      made('/Groups', { schemas: [GROUP], displayName, members: members.map((value) => ({ value })) }),
    names: async (filter, more = {}) => {
      const reply = await send('GET', `/Users?${new URLSearchParams({ filter, ...more })}`);
      if (reply.status !== 200) throw new Error(JSON.stringify(reply.body));
      return (reply.body.Resources ?? []).map(({ userName }) => String(userName));
    },
    patch: (path, ...Operations) => send('PATCH', path, { schemas: [PATCH], Operations }),
  };
}
