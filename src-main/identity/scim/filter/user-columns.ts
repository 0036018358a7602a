import { ENTERPRISE_SCHEMA, WSO2_SCHEMA } from '../urns.ts';
import type { Column, Columns, ColumnType, Values } from './columns.ts';

const column = (sql: string, type: ColumnType = 'text'): Column => ({ sql, type });
const claim = (name: string, type: ColumnType = 'text') => column(`account.claims ->> '$.${name}'`, type);
/** Of what SCIM keeps beside the account, see `scim-attributes.ts`. */
const own = (path: string) => column(`scim_user.attributes ->> '$.${path}'`);

const SINGLE: Readonly<Record<string, Column>> = {
  id: column('account.id', 'exact'),
  externalId: column('scim_user.external_id', 'exact'),
  'meta.resourceType': column("'User'", 'exact'),
  'meta.created': column('account.created_at', 'time'),
  'meta.lastModified': column('account.updated_at', 'time'),
  userName: { sql: 'account.username', type: 'text', never: 'null' },
  displayName: column('account.name'),
  'name.formatted': column("ifnull(scim_user.attributes ->> '$.formattedName', account.name)"),
  'name.familyName': claim('family_name'),
  'name.givenName': claim('given_name'),
  'name.middleName': claim('middle_name'),
  'name.honorificPrefix': own('honorificPrefix'),
  'name.honorificSuffix': own('honorificSuffix'),
  nickName: claim('nickname'),
  profileUrl: claim('profile', 'exact'),
  title: own('title'),
  userType: own('userType'),
  preferredLanguage: own('preferredLanguage'),
  locale: claim('locale'),
  timezone: claim('zoneinfo'),
  active: column('account.enabled', 'flag'),
  ...Object.fromEntries(
    ['employeeNumber', 'costCenter', 'organization', 'division', 'department'].map((name) => [
      `${ENTERPRISE_SCHEMA}:${name}`,
      own(`enterprise.${name}`),
    ]),
  ),
  [`${ENTERPRISE_SCHEMA}:manager.value`]: { ...own('enterprise.manager'), type: 'exact' },
  [`${WSO2_SCHEMA}:accountState`]: column('account.label', 'exact'),
  [`${WSO2_SCHEMA}:accountLocked`]: column('account.locked', 'flag'),
  [`${WSO2_SCHEMA}:lockedReason`]: column('account.lock_reason', 'exact'),
  [`${WSO2_SCHEMA}:unlockTime`]: column('account.unlock_at', 'time'),
  [`${WSO2_SCHEMA}:accountDisabled`]: column('(1 - account.enabled)', 'flag'),
  [`${WSO2_SCHEMA}:failedLoginAttempts`]: column('account.failed_attempts', 'number'),
  [`${WSO2_SCHEMA}:failedLoginLockoutCount`]: column('account.lockout_count', 'number'),
  [`${WSO2_SCHEMA}:emailVerified`]: column("ifnull(account.claims ->> '$.email_verified', 0)", 'flag'),
  [`${WSO2_SCHEMA}:phoneVerified`]: column("ifnull(account.claims ->> '$.phone_number_verified', 0)", 'flag'),
  [`${WSO2_SCHEMA}:pendingMobileNumber`]: column('account.pending_phone'),
  [`${WSO2_SCHEMA}:preferredChannel`]: column('account.preferred_channel'),
  [`${WSO2_SCHEMA}:accountConfirmedTime`]: column('account.confirmed_at', 'time'),
  [`${WSO2_SCHEMA}:lastPasswordUpdateTime`]: column('account.password_changed_at', 'time'),
  [`${WSO2_SCHEMA}:lastLoginTime`]: column('account.last_sign_in_at', 'time'),
};

const ITEM: Readonly<Record<string, Column>> = {
  value: column("item.value ->> '$.value'"),
  display: column("item.value ->> '$.display'"),
  type: column("item.value ->> '$.type'"),
  primary: column("ifnull(item.value ->> '$.primary', 0)", 'flag'),
};

/** Values that SCIM keeps: those of a list in its JSON. */
const listed = (name: string, columns: Readonly<Record<string, Column>>): Values['sources'][number] => ({
  columns,
  exists: (condition) =>
    `account.id IN (SELECT account_id FROM scim_user, json_each(scim_user.attributes, '$.${name}') AS item
      WHERE scim_user.lists = 1 AND ${condition})`,
});

/** The primary value is that of the account itself; an index over the account's column serves it. */
const ofAccount = (value: Column, of: string, fallback: string): Values['sources'][number] => ({
  columns: {
    value,
    type: column(
      `ifnull((SELECT attributes ->> '$.${of}Type' FROM scim_user WHERE account_id = account.id), '${fallback}')`,
    ),
    display: column(`(SELECT attributes ->> '$.${of}Display' FROM scim_user WHERE account_id = account.id)`),
    primary: column('1', 'flag'),
  },
  exists: (condition) =>
    `account.id IN (SELECT account.id FROM account WHERE ${value.sql} > '' AND ${condition})`,
});

const MANY: Readonly<Record<string, Values>> = {
  emails: { sources: [ofAccount(column('account.email'), 'email', 'work'), listed('emails', ITEM)] },
  phoneNumbers: {
    sources: [ofAccount(claim('phone_number'), 'phone', 'mobile'), listed('phoneNumbers', ITEM)],
  },
  ...Object.fromEntries(
    ['ims', 'photos', 'roles', 'entitlements'].map((name) => [name, { sources: [listed(name, ITEM)] }]),
  ),
  addresses: {
    sources: [
      listed(
        'addresses',
        Object.fromEntries(
          ['formatted', 'streetAddress', 'locality', 'region', 'postalCode', 'country', 'type'].map(
            (name) => [name, column(`item.value ->> '$.${name}'`)],
          ),
        ),
      ),
    ],
  },
  groups: {
    sources: [
      {
        columns: { value: column('member.group_id', 'exact'), display: column('directory_group.name') },
        exists: (condition) =>
          `account.id IN (SELECT member.account_id FROM group_member AS member
            JOIN directory_group ON directory_group.id = member.group_id WHERE ${condition})`,
      },
    ],
  },
  pendingEmails: {
    sources: [
      {
        columns: { value: column('account.pending_email') },
        exists: (condition) => `(account.pending_email IS NOT NULL AND ${condition})`,
      },
    ],
  },
};

/** Where the attributes of users are kept. */
export const USER_COLUMNS: Columns = {
  from: 'account LEFT JOIN scim_user ON scim_user.account_id = account.id',
  id: 'account.id',
  order: 'account.created_at, account.id',
  single: ({ name, attribute, sub }) => (sub || !attribute.subAttributes ? SINGLE[name] : undefined),
  many: (attribute) => (Object.hasOwn(MANY, attribute) ? MANY[attribute] : undefined),
};
