import { z } from 'zod';
import type { Json } from '../../contract/json.ts';
import { jsonSchema } from '../../contract/json.ts';
import type { Core } from '../../events/core.ts';
import { CALL_HEADER } from './depth.ts';
import type { ScriptCall } from './engine/messages.ts';
import type { Sieve } from './sieve.ts';

const optionsSchema = z
  .object({
    body: jsonSchema.optional(),
    as: z.enum(['anybody', 'caller', 'sandbox']).default('anybody'),
  })
  .strict();

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];
/** The longest answer that a script gets, characters. */
const LONGEST = 256 * 1024;
/** Headers of an answer that a script sees. */
const SHOWN = ['content-type', 'location', 'etag'];

/** What the calls of one run need. */
export interface CallPorts {
  core: Core;
  issuer: string;
  /** The token of SCIM, with which a script acts as the sandbox itself. */
  sandboxToken: () => string;
  /** The `Authorization` of whoever called the endpoint that the script is. */
  authorization: string | undefined;
  header: string;
  sieve: Sieve;
  /** Ends the call when the work must stop. */
  signal: AbortSignal;
}

/** Makes the calls of one run: to the provider's own endpoints, each a hop of the same story. What it throws, the script sees. */
export function callsOf(ports: CallPorts): (call: ScriptCall) => Promise<string> {
  const { core, issuer, header, sieve, signal } = ports;
  return async ({ method, path, options }) => {
    const wanted = method.toUpperCase();
    if (!METHODS.includes(wanted)) throw new Error(`call: the method is one of ${METHODS.join(', ')}.`);
    const url = new URL(path, issuer);
    if (!path.startsWith('/') || url.origin !== issuer)
      throw new Error('call: the path begins with / and stays at the provider.');
    const parsed = optionsSchema.safeParse(JSON.parse(options));
    if (!parsed.success)
      throw new Error('call: the third argument takes {body, as}; as is anybody, caller or sandbox.');
    const { body, as } = parsed.data;
    const headers = new Headers({ accept: 'application/json', [CALL_HEADER]: header });
    const authorization = authorizationOf(ports, as);
    if (authorization !== undefined) headers.set('authorization', authorization);
    const type = url.pathname.startsWith('/scim2') ? 'application/scim+json' : 'application/json';
    if (body !== undefined) headers.set('content-type', type);
    const response = await core.dispatcher.fetchAs('idp')(url, {
      method: wanted,
      headers,
      signal,
      redirect: 'manual',
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (text.length > LONGEST) throw new Error(`call: the answer has more than ${LONGEST} characters.`);
    const answer: Json = {
      status: response.status,
      headers: Object.fromEntries(
        SHOWN.flatMap((name) => {
          const value = response.headers.get(name);
          return value === null ? [] : [[name, value]];
        }),
      ),
      body: parsedOr(text),
    };
    sieve.learn(answer);
    return JSON.stringify(answer);
  };
}

function authorizationOf(
  { authorization, sandboxToken }: CallPorts,
  as: 'anybody' | 'caller' | 'sandbox',
): string | undefined {
  if (as === 'anybody') return undefined;
  if (as === 'sandbox') return `Bearer ${sandboxToken()}`;
  if (authorization === undefined)
    throw new Error('call: nobody called with a token here, so as: caller has no meaning.');
  return authorization;
}

function parsedOr(text: string): Json {
  if (text === '') return null;
  try {
    return JSON.parse(text) as Json;
  } catch {
    // A page, or another text that is no JSON.
    return text;
  }
}
