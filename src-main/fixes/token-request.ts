import { z } from 'zod';
import type { Hop } from '../contract/flow.ts';
import type { ApplicationRecord } from '../store/applications.ts';
import type { Run } from './ending.ts';
import type { ForkedSandbox } from './ports.ts';
import { headersAgain, revealed, sendOnFork } from './request-again.ts';
import { headersNamed } from './wish.ts';

/** A request to the token endpoint as the log has it. */
export interface TokenRequest {
  hop: Hop;
  from: string;
  persona: string | undefined;
}

/** What is sent in the place of what was: fields of the form by name, undefined for one that is left out. */
export type AlteredForm = Readonly<Record<string, string | undefined>>;

const NEVER_KEPT = /‹client_secret:[0-9a-f]{16}›/;

const metadataSchema = z.object({
  client_secret: z.string().optional(),
  token_endpoint_auth_method: z.string().default('client_secret_basic'),
});

/** How an application authenticates, as far as the sandbox can do it for it (RFC 6749 §2.3, RFC 7591 §2). */
export type Credentials = { method: 'none' } | { method: 'basic' | 'post'; secret: string };

/** The credentials that are registered; undefined for a key, which the application alone holds. */
export function credentialsOf({ metadata }: ApplicationRecord): Credentials | undefined {
  const { client_secret: secret, token_endpoint_auth_method: method } = metadataSchema.parse(metadata);
  if (method === 'none') return { method: 'none' };
  if (secret === undefined) return undefined;
  if (method === 'client_secret_basic') return { method: 'basic', secret };
  return method === 'client_secret_post' ? { method: 'post', secret } : undefined;
}

/** Whether the request held a client secret: those are never kept, so what stands in its place must be known. */
export function heldSecret({ hop }: TokenRequest): boolean {
  return [...headersNamed(hop, 'authorization'), hop.request.body?.text ?? ''].some((text) =>
    NEVER_KEPT.test(text),
  );
}

/** The fields of the form, as the log has them. */
export function formOf({ hop }: TokenRequest): URLSearchParams {
  return new URLSearchParams(hop.request.body?.text ?? '');
}

/**
 * Sends a request to the token endpoint once more, as `application` with its registered credentials; without one, with
 * what it held itself.
 */
export function sendTokenRequest(
  fork: ForkedSandbox,
  request: TokenRequest,
  application: ApplicationRecord | undefined,
  altered: AlteredForm = {},
): Promise<Run> {
  const { hop, from, persona } = request;
  const headers = headersAgain(fork, hop.request.headers);
  const form = new URLSearchParams();
  for (const [name, value] of formOf(request)) form.append(name, revealed(fork, value));
  if (!application || !asRegistered(application, headers, form)) {
    for (const value of headersNamed(hop, 'authorization'))
      headers.append('authorization', revealed(fork, value));
  }
  for (const [name, value] of Object.entries(altered)) {
    if (value === undefined) form.delete(name);
    else form.set(name, value);
  }
  return sendOnFork(fork, {
    url: `${fork.issuer}${hop.target}`,
    method: 'POST',
    headers,
    body: form.toString(),
    from,
    persona,
  });
}

/** Puts what an application is registered with into a request for a token. Answers whether the sandbox knows it. */
export function asRegistered(
  application: ApplicationRecord,
  headers: Headers,
  form: URLSearchParams,
): boolean {
  const credentials = credentialsOf(application);
  if (!credentials) return false;
  form.delete('client_secret');
  form.delete('client_id');
  if (credentials.method === 'basic')
    headers.set('authorization', basic(application.clientId, credentials.secret));
  else form.set('client_id', application.clientId);
  if (credentials.method === 'post') form.set('client_secret', credentials.secret);
  return true;
}

/** RFC 6749 §2.3.1: both parts are form-encoded before they are joined. */
function basic(client: string, secret: string): string {
  const encoded = (text: string) => new URLSearchParams({ text }).toString().slice('text='.length);
  return `Basic ${Buffer.from(`${encoded(client)}:${encoded(secret)}`).toString('base64')}`;
}
