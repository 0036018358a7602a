import { randomUUID } from 'node:crypto';
import type { JsonObject } from '../../../contract/json.ts';
import type { Core } from '../../../events/core.ts';
import { toDateTime } from '../../../events/date-time.ts';
import { GROUP_COLUMNS } from '../filter/group-columns.ts';
import { readPatch } from '../patch/operations.ts';
import type { AccountActions } from '../ports.ts';
import { type Answered, etagOf, requireSchema, requireVersion, whole } from '../resource.ts';
import type { RuleChain } from '../rule-chain.ts';
import { readResource } from '../schema/read-resource.ts';
import { GROUP_SCHEMAS } from '../schema/schemas.ts';
import { type Query, search } from '../search.ts';
import { GROUP_SCHEMA } from '../urns.ts';
import { type GroupChange, idsOf, readGroupChange } from './group-change.ts';
import { type GroupRecord, GroupStore } from './group-store.ts';

/** How many of those that came and went an event names. */
const NAMED = 50;

/** Groups over SCIM (RFC 7643 §4.2). */
export class ScimGroups {
  readonly #core: Core;
  readonly #actions: AccountActions;
  readonly #store: GroupStore;
  readonly #base: string;

  constructor(core: Core, actions: AccountActions, base: string) {
    this.#core = core;
    this.#actions = actions;
    this.#store = new GroupStore(core.store);
    this.#base = base;
  }

  list(query: Query, withMembers: boolean, chain: RuleChain) {
    const { ids, ...rest } = search(
      this.#core.store,
      { schemas: GROUP_SCHEMAS, columns: GROUP_COLUMNS },
      query,
      chain,
    );
    return {
      ...rest,
      resources: this.#store.records(ids).map((record) => this.#resource(record, withMembers)),
    };
  }

  get(id: string, withMembers: boolean, chain: RuleChain): Answered {
    const record = this.#known(id, chain);
    return { resource: this.#resource(record, withMembers), etag: etagOf(record.group) };
  }

  create(body: JsonObject, chain: RuleChain, by: JsonObject): Answered {
    requireSchema(body, GROUP_SCHEMA, chain);
    const { displayName, externalId, members } = readResource(body, GROUP_SCHEMAS, chain);
    const name = requireName(displayName, chain);
    const id = randomUUID();
    this.#core.store.transaction(() => {
      this.#requireUnique(name, undefined, chain);
      const added = this.#requireMembers(idsOf(members, chain), chain);
      const now = this.#core.clock.now();
      const group = { id, name, createdAt: now, updatedAt: now, version: 1 };
      this.#store.save({ group, externalId: typeof externalId === 'string' ? externalId : undefined });
      this.#store.change(id, added, [], now);
      this.#record('group.created', { id, name, ...told('added', added), ...by }, chain);
    });
    return this.get(id, true, chain);
  }

  replace(
    id: string,
    body: JsonObject,
    version: string | undefined,
    chain: RuleChain,
    by: JsonObject,
  ): Answered {
    requireSchema(body, GROUP_SCHEMA, chain);
    const { displayName, externalId, members } = readResource(body, GROUP_SCHEMAS, chain);
    const change: GroupChange = {
      displayName: requireName(displayName, chain),
      externalId: typeof externalId === 'string' ? externalId : null,
      clear: true,
      add: new Set(idsOf(members, chain)),
      remove: new Set(),
    };
    return this.#change(id, () => change, version, chain, by);
  }

  patch(
    id: string,
    body: JsonObject,
    version: string | undefined,
    chain: RuleChain,
    by: JsonObject,
  ): Answered {
    const operations = readPatch(body, chain);
    return this.#change(
      id,
      () => readGroupChange(operations, () => this.#store.members(id), chain),
      version,
      chain,
      by,
    );
  }

  remove(id: string, version: string | undefined, chain: RuleChain, by: JsonObject): void {
    this.#core.store.transaction(() => {
      const { group } = this.#known(id, chain);
      requireVersion(version, etagOf(group), chain);
      const lost = this.#store.members(id).map((member) => member.id);
      this.#store.change(id, [], lost, this.#core.clock.now());
      this.#store.groups.remove(id);
      for (const account of lost) this.#actions.revokeTokens(account);
      this.#record('group.deleted', { id, name: group.name, ...told('removed', lost), ...by }, chain);
    });
  }

  #change(
    id: string,
    read: () => GroupChange,
    version: string | undefined,
    chain: RuleChain,
    by: JsonObject,
  ): Answered {
    this.#core.store.transaction(() => {
      const record = this.#known(id, chain);
      requireVersion(version, etagOf(record.group), chain);
      const change = read();
      const name = change.displayName ?? record.group.name;
      this.#requireUnique(name, id, chain);
      const wanted = this.#requireMembers([...change.add], chain);
      const held = this.#store.belonging(id, [...wanted, ...change.remove]);
      const added = wanted.filter((account) => !held.has(account));
      const removed = change.clear
        ? this.#store.members(id).flatMap((member) => (change.add.has(member.id) ? [] : [member.id]))
        : [...change.remove].filter((account) => held.has(account));
      const externalId =
        change.externalId === undefined ? record.externalId : (change.externalId ?? undefined);
      const unchanged = name === record.group.name && externalId === record.externalId;
      if (unchanged && added.length === 0 && removed.length === 0) return;
      const now = this.#core.clock.now();
      const group = { ...record.group, name, updatedAt: now, version: record.group.version + 1 };
      this.#store.save({ group, externalId });
      if (name !== record.group.name) this.#store.touchMembers(id, now);
      this.#store.change(id, added, removed, now);
      // Adding somebody revokes nothing; whoever lost a group must not go on with a token that was made by it.
      for (const account of removed) this.#actions.revokeTokens(account);
      this.#record(
        'group.updated',
        { id, name, ...told('added', added), ...told('removed', removed), ...by },
        chain,
      );
    });
    return this.get(id, true, chain);
  }

  #requireUnique(name: string, id: string | undefined, chain: RuleChain): void {
    const other = this.#store.groups.byName(name);
    chain.require(
      'scim.resource.unique',
      other === undefined || other.id === id,
      `There is a group with the displayName “${name}”.`,
      { path: 'displayName', seen: name, inputs: { displayName: name } },
    );
  }

  #requireMembers(ids: readonly string[], chain: RuleChain): string[] {
    if (ids.length === 0) return [];
    const [unknown] = this.#store.unknown(ids);
    chain.require('scim.value.reference', unknown === undefined, `There is no user ${unknown}.`, {
      path: 'members.value',
      ...(unknown === undefined ? {} : { seen: unknown }),
      inputs: { members: ids.length },
    });
    return [...new Set(ids)];
  }

  #known(id: string, chain: RuleChain): GroupRecord {
    const [record] = this.#store.records([id]);
    if (!record)
      return chain.fail('scim.resource.known', `There is no group ${id}.`, {
        path: 'id',
        seen: id,
        inputs: { id },
      });
    return record;
  }

  #resource({ group, externalId }: GroupRecord, withMembers: boolean): JsonObject {
    return whole({
      schemas: [GROUP_SCHEMA],
      id: group.id,
      externalId,
      meta: {
        resourceType: 'Group',
        created: toDateTime(group.createdAt),
        lastModified: toDateTime(group.updatedAt),
        location: `${this.#base}/Groups/${encodeURIComponent(group.id)}`,
        version: etagOf(group),
      },
      displayName: group.name,
      members: withMembers
        ? this.#store.members(group.id).map(({ id, name }) => ({
            value: id,
            $ref: `${this.#base}/Users/${encodeURIComponent(id)}`,
            type: 'User',
            display: name,
          }))
        : undefined,
    });
  }

  #record(
    type: 'group.created' | 'group.updated' | 'group.deleted',
    data: JsonObject,
    chain: RuleChain,
  ): void {
    this.#core.recorder.record({ type, outcome: 'ok', reasons: chain.reasons, data });
  }
}

function requireName(value: JsonObject[string] | undefined, chain: RuleChain): string {
  if (typeof value === 'string' && value.trim() !== '') return value.trim();
  return chain.fail('scim.value.required', 'displayName is required.', {
    path: 'displayName',
    inputs: { attribute: 'displayName' },
  });
}

const told = (word: 'added' | 'removed', ids: readonly string[]): JsonObject =>
  ids.length === 0 ? {} : { [word]: { count: ids.length, ids: ids.slice(0, NAMED) } };
