import type { Json, JsonObject } from '../../../contract/json.ts';
import type { SELF_SERVICE_RULES } from '../../rules/self-service-rules.ts';
import type { GroupChange } from '../../scim/groups/group-change.ts';
import type { PatchOperation } from '../../scim/patch/operations.ts';

/** One thing that the decorator asks of a change, and what it found. */
export interface Clause {
  rule: keyof typeof SELF_SERVICE_RULES;
  holds: boolean;
  expected?: Json;
  seen: Json;
  inputs: JsonObject;
}

/** Whether a change is one that `caller` may make by herself: read from what it would do, not from how it is written. */
export function clausesOf(change: GroupChange, caller: string): Clause[] {
  const touched = [
    ...(change.displayName === undefined ? [] : ['displayName']),
    ...(change.externalId === undefined ? [] : ['externalId']),
    ...(change.clear ? ['all members'] : []),
  ];
  const members = [...change.add, ...change.remove];
  return [
    {
      rule: 'scim.self.path',
      holds: touched.length === 0,
      expected: 'members',
      seen: touched.length === 0 ? 'members' : touched.join(', '),
      inputs: { touched },
    },
    {
      rule: 'scim.self.single',
      holds: members.length === 1,
      expected: 1,
      seen: members.length,
      inputs: { members: members.length },
    },
    {
      rule: 'scim.self.own',
      holds: members.every((id) => id === caller),
      expected: caller,
      seen: members[0] ?? 'nobody',
      inputs: { members, caller },
    },
  ];
}

/**
 * The flaw of a check that reads the values and never the paths: whoever the values name counts as the one who comes or
 * goes, whatever the operation does with them.
 */
export function clausesOfValues(operations: readonly PatchOperation[], caller: string): Clause[] {
  const members = operations.flatMap(({ value }) => namedIn(value));
  return clausesOf({ clear: false, add: new Set(members), remove: new Set() }, caller).filter(
    ({ rule }) => rule !== 'scim.self.path',
  );
}

function namedIn(value: Json | undefined): string[] {
  if (Array.isArray(value)) return value.flatMap(namedIn);
  if (typeof value !== 'object' || value === null) return [];
  if (value.members !== undefined) return namedIn(value.members);
  return typeof value.value === 'string' ? [value.value] : [];
}
