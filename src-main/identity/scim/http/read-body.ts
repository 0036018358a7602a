import type { IncomingMessage } from 'node:http';
import type { JsonObject } from '../../../contract/json.ts';
import { BULK_BOUNDS } from '../bulk.ts';
import type { RuleChain } from '../rule-chain.ts';
import { isObject } from '../schema/read-resource.ts';

const JSON_TYPE = /^application\/(scim\+)?json\s*(;|$)/i;

/** Reads the JSON body of a request. Ends the chain by a rule of `scim.body.*`. */
export async function readBody(request: IncomingMessage, chain: RuleChain): Promise<JsonObject> {
  const type = request.headers['content-type'] ?? '';
  chain.require('scim.body.type', JSON_TYPE.test(type), `The body is ${type || 'of no type'}, not JSON.`, {
    path: 'Content-Type',
    expected: 'application/scim+json',
    seen: type,
    inputs: { type },
  });
  const text = await readText(request, chain);
  try {
    const body: unknown = JSON.parse(text);
    if (isObject(body)) return body;
  } catch (error) {
    return malformed(error instanceof Error ? error.message : String(error), chain);
  }
  return malformed('it is no object', chain);
}

async function readText(request: IncomingMessage, chain: RuleChain): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Buffer).length;
    // What comes after the bound is read and let go, so that the client hears the answer.
    if (size <= BULK_BOUNDS.bytes) chunks.push(chunk as Buffer);
  }
  const expected = BULK_BOUNDS.bytes;
  chain.require(
    'scim.body.size',
    size <= expected,
    `The body has ${size} bytes; at most ${expected} are taken.`,
    {
      path: 'body',
      expected,
      seen: size,
      inputs: { bytes: size },
    },
  );
  return Buffer.concat(chunks).toString('utf8');
}

function malformed(why: string, chain: RuleChain): never {
  chain.fail('scim.body.json', `The body is not a JSON object: ${why}.`, { path: 'body' });
}
