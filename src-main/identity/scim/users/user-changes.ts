import type { Channel } from '../../../contract/account-state.ts';
import type { Json, JsonObject } from '../../../contract/json.ts';
import type { Account } from '../../../store/accounts.ts';
import type { ScimAttributes } from '../../../store/scim-attributes.ts';
import { compact } from '../../compact.ts';
import type { PatchOperation } from '../patch/operations.ts';
import { isObject } from '../schema/read-resource.ts';
import { USER_SCHEMA, WSO2_SCHEMA } from '../urns.ts';

/** The names of the members that differ. */
export function differing(before: JsonObject, after: JsonObject): string[] {
  const text = (value: Json | undefined) => JSON.stringify(value) ?? '';
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (name) => text(before[name]) !== text(after[name]),
  );
}

/** The names of the attributes that differ, as the event of a change tells them. */
export const changedAttributes = (
  before: { account: Account; own: ScimAttributes },
  after: { account: Account; own: ScimAttributes },
): string[] => [
  ...differing(flat(before.account), flat(after.account)),
  ...differing(flatOwn(before.own), flatOwn(after.own)),
];

/** The claims that a write leaves. Not verified is what an address is without the claim: saying so changes nothing. */
export function claimsAfter(before: JsonObject, written: Record<string, Json | undefined>): JsonObject {
  const said = { ...written };
  for (const flag of ['email_verified', 'phone_number_verified'])
    if (said[flag] === false && before[flag] === undefined) delete said[flag];
  return compact({ ...before, ...said });
}

const flat = ({ username, name, email, claims, preferredChannel }: Account): JsonObject => ({
  userName: username,
  displayName: name,
  emails: email,
  preferredChannel,
  ...claims,
});

const flatOwn = ({ externalId, attributes }: ScimAttributes): JsonObject => ({
  ...(externalId === undefined ? {} : { externalId }),
  ...attributes,
});

/**
 * What a patched resource asks for. Flags that the operations left as they were are no wish: `active` and
 * `accountDisabled` say the same, and only the one that was changed counts.
 */
export function asked(before: JsonObject, after: JsonObject): JsonObject {
  const kept = { ...(after[WSO2_SCHEMA] as JsonObject | undefined) };
  const known = (before[WSO2_SCHEMA] as JsonObject | undefined) ?? {};
  for (const name of ['accountDisabled', 'accountLocked']) if (kept[name] === known[name]) delete kept[name];
  const { active, ...rest } = after;
  return {
    ...rest,
    ...(active === undefined || active === before.active ? {} : { active }),
    [WSO2_SCHEMA]: kept,
  };
}

/** What is not verified any more, where a person puts another address in force that nobody has confirmed. */
export const unproven = (
  { email, claims }: Account,
  newEmail: string,
  newPhone: Json | undefined,
): Record<string, Json> => ({
  ...(claims.email_verified === true && newEmail !== email ? { email_verified: false } : {}),
  ...(claims.phone_number_verified === true && newPhone !== claims.phone_number
    ? { phone_number_verified: false }
    : {}),
});

/** Of which channels the operations of a PATCH name the address, whether or not it is another one. */
export function namedChannels(operations: readonly PatchOperation[]): ReadonlySet<Channel> {
  const names = operations.flatMap(({ path, value }) =>
    path === undefined ? (isObject(value) ? Object.keys(value) : []) : [path],
  );
  const found = new Set<Channel>();
  for (const name of names) {
    const plain = name.toLowerCase().replace(`${USER_SCHEMA.toLowerCase()}:`, '');
    if (/^emails(?:\W|$)/.test(plain)) found.add('email');
    if (/^phonenumbers(?:\W|$)/.test(plain)) found.add('sms');
  }
  return found;
}
