import type { Json, JsonObject } from '../../../contract/json.ts';
import { toDateTime } from '../../../events/date-time.ts';
import type { Account } from '../../../store/accounts.ts';
import type { ScimAttributes } from '../../../store/scim-attributes.ts';
import { compact } from '../../compact.ts';
import { etagOf, whole } from '../resource.ts';
import { isObject } from '../schema/read-resource.ts';
import { ENTERPRISE_SCHEMA, USER_SCHEMA, WSO2_SCHEMA } from '../urns.ts';

/** An account with all that SCIM tells of it. */
export interface UserRecord {
  account: Account;
  own: ScimAttributes;
  groups: { id: string; name: string }[];
}

/** A user as SCIM shows it. `base` is the address of the service. */
export function userResource({ account, own, groups }: UserRecord, base: string): JsonObject {
  const { claims, state } = account;
  const { attributes } = own;
  const unit = enterprise(attributes.enterprise, base);
  // An extension is named where there is something of it (RFC 7643 §3).
  const named = Object.keys(unit).length > 0 ? [ENTERPRISE_SCHEMA] : [];
  return whole({
    schemas: [USER_SCHEMA, ...named, WSO2_SCHEMA],
    id: account.id,
    externalId: own.externalId,
    meta: {
      resourceType: 'User',
      created: toDateTime(account.createdAt),
      lastModified: toDateTime(account.updatedAt),
      location: `${base}/Users/${encodeURIComponent(account.id)}`,
      version: etagOf(account),
    },
    userName: account.username,
    name: whole({
      formatted: attributes.formattedName ?? account.name,
      familyName: claims.family_name,
      givenName: claims.given_name,
      middleName: claims.middle_name,
      honorificPrefix: attributes.honorificPrefix,
      honorificSuffix: attributes.honorificSuffix,
    }),
    displayName: account.name,
    nickName: claims.nickname,
    profileUrl: claims.profile,
    title: attributes.title,
    userType: attributes.userType,
    preferredLanguage: attributes.preferredLanguage,
    locale: claims.locale,
    timezone: claims.zoneinfo,
    active: !state.disabled,
    emails: withPrimary(
      { value: account.email, display: attributes.emailDisplay, type: attributes.emailType ?? 'work' },
      attributes.emails,
    ),
    phoneNumbers: withPrimary(
      {
        value: claims.phone_number,
        display: attributes.phoneDisplay,
        type: attributes.phoneType ?? 'mobile',
      },
      attributes.phoneNumbers,
    ),
    ims: attributes.ims,
    photos: attributes.photos,
    addresses: attributes.addresses,
    groups: groups.map(({ id, name }) => ({
      value: id,
      $ref: `${base}/Groups/${encodeURIComponent(id)}`,
      display: name,
      type: 'direct',
    })),
    entitlements: attributes.entitlements,
    roles: attributes.roles,
    [ENTERPRISE_SCHEMA]: unit,
    [WSO2_SCHEMA]: wso2(account),
  });
}

function enterprise(kept: Json | undefined, base: string): JsonObject {
  if (!isObject(kept)) return {};
  const { manager, ...rest } = kept;
  if (typeof manager !== 'string') return rest;
  return { ...rest, manager: { value: manager, $ref: `${base}/Users/${encodeURIComponent(manager)}` } };
}

function wso2(account: Account): JsonObject {
  const { state, claims } = account;
  const time = (ms: number | null) => (ms === null ? undefined : toDateTime(ms));
  return compact({
    accountState: state.label ?? undefined,
    accountLocked: state.locked,
    lockedReason: state.lockReason ?? undefined,
    unlockTime: time(state.unlockAt),
    accountDisabled: state.disabled,
    failedLoginAttempts: state.failedAttempts,
    failedLoginLockoutCount: state.lockoutCount,
    emailVerified: claims.email_verified === true,
    phoneVerified: claims.phone_number_verified === true,
    pendingEmails: account.pendingEmail === null ? undefined : [{ value: account.pendingEmail }],
    pendingMobileNumber: account.pendingPhone ?? undefined,
    preferredChannel: account.preferredChannel.toUpperCase(),
    accountConfirmedTime: time(account.confirmedAt),
    lastPasswordUpdateTime: time(account.passwordChangedAt),
    lastLoginTime: time(account.lastSignInAt),
  });
}

function withPrimary(first: Record<string, Json | undefined>, others: Json | undefined): Json[] {
  const rest = Array.isArray(others) ? others : [];
  const { value } = first;
  return typeof value === 'string' && value !== '' ? [{ ...compact(first), primary: true }, ...rest] : rest;
}
