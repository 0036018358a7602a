import type { Json, JsonObject } from '../../../contract/json.ts';
import type { ScimAttributes } from '../../../store/scim-attributes.ts';
import type { RuleChain } from '../rule-chain.ts';
import type { UserInput } from './read-user.ts';
import { differing } from './user-changes.ts';
import type { UserRecords } from './user-records.ts';

/** Ends the chain by `scim.resource.unique` where another user has the name, in any letter case. */
export function requireUnique(
  records: UserRecords,
  username: string,
  id: string | undefined,
  chain: RuleChain,
): void {
  const other = records.byUsername(username);
  chain.require(
    'scim.resource.unique',
    other === undefined || other.id === id,
    `There is a user with the userName “${username}”.`,
    { path: 'userName', seen: username, inputs: { userName: username } },
  );
}

/**
 * Ends the chain by `scim.value.reference` where the manager is nobody of the directory. One who has left since she was
 * named stands in nobody's way: `before` is looked at for that.
 */
export function requireManager(
  records: UserRecords,
  { own }: UserInput,
  before: ScimAttributes | undefined,
  chain: RuleChain,
): void {
  const manager = managerOf(own);
  if (typeof manager !== 'string' || (before && managerOf(before) === manager)) return;
  chain.require(
    'scim.value.reference',
    records.account(manager) !== undefined,
    `There is no user ${manager}.`,
    {
      path: 'manager.value',
      seen: manager,
      inputs: { manager },
    },
  );
}

const managerOf = ({ attributes }: ScimAttributes): Json | undefined =>
  (attributes.enterprise as JsonObject | undefined)?.manager;

export function requireUsername({ username }: UserInput, chain: RuleChain): string {
  if (username !== undefined) return username;
  return chain.fail('scim.value.required', 'userName is required.', {
    path: 'userName',
    inputs: { attribute: 'userName' },
  });
}

/** What a person may change of herself. */
const OWN: ReadonlySet<string> = new Set([
  'name',
  'displayName',
  'nickName',
  'profileUrl',
  'preferredLanguage',
  'locale',
  'timezone',
  'emails',
  'phoneNumbers',
  'ims',
  'photos',
  'addresses',
]);

/** Ends the chain by `scim.me.attribute` where a person changes of her own entry what is not hers to change. */
export function requireOwnAttributes(before: JsonObject, after: JsonObject, chain: RuleChain): void {
  const beyond = differing(before, after).filter((name) => !OWN.has(name));
  chain.require('scim.me.attribute', beyond.length === 0, `${beyond.join(', ')} is not yours to change.`, {
    path: beyond[0] ?? 'Operations',
    inputs: { attributes: beyond },
  });
}
