import type { Json, JsonObject } from '../../../contract/json.ts';
import type { Account } from '../../../store/accounts.ts';
import type { ScimAttributes } from '../../../store/scim-attributes.ts';
import { compact } from '../../compact.ts';
import { isObject } from '../schema/read-resource.ts';
import { ENTERPRISE_SCHEMA, WSO2_SCHEMA } from '../urns.ts';

/** What a user resource says, sorted by where it is kept. */
export interface UserInput {
  username: string | undefined;
  name: string;
  email: string;
  phone: string | undefined;
  /** OpenID Connect claims that SCIM writes; undefined removes one. The telephone number is not among them. */
  claims: Record<string, Json | undefined>;
  own: ScimAttributes;
  preferredChannel: Account['preferredChannel'] | undefined;
  password: string | undefined;
  /** What is wanted of the state; undefined: the request does not say. */
  wanted: {
    active: boolean | undefined;
    disabled: boolean | undefined;
    locked: boolean | undefined;
    invite: boolean;
    verifyEmail: boolean;
    forceReset: boolean;
  };
}

const KEPT = [
  'title',
  'userType',
  'preferredLanguage',
  'ims',
  'photos',
  'addresses',
  'entitlements',
  'roles',
];

/** Sorts a user resource that was read by its schema. */
export function readUser(resource: JsonObject): UserInput {
  const name = objectIn(resource, 'name');
  const { manager, ...unit } = objectIn(resource, ENTERPRISE_SCHEMA);
  const wso2 = objectIn(resource, WSO2_SCHEMA);
  const emails = split(resource.emails);
  const phones = split(resource.phoneNumbers);
  const username = text(resource.userName)?.trim() || undefined;
  const parts = [name.givenName, name.familyName].filter(Boolean).join(' ');
  const shown = text(resource.displayName) ?? text(name.formatted) ?? (parts || (username ?? ''));
  const enterprise = compact({ ...unit, manager: isObject(manager) ? manager.value : undefined });
  return {
    username,
    name: shown,
    email: text(emails.primary?.value) ?? '',
    phone: text(phones.primary?.value),
    claims: {
      family_name: name.familyName,
      given_name: name.givenName,
      middle_name: name.middleName,
      nickname: resource.nickName,
      profile: resource.profileUrl,
      locale: resource.locale,
      zoneinfo: resource.timezone,
      ...compact({ email_verified: wso2.emailVerified, phone_number_verified: wso2.phoneVerified }),
    },
    own: {
      externalId: text(resource.externalId),
      attributes: compact({
        formattedName: name.formatted === shown ? undefined : name.formatted,
        honorificPrefix: name.honorificPrefix,
        honorificSuffix: name.honorificSuffix,
        ...Object.fromEntries(KEPT.map((key) => [key, resource[key]])),
        emailType: unlessDefault(emails.primary?.type, 'work'),
        emailDisplay: emails.primary?.display,
        emails: emails.rest,
        phoneType: unlessDefault(phones.primary?.type, 'mobile'),
        phoneDisplay: phones.primary?.display,
        phoneNumbers: phones.rest,
        enterprise: Object.keys(enterprise).length === 0 ? undefined : enterprise,
      }),
    },
    preferredChannel: channel(wso2.preferredChannel),
    password: text(resource.password),
    wanted: {
      active: flag(resource.active),
      disabled: flag(wso2.accountDisabled),
      locked: flag(wso2.accountLocked),
      invite: wso2.askPassword === true,
      verifyEmail: wso2.verifyEmail === true,
      forceReset: wso2.adminForcedPasswordReset === true,
    },
  };
}

const text = (value: Json | undefined): string | undefined => (typeof value === 'string' ? value : undefined);
const flag = (value: Json | undefined): boolean | undefined =>
  typeof value === 'boolean' ? value : undefined;
const unlessDefault = (value: Json | undefined, fallback: string) => (value === fallback ? undefined : value);

function objectIn(parent: JsonObject, name: string): JsonObject {
  const value = parent[name];
  return isObject(value) ? value : {};
}

function channel(value: Json | undefined): Account['preferredChannel'] | undefined {
  const low = text(value)?.toLowerCase();
  return low === 'email' || low === 'sms' ? low : undefined;
}

/** The primary value, or the first where none is marked, and the others. */
function split(list: Json | undefined): { primary: JsonObject | undefined; rest: Json[] | undefined } {
  const values = (Array.isArray(list) ? list : [])
    .filter(isObject)
    .filter(({ value }) => value !== undefined);
  const primary = values.find((value) => value.primary === true) ?? values[0];
  const rest = values.filter((value) => value !== primary);
  return { primary, rest: rest.length === 0 ? undefined : rest };
}
