import type { Json, JsonObject } from '../../../contract/json.ts';
import type { Filter } from '../filter/parse-filter.ts';
import { matchesValue } from '../patch/match-value.ts';
import type { PatchOperation } from '../patch/operations.ts';
import { readPath } from '../patch/patch-path.ts';
import type { RuleChain } from '../rule-chain.ts';
import { isObject, readValue } from '../schema/read-resource.ts';
import { GROUP_SCHEMAS } from '../schema/schemas.ts';

/** What a PATCH changes of a group. Members are named, not listed: a group may have a hundred thousand. */
export interface GroupChange {
  displayName?: string;
  /** Null removes it. */
  externalId?: string | null;
  /** Whether the members there are go before the others come. */
  clear: boolean;
  add: Set<string>;
  remove: Set<string>;
}

/** Reads the operations of a PATCH of a group, in order. `members` is asked only where a filter needs them. */
export function readGroupChange(
  operations: readonly PatchOperation[],
  members: () => { id: string; name: string }[],
  chain: RuleChain,
): GroupChange {
  const change: GroupChange = { clear: false, add: new Set(), remove: new Set() };
  for (const operation of operations) {
    for (const one of expanded(operation)) applyOne(change, one, members, chain);
  }
  return change;
}

function expanded({ op, path, value }: PatchOperation): (PatchOperation & { path: string })[] {
  if (path !== undefined) return [{ op, path, value }];
  return Object.entries(isObject(value) ? value : {})
    .filter(([name]) => !/^(schemas|id|meta)$/i.test(name))
    .map(([name, member]) => ({ op, path: name, value: member }));
}

function applyOne(
  change: GroupChange,
  { op, path, value }: PatchOperation & { path: string },
  members: () => { id: string; name: string }[],
  chain: RuleChain,
): void {
  const target = readPath(path, GROUP_SCHEMAS, chain);
  const { attribute, sub, filter } = target;
  const unassigned = op === 'remove' || value === null || value === '';
  const fixed = attribute.mutability === 'readOnly' || sub !== undefined;
  if (fixed)
    chain.fail('scim.attribute.mutable', `${target.name} cannot be written.`, {
      path: target.name,
      inputs: { attribute: target.name, op },
    });
  if (attribute.required && unassigned)
    chain.fail('scim.attribute.mutable', `${target.name} is required and cannot be removed.`, {
      path: target.name,
      seen: 'required',
      inputs: { attribute: target.name, op },
    });
  if (attribute.name === 'members') {
    changeMembers(
      change,
      op,
      filter ? chosen(filter, path, members, chain) : idsOf(value, chain),
      filter !== undefined || value !== undefined,
    );
    return;
  }
  const read = op === 'remove' ? undefined : readValue(attribute, value ?? null, target.name, chain);
  if (attribute.name === 'externalId') change.externalId = typeof read === 'string' ? read : null;
  else if (typeof read === 'string') change.displayName = read;
  else
    chain.fail('scim.value.required', 'displayName is required.', {
      path: 'displayName',
      inputs: { attribute: 'displayName' },
    });
}

function changeMembers(
  change: GroupChange,
  op: PatchOperation['op'],
  ids: readonly string[],
  named: boolean,
): void {
  if (op === 'replace' || (op === 'remove' && !named)) {
    change.clear = true;
    change.add.clear();
    change.remove.clear();
  }
  for (const id of ids) {
    change[op === 'remove' ? 'remove' : 'add'].add(id);
    change[op === 'remove' ? 'add' : 'remove'].delete(id);
  }
}

/** The members that a filter names: `value eq "…"` needs no look at the others. */
function chosen(
  filter: Filter,
  path: string,
  members: () => { id: string; name: string }[],
  chain: RuleChain,
): string[] {
  if (filter.op === 'eq' && filter.path.toLowerCase() === 'value' && typeof filter.value === 'string')
    return [filter.value];
  const attributes =
    GROUP_SCHEMAS.core.attributes.find(({ name }) => name === 'members')?.subAttributes ?? [];
  const found = members().filter(({ id, name }) =>
    matchesValue(filter, { value: id, display: name, type: 'User' }, attributes),
  );
  if (found.length === 0)
    chain.fail('scim.patch.target', `No member matches “${path}”.`, {
      path: 'path',
      seen: path,
      inputs: { path },
    });
  return found.map(({ id }) => id);
}

/** The ids of members as they are given. Ends the chain by `scim.value.type`, or for a group among them. */
export function idsOf(value: Json | undefined, chain: RuleChain): string[] {
  if (value === undefined || value === null) return [];
  const attribute = GROUP_SCHEMAS.core.attributes.find(({ name }) => name === 'members');
  const read = attribute ? readValue(attribute, value, 'members', chain) : undefined;
  return (Array.isArray(read) ? read : []).flatMap((member: Json) => {
    const { value: id } = member as JsonObject;
    return typeof id === 'string' ? [id] : [];
  });
}
