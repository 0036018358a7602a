import { AS_WORKBENCH, basic, Kit } from '../rules/identity/kit.ts';
import type { Reply, ScimService } from './support.ts';

export const SYNC = { id: 'directory-sync', secret: 'directory-sync-sandbox-secret' } as const;
export const AS_SYNC = basic(SYNC.id, SYNC.secret);
const CALLBACK = 'http://127.0.0.1/callback';

/** A token of the machine that keeps the directory in step (client credentials). */
export async function machineToken(scim: ScimService, scope: string, resource = scim.url): Promise<string> {
  const form = { grant_type: 'client_credentials', scope, resource };
  const { body } = await new Kit(scim.identity).send('/token', form, { authorization: AS_SYNC });
  if (!body.access_token) throw new Error(JSON.stringify(body));
  return body.access_token;
}

/** The tokens of a person who signs in at the workbench and allows what it asks for. */
export async function personTokens(
  scim: ScimService,
  persona: string,
  scope: string,
  resource = scim.url,
): Promise<Record<string, string>> {
  const kit = new Kit(scim.identity);
  const asked = { client_id: 'workbench', redirect_uri: CALLBACK, scope, resource };
  const code = (await kit.enter(asked, persona)).get('code') ?? '';
  const form = { ...kit.exchange(code), redirect_uri: CALLBACK };
  return (await kit.send('/token', form, { authorization: AS_WORKBENCH })).body;
}

/** Sends a request with a token of the provider. */
export const as = (
  scim: ScimService,
  token: string | undefined,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Reply> => scim.send(method, path, body, { authorization: `Bearer ${token}`, ...headers });
