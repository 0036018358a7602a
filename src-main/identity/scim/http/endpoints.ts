import type { Json, JsonObject } from '../../../contract/json.ts';
import type { SelfService } from '../../extensions/self-service/self-service.ts';
import type { BulkOperation, BulkOutcome } from '../bulk.ts';
import { resourceTypes, schemas, serviceProviderConfig } from '../discovery.ts';
import type { ScimGroups } from '../groups/groups.ts';
import type { Answered } from '../resource.ts';
import type { RuleChain } from '../rule-chain.ts';
import { project, type Query, shows } from '../search.ts';
import { LIST_SCHEMA } from '../urns.ts';
import type { Users } from '../users/users.ts';
import { type Caller, requireScope } from './authorize.ts';

/** An answer before it is written. */
export interface ScimAnswer {
  status: number;
  body?: JsonObject;
  etag?: string;
  location?: string;
  /** The request named the resource by another address than its own (RFC 7644 §3.11). */
  alias?: boolean;
}

/** A request to a type of resource, or to one resource. */
export interface ResourceRequest {
  type: 'Users' | 'Groups';
  id: string | undefined;
  method: string;
  query: Query & { attributes?: string | undefined; excludedAttributes?: string | undefined };
  version: string | undefined;
  body: JsonObject;
}

const VERBS: Readonly<Record<string, string>> = {
  GET: 'view',
  PUT: 'update',
  PATCH: 'update',
  DELETE: 'delete',
};

/** What the paths below /scim2 do. */
export class Endpoints {
  readonly #users: Users;
  readonly #groups: ScimGroups;
  readonly #base: string;
  readonly #selfService: SelfService;

  constructor(users: Users, groups: ScimGroups, base: string, selfService: SelfService) {
    this.#users = users;
    this.#groups = groups;
    this.#base = base;
    this.#selfService = selfService;
  }

  /** The endpoints that describe the service (RFC 7644 §4); undefined for another path. */
  discovery(
    type: string,
    id: string | undefined,
    { method, filter }: { method: string; filter: string | null },
    chain: RuleChain,
  ): ScimAnswer | undefined {
    if (!DESCRIPTIONS.has(type)) return undefined;
    if (method !== 'GET') return notAllowed(method, ['GET'], chain);
    // A client must not take what it gets for what its filter has found.
    if (filter !== null)
      return chain.fail('scim.discovery.whole', `${type} takes no filter.`, {
        path: 'filter',
        seen: filter,
        inputs: { filter },
      });
    if (type === 'ServiceProviderConfig') return { status: 200, body: serviceProviderConfig(this.#base) };
    const all =
      type === 'ResourceTypes'
        ? resourceTypes(this.#base)
        : type === 'Schemas'
          ? schemas(this.#base)
          : undefined;
    if (!all) return undefined;
    if (id === undefined) return { status: 200, body: listOf(all, all.length, 1) };
    const found = all.find((one) => one.id === id);
    if (found) return { status: 200, body: found };
    return chain.fail('scim.resource.known', `There is no ${id}.`, { path: 'id', seen: id, inputs: { id } });
  }

  /** A request at an address of its own: where the scope is missing, self-service may still let it through. */
  async request(request: ResourceRequest, caller: Caller, chain: RuleChain): Promise<ScimAnswer> {
    const granted = this.#selfService.grants(request, caller, chain);
    if (!granted) return this.resource(request, caller, chain);
    // What was granted needs no scope any more.
    return this.resource({ ...request, query: granted.query }, { ...caller, ...granted.caller }, chain);
  }

  async resource(request: ResourceRequest, caller: Caller, chain: RuleChain): Promise<ScimAnswer> {
    const { type, id, method, query, version, body } = request;
    const area = type === 'Users' ? 'internal_user_mgt' : 'internal_group_mgt';
    const verb = id === undefined ? (method === 'POST' ? 'create' : 'list') : VERBS[method];
    if (verb === undefined || (id === undefined && method !== 'GET' && method !== 'POST'))
      return notAllowed(method, id === undefined ? OF_ALL : OF_ONE, chain);
    requireScope(caller, `${area}_${verb}`, chain);
    const { by } = caller;
    if (id === undefined && method === 'GET') return this.#list(type, query, chain);
    if (method === 'DELETE') {
      await (type === 'Users' ? this.#users : this.#groups).remove(id ?? '', version, chain, by);
      return { status: 204 };
    }
    const answered = await this.#single(type, id, method, request, body, chain, by);
    return this.#shown(answered, method === 'POST' ? 201 : 200, query);
  }

  /** The entry of the person who signed in (RFC 7644 §3.11): read, and changed in what is hers to change. */
  async me(
    { query, version, body }: Pick<ResourceRequest, 'query' | 'version' | 'body'>,
    method: 'GET' | 'PATCH',
    caller: Caller,
    chain: RuleChain,
  ): Promise<ScimAnswer> {
    const { person, by } = caller;
    if (!person)
      return chain.fail('scim.me.person', 'The token is not that of a person.', { path: 'token.sub' });
    chain.pass('scim.me.person', { path: 'token.sub', inputs: { account: person.id } });
    requireScope(caller, 'internal_login', chain);
    const answered =
      method === 'GET'
        ? this.#users.get(person.id, chain)
        : await this.#users.patch(person.id, body, version, chain, by, true);
    // The entry has an address of its own, which does not end with who signs in.
    return { ...this.#shown(answered, 200, query), alias: true };
  }

  search(
    type: 'Users' | 'Groups',
    query: ResourceRequest['query'],
    caller: Caller,
    chain: RuleChain,
  ): ScimAnswer {
    requireScope(caller, `${type === 'Users' ? 'internal_user_mgt' : 'internal_group_mgt'}_list`, chain);
    return this.#list(type, query, chain);
  }

  async bulkOperation(operation: BulkOperation, caller: Caller, chain: RuleChain): Promise<BulkOutcome> {
    const [, type = '', id] = /^\/?(Users|Groups)(?:\/([^/]+))?$/.exec(operation.path) ?? [];
    if (type !== 'Users' && type !== 'Groups')
      return chain.fail('scim.endpoint.known', `There is no endpoint ${operation.path}.`, {
        path: 'path',
        seen: operation.path,
        inputs: { path: operation.path },
      });
    const { status, body, etag, location } = await this.resource(
      {
        type,
        id: id === undefined ? undefined : decodeURIComponent(id),
        method: operation.method,
        query: type === 'Groups' ? { excludedAttributes: 'members' } : {},
        version: operation.version,
        body: (operation.data ?? {}) as JsonObject,
      },
      caller,
      chain,
    );
    const known = typeof body?.id === 'string' ? body.id : id;
    return { status, id: known, version: etag, location: location ?? `${this.#base}/${type}/${known}` };
  }

  #list(type: 'Users' | 'Groups', query: ResourceRequest['query'], chain: RuleChain): ScimAnswer {
    const { resources, total, startIndex } =
      type === 'Users'
        ? this.#users.list(query, chain)
        : this.#groups.list(query, shows('members', query), chain);
    return {
      status: 200,
      body: listOf(
        resources.map((resource) => project(resource, query)),
        total,
        startIndex,
      ),
    };
  }

  async #single(
    type: 'Users' | 'Groups',
    id: string | undefined,
    method: string,
    { version, query }: ResourceRequest,
    body: JsonObject,
    chain: RuleChain,
    by: JsonObject,
  ): Promise<Answered> {
    const resources = type === 'Users' ? this.#users : this.#groups;
    if (id === undefined) return resources.create(body, chain, by);
    if (method === 'PUT') return resources.replace(id, body, version, chain, by);
    if (method === 'PATCH') return resources.patch(id, body, version, chain, by);
    return type === 'Users'
      ? this.#users.get(id, chain)
      : this.#groups.get(id, shows('members', query), chain);
  }

  #shown({ resource, etag }: Answered, status: number, query: ResourceRequest['query']): ScimAnswer {
    const location = (resource.meta as JsonObject | undefined)?.location;
    return {
      status,
      etag,
      body: project(resource, query),
      ...(typeof location === 'string' ? { location } : {}),
    };
  }
}

const DESCRIPTIONS: ReadonlySet<string> = new Set(['ServiceProviderConfig', 'ResourceTypes', 'Schemas']);
const OF_ALL = ['GET', 'POST'] as const;
/** The methods of one resource. */
export const OF_ONE = ['GET', 'PUT', 'PATCH', 'DELETE'] as const;

/** Ends the chain for a method that an endpoint does not know. */
export function notAllowed(method: string, allowed: readonly string[], chain: RuleChain): never {
  const expected = allowed.join(', ');
  chain.fail('scim.method.allowed', `${method} is not allowed here; ${expected} is.`, {
    path: 'method',
    expected,
    seen: method,
    inputs: { method },
  });
}

/** Ends the chain for what the service does not do. */
export function unsupported(what: string, chain: RuleChain): never {
  chain.fail('scim.operation.supported', `${what} is not supported here.`, {
    path: 'method',
    seen: what,
    inputs: { operation: what },
  });
}

const listOf = (resources: Json[], total: number, startIndex: number): JsonObject => ({
  schemas: [LIST_SCHEMA],
  totalResults: total,
  itemsPerPage: resources.length,
  startIndex,
  Resources: resources,
});
