/** What a scope of SCIM lets an application do, in words for people. */
const USERS = {
  internal_user_mgt_list: 'Search the users of the directory',
  internal_user_mgt_view: 'See one user of the directory',
  internal_user_mgt_create: 'Create users',
  internal_user_mgt_update: 'Change users: attributes, locks, passwords',
  internal_user_mgt_delete: 'Delete users',
} as const;

const GROUPS = {
  internal_group_mgt_list: 'Search the groups of the directory',
  internal_group_mgt_view: 'See one group with its members',
  internal_group_mgt_create: 'Create groups',
  internal_group_mgt_update: 'Change groups and who belongs to them',
  internal_group_mgt_delete: 'Delete groups',
} as const;

/** The scopes of administration over SCIM, by the names that WSO2 Identity Server has for them. */
export const SCIM_SCOPES = { ...USERS, ...GROUPS } as const;

/** What lets an application act on the entry of the person who signed in, at /Me; WSO2 calls it so too. */
export const SELF_SCOPE = {
  internal_login: 'See and change your own entry in the directory',
} as const;

/** A scope of administration over SCIM. */
export type ScimScope = keyof typeof SCIM_SCOPES;

/** Their names, in order. */
export const SCIM_SCOPE_NAMES = Object.keys(SCIM_SCOPES) as ScimScope[];
