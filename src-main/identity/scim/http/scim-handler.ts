import type { IncomingMessage, ServerResponse } from 'node:http';
import { GatehouseError } from '../../../contract/errors.ts';
import type { JsonObject } from '../../../contract/json.ts';
import { turn } from '../../../events/turn.ts';
import { compact } from '../../compact.ts';
import { SelfService } from '../../extensions/self-service/self-service.ts';
import type { IdentityParts } from '../../parts.ts';
import { speaksDpop } from '../../provider/proofs.ts';
import { SCIM_RULES } from '../../rules/scim-rules.ts';
import { runBulk } from '../bulk.ts';
import { ScimGroups } from '../groups/groups.ts';
import { lifecycleActions } from '../lifecycle-actions.ts';
import { ActionRefused } from '../ports.ts';
import { SCIM_PATH } from '../protected-resource.ts';
import { opaque } from '../resource.ts';
import { RuleChain, ScimRefusal } from '../rule-chain.ts';
import type { Query } from '../search.ts';
import { SEARCH_SCHEMA } from '../urns.ts';
import { Users } from '../users/users.ts';
import { authenticate, type Caller } from './authorize.ts';
import { challenges } from './challenge.ts';
import { Endpoints, notAllowed, OF_ONE, type ScimAnswer, unsupported } from './endpoints.ts';
import { readBody } from './read-body.ts';

const WRITING = new Set(['POST', 'PUT', 'PATCH']);

/** Answers requests below /scim2 (RFC 7644). The first answer says whether a request is one of them. */
export function createScim(parts: IdentityParts, issuer: string) {
  const { core } = parts;
  const base = `${issuer}${SCIM_PATH}`;
  const actions = lifecycleActions(parts);
  const endpoints = new Endpoints(
    new Users(core, actions, base),
    new ScimGroups(core, actions, base),
    base,
    new SelfService(parts),
  );

  const answer = async (request: IncomingMessage, url: URL, chain: RuleChain): Promise<ScimAnswer> => {
    const method = request.method ?? 'GET';
    const [type = '', id, ...more] = url.pathname
      .slice(SCIM_PATH.length + 1)
      .split('/')
      .map(decoded);
    if (more.length === 0) {
      const filter = url.searchParams.get('filter');
      const described = endpoints.discovery(type, id, { method, filter }, chain);
      if (described) return described;
    }
    const { authorization, dpop: proof } = request.headers;
    const address = `${issuer}${url.pathname}`;
    const caller = await authenticate(parts, { authorization, proof, method, address }, chain);
    if (type === '.search' && id === undefined) return unsupported(`/${type}`, chain);
    if (type === 'Me' && id === undefined) return me(request, url, caller, chain);
    const known = (type === 'Users' || type === 'Groups' || type === 'Bulk') && more.length === 0;
    if (!known || (type === 'Bulk' && id !== undefined))
      return chain.fail('scim.endpoint.known', `There is no endpoint ${url.pathname}.`, {
        path: 'path',
        seen: url.pathname,
        inputs: { method, path: url.pathname },
      });
    const body = WRITING.has(method) ? await readBody(request, chain) : {};
    if (type === 'Bulk')
      return method === 'POST' ? bulk(body, caller, chain) : notAllowed(method, ['POST'], chain);
    if (id === '.search')
      return method === 'POST' ? searched(type, body, caller, chain) : notAllowed(method, ['POST'], chain);
    if (id !== undefined && method === 'POST') return notAllowed(method, OF_ONE, chain);
    const query: JsonObject = Object.fromEntries(url.searchParams);
    const found = await endpoints.request(
      { type, id, method, query, version: request.headers['if-match'], body },
      caller,
      chain,
    );
    const seen = request.headers['if-none-match'];
    const unchanged = method === 'GET' && found.etag !== undefined && seen !== undefined;
    if (unchanged && seen.split(',').some((one) => opaque(one) === opaque(found.etag ?? '')))
      return { status: 304, ...(found.etag === undefined ? {} : { etag: found.etag }) };
    return found;
  };

  const me = async (
    request: IncomingMessage,
    url: URL,
    caller: Caller,
    chain: RuleChain,
  ): Promise<ScimAnswer> => {
    const { method = 'GET' } = request;
    if (method !== 'GET' && method !== 'PATCH') return notAllowed(method, ['GET', 'PATCH'], chain);
    const body = method === 'PATCH' ? await readBody(request, chain) : {};
    const query: JsonObject = Object.fromEntries(url.searchParams);
    return endpoints.me({ query, version: request.headers['if-match'], body }, method, caller, chain);
  };

  const searched = (
    type: 'Users' | 'Groups',
    body: JsonObject,
    caller: Caller,
    chain: RuleChain,
  ): ScimAnswer => {
    const schemas = Array.isArray(body.schemas) ? body.schemas : [];
    chain.require(
      'scim.message.schema',
      schemas.includes(SEARCH_SCHEMA),
      `A search has ${SEARCH_SCHEMA} in schemas.`,
      {
        path: 'schemas',
        expected: SEARCH_SCHEMA,
        inputs: { schemas },
      },
    );
    const list = (name: string) => (Array.isArray(body[name]) ? body[name].join(',') : undefined);
    const query = {
      ...(body as Query),
      attributes: list('attributes'),
      excludedAttributes: list('excludedAttributes'),
    };
    return endpoints.search(type, query, caller, chain);
  };

  const bulk = async (body: JsonObject, caller: Caller, chain: RuleChain): Promise<ScimAnswer> => ({
    status: 200,
    body: await runBulk(
      body,
      {
        run: (operation, branch) =>
          endpoints.bulkOperation(operation, caller, branch).catch((error: unknown) => {
            throw asRefusal(error, branch);
          }),
        refused: ({ method, path, bulkId }, refusal) =>
          record(refusal, `${SCIM_PATH}/Bulk`, { method, path, bulkId: bulkId ?? null }),
        pause: turn,
      },
      chain,
    ),
  });

  const record = (refusal: ScimRefusal, endpoint: string, more: JsonObject): void => {
    const { status, scimType, rule, message } = refusal;
    core.recorder.record({
      type: 'idp.request.refused',
      outcome: status >= 500 ? 'failed' : rule === 'scim.proof.nonce' ? 'challenged' : 'denied',
      reasons: [...refusal.reasons],
      data: compact({ endpoint, error: scimType, description: message, status, rule, ...more }),
    });
  };

  return {
    url: base,
    /** Whether a request is for SCIM; if so, it is answered. */
    handle(request: IncomingMessage, response: ServerResponse): boolean {
      const target = request.url ?? '/';
      if (target !== SCIM_PATH && !/^\/scim2[/?]/.test(target)) return false;
      const chain = new RuleChain();
      const url = new URL(target, issuer);
      const dpop = speaksDpop(request.headers.authorization);
      if (dpop) response.setHeader('dpop-nonce', parts.proofs.nonce());
      answer(request, url, chain)
        .catch((error: unknown): ScimAnswer => {
          const refusal = asRefusal(error, chain);
          record(refusal, url.pathname, { method: request.method ?? '' });
          const wanted = challenges(refusal, base, dpop);
          if (wanted.length > 0) response.setHeader('www-authenticate', wanted);
          const allowed = refusal.reasons.at(-1)?.expected;
          if (refusal.status === 405 && typeof allowed === 'string') response.setHeader('allow', allowed);
          return { status: refusal.status, body: { ...refusal.body() } as unknown as JsonObject };
        })
        .then((answered) => write(response, answered));
      return true;
    },
  };
}

/** What went wrong, in the form of SCIM: a rule that did not hold, or a fault of the sandbox. */
function asRefusal(error: unknown, chain: RuleChain): ScimRefusal {
  if (error instanceof ScimRefusal) return error;
  // The life of the account has a rule of its own, with the last word in its chain.
  if (error instanceof ActionRefused) {
    const isConflict = error.reasons.at(-1)?.rule === 'idp.extension.changed';
    return new ScimRefusal(error.message, isConflict ? '409' : '400 invalidValue', error.reasons);
  }
  const { status, what } =
    error instanceof GatehouseError ? error : { status: 500, what: 'Something went wrong in the sandbox.' };
  const detail = error instanceof Error ? error.message : String(error);
  try {
    return chain.fail('scim.sandbox.sound', what, { inputs: { detail } });
  } catch (refusal) {
    if (!(refusal instanceof ScimRefusal)) throw refusal;
    const answer = status === 500 ? SCIM_RULES['scim.sandbox.sound'].answer : String(status);
    return new ScimRefusal(what, answer, refusal.reasons);
  }
}

function write(response: ServerResponse, { status, body, etag, location, alias }: ScimAnswer): void {
  response.statusCode = status;
  response.setHeader('cache-control', 'no-store');
  if (etag !== undefined) response.setHeader('etag', etag);
  if (location !== undefined && (status === 201 || alias)) response.setHeader('location', location);
  if (location !== undefined && status === 200) response.setHeader('content-location', location);
  if (body === undefined) {
    response.end();
    return;
  }
  const text = JSON.stringify(body);
  response.setHeader('content-type', 'application/scim+json; charset=utf-8');
  response.setHeader('content-length', Buffer.byteLength(text));
  response.end(text);
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    // Not valid percent-encoding: no id looks like this, so it will not be found.
    return part;
  }
}
