import assert from 'node:assert/strict';
import type { JsonObject } from '../../../src-main/contract/json.ts';
import type { Reply, ScimService } from '../../integration/scim/support.ts';

export type Level = 'MUST' | 'MUST NOT' | 'SHALL' | 'SHALL NOT' | 'SHOULD' | 'SHOULD NOT';

/** What a check asks: a service, and the token of a person. */
export interface Ground {
  scim: ScimService;
  /** An access token with which Alice reads and changes her own entry. */
  personToken(): Promise<string>;
}

/** One demand of a standard on a service provider, in our own words, and what shows that it is met. */
export interface Requirement {
  rfc: 7643 | 7644;
  section: string;
  level: Level;
  says: string;
  check: (ground: Ground) => Promise<void>;
}

/** A demand that cannot be asked over the wire, or that this service does not meet, and why. */
export interface Unasked {
  rfc: 7643 | 7644;
  section: string;
  level: Level;
  says: string;
  why: string;
}

export const CORE = 'urn:ietf:params:scim:schemas:core:2.0';
export const USER = `${CORE}:User`;
export const GROUP = `${CORE}:Group`;
export const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
export const MESSAGES = 'urn:ietf:params:scim:api:messages:2.0';

let made = 0;
/** A name that nobody has yet. */
export const fresh = (what = 'person'): string => {
  made += 1;
  return `conformance-${what}-${made}`;
};

export const create = async ({ scim }: Ground, more: JsonObject = {}): Promise<JsonObject> => {
  const reply = await scim.send('POST', '/Users', { schemas: [USER], userName: fresh(), ...more });
  assert.equal(reply.status, 201, JSON.stringify(reply.body));
  return reply.body;
};

export const read = async ({ scim }: Ground, id: unknown): Promise<JsonObject> =>
  (await scim.send('GET', `/Users/${String(id)}`)).body;

export const patch = ({ scim }: Ground, id: unknown, ...Operations: JsonObject[]): Promise<Reply> =>
  scim.send('PATCH', `/Users/${String(id)}`, { schemas: [`${MESSAGES}:PatchOp`], Operations });

export const bulk = ({ scim }: Ground, Operations: JsonObject[], more: JsonObject = {}): Promise<Reply> =>
  scim.send('POST', '/Bulk', { schemas: [`${MESSAGES}:BulkRequest`], Operations, ...more });

export const find = ({ scim }: Ground, query: Record<string, string>, type = 'Users'): Promise<Reply> =>
  scim.send('GET', `/${type}?${new URLSearchParams(query)}`);

export const metaOf = (resource: JsonObject): JsonObject => resource.meta as JsonObject;

/** A refusal in the form of RFC 7644 §3.12. */
export function refused(reply: Reply, status: number, scimType?: string): void {
  assert.equal(reply.status, status, JSON.stringify(reply.body));
  assert.deepEqual(reply.body.schemas, [`${MESSAGES}:Error`]);
  assert.equal(reply.body.status, String(status));
  if (scimType !== undefined) assert.equal(reply.body.scimType, scimType);
}

/** The statuses of the operations of a bulk answer. */
export const statuses = ({ body }: Reply): string[] =>
  (body.Operations ?? []).map(({ status }) => String(status));
