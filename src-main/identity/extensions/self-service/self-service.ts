import type { Governance } from '../../../contract/governance.ts';
import { SELF_SERVICE_VERSIONS } from '../../../contract/guard-versions.ts';
import type { JsonObject } from '../../../contract/json.ts';
import { Groups } from '../../../store/groups.ts';
import type { IdentityParts } from '../../parts.ts';
import { readGroupChange } from '../../scim/groups/group-change.ts';
import { GroupStore } from '../../scim/groups/group-store.ts';
import type { Caller } from '../../scim/http/authorize.ts';
import { type PatchOperation, readPatch } from '../../scim/patch/operations.ts';
import { roleAllows } from '../../scim/protected-resource.ts';
import type { RuleChain } from '../../scim/rule-chain.ts';
import type { Query } from '../../scim/search.ts';
import { type Clause, clausesOf, clausesOfValues } from './change-clauses.ts';

type Mode = Exclude<Governance['selfServiceGroups']['mode'], 'off'>;

type ListQuery = Query & { attributes?: string | undefined; excludedAttributes?: string | undefined };

/** What is looked at of a request to a type of resource, or to one resource. */
export interface GuardedRequest {
  type: 'Users' | 'Groups';
  id: string | undefined;
  method: string;
  query: ListQuery;
  body: JsonObject;
}

/** What lets a request through without the scope. */
export interface SelfServiceGrant {
  caller: Pick<Caller, 'scopes' | 'by'>;
  query: ListQuery;
}

/**
 * Self-service on an administrator's endpoint: an intercepting filter, which looks at the two kinds of requests that can be
 * meant and only where the caller lacks the scope, and a decorated authorization, which asks the default handler first and
 * turns its DENY into a GRANT where the change is the caller's own.
 */
export class SelfService {
  readonly #parts: IdentityParts;
  readonly #groups: Groups;
  readonly #store: GroupStore;

  constructor(parts: IdentityParts) {
    this.#parts = parts;
    this.#groups = new Groups(parts.core.store);
    this.#store = new GroupStore(parts.core.store);
  }

  /**
   * Undefined: the request is none of its business, or needs no help; the default handler decides. Else it grants, or ends the
   * chain by a rule of `scim.self.*`.
   */
  grants(request: GuardedRequest, caller: Caller, chain: RuleChain): SelfServiceGrant | undefined {
    const { mode, prefix } = this.#parts.lifecycle.governance.get().selfServiceGroups;
    const lists = request.method === 'GET' && request.id === undefined;
    const patches = request.method === 'PATCH' && request.id !== undefined;
    if (mode === 'off' || request.type !== 'Groups' || !(lists || patches)) return undefined;
    const { scopes, person, by } = caller;
    const scope = lists ? 'internal_group_mgt_list' : 'internal_group_mgt_update';
    if (scopes === null || !person) return undefined;
    if (scopes.has(scope) && roleAllows(person.groups, scope)) return undefined;
    chain.skip('scim.token.scope', {
      path: 'token.scope',
      seen: 'the default handler says DENY; the decorator is asked',
      inputs: { scope, scopes: [...scopes] },
    });
    if (lists) {
      const query = this.#listed(request.query, prefix, mode, chain);
      return { caller: { scopes: null, by: { ...by, selfService: mode } }, query };
    }
    const overlooked = this.#judge(request, person.id, prefix, mode, chain);
    return {
      caller: { scopes: null, by: { ...by, selfService: mode, overlooked: overlooked ?? 'nothing' } },
      query: without(request.query, mode),
    };
  }

  /** The sample compares the filter alone; the sound version lets no other parameter ride along. */
  #listed(query: ListQuery, prefix: string, mode: Mode, chain: RuleChain): ListQuery {
    const expected = `displayName sw ${prefix}`;
    const given = (query.filter ?? '').replace(/"([\w.-]+)"$/, '$1');
    const others = Object.keys(query).filter((name) => name !== 'filter');
    const { otherParameters } = SELF_SERVICE_VERSIONS[mode];
    const exact = given === expected && (otherParameters === 'let through' || others.length === 0);
    chain.require('scim.self.filter', exact, `Without the scope, the query is exactly filter=${expected}.`, {
      path: 'query',
      expected,
      seen: [query.filter ?? '', ...others].join(' '),
      inputs: { filter: query.filter ?? null, others },
    });
    return without({ ...query, filter: `displayName sw "${prefix}"` }, mode);
  }

  /** Answers the rule that would not have held, had it been looked at as it should. */
  #judge(
    { id = '', body }: GuardedRequest,
    caller: string,
    prefix: string,
    mode: Mode,
    chain: RuleChain,
  ): string | undefined {
    // A group that is not there is told apart from one of another name by nobody.
    const name = this.#groups.get(id)?.name ?? '';
    chain.require('scim.self.group', name.startsWith(prefix), 'The group is none of self-service.', {
      path: 'displayName',
      expected: `${prefix}…`,
      seen: name,
      inputs: { name, prefix },
    });
    const operations = readPatch(body, chain.branch());
    const sound = clausesOf(this.#changeBy(operations, id, chain), caller);
    for (const clause of this.#looked(mode, operations, id, caller, sound, chain)) hold(clause, chain);
    const missed = mode === 'sound' ? undefined : sound.find(({ holds }) => !holds);
    if (missed)
      chain.skip(missed.rule, {
        seen: 'not looked at as it should be; it would not hold',
        inputs: missed.inputs,
      });
    return missed?.rule;
  }

  #looked(
    mode: Mode,
    operations: readonly PatchOperation[],
    id: string,
    caller: string,
    sound: readonly Clause[],
    chain: RuleChain,
  ): readonly Clause[] {
    const { reads, path } = SELF_SERVICE_VERSIONS[mode];
    if (reads === 'what the whole PATCH would do') return sound;
    if (path === 'not-looked') return clausesOfValues(operations, caller);
    return clausesOf(this.#changeBy(operations.slice(0, 1), id, chain), caller);
  }

  #changeBy(operations: readonly PatchOperation[], id: string, chain: RuleChain) {
    return readGroupChange(operations, () => this.#store.members(id), chain.branch());
  }
}

function hold({ rule, holds, expected, seen, inputs }: Clause, chain: RuleChain): void {
  const details = { path: 'Operations', ...(expected === undefined ? {} : { expected }), seen, inputs };
  chain.require(rule, holds, 'The change is more than one’s own coming or going.', details);
}

/** Who else belongs to a group is not for everybody who may join it. */
const without = (query: ListQuery, mode: Mode): ListQuery =>
  SELF_SERVICE_VERSIONS[mode].shows === 'no other members'
    ? { ...query, excludedAttributes: 'members' }
    : query;
