import type { ReadyLine } from '../../durability/sandbox-process.ts';

/** Asks for a token as the nightly job does. */
export function askToken({ issuer, apis }: ReadyLine): Promise<Response> {
  return fetch(`${issuer}/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: 'statement-job',
      client_secret: 'statement-job-sandbox-secret',
      scope: 'accounts:list',
      resource: apis[0]?.resource ?? '',
    }),
  });
}

/** A token that was given out. */
export async function token(line: ReadyLine): Promise<string> {
  const response = await askToken(line);
  const body = (await response.json()) as { access_token?: string };
  if (!body.access_token) throw new Error(`no token: ${response.status} ${JSON.stringify(body)}`);
  return body.access_token;
}

/** Calls the first API with a token. */
export function callApi(line: ReadyLine, value: string): Promise<Response> {
  return fetch(line.apis[0]?.url ?? '', { headers: { authorization: `Bearer ${value}` } });
}
