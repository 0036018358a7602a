import { SCIM_SCOPE_NAMES, SCIM_SCOPES, type ScimScope, SELF_SCOPE } from '../../contract/scim-scopes.ts';
import type { ProtectedResource } from '../provider/protected-resource.ts';

/** Where SCIM is, below the issuer. WSO2 has it there too. */
export const SCIM_PATH = '/scim2';

/** Lifetime of an access token for SCIM, s. */
const ACCESS_TOKEN_TTL = 300;

/** SCIM as the provider sees it: its address is its resource indicator (RFC 8707), and so the audience of its tokens. */
export const scimResource = (issuer: string): ProtectedResource => ({
  name: 'Directory (SCIM)',
  resource: `${issuer}${SCIM_PATH}`,
  tokenFormat: 'jwt',
  accessTokenTtl: ACCESS_TOKEN_TTL,
  scopes: Object.entries({ ...SELF_SCOPE, ...SCIM_SCOPES }).map(([name, about]) => ({ name, about })),
});

/**
 * What the members of a group may do in the directory, through whichever application. Who is in none of these groups
 * may do nothing there. Groups have the names of the world.
 */
const ROLES: Readonly<Record<string, readonly ScimScope[]>> = {
  administrators: SCIM_SCOPE_NAMES,
  'help-desk': [
    'internal_user_mgt_list',
    'internal_user_mgt_view',
    'internal_group_mgt_list',
    'internal_group_mgt_view',
  ],
};

/** Whether a person in these groups may hold a scope. One that is no scope of administration needs no role. */
export function roleAllows(groups: readonly string[], scope: string): boolean {
  if (!Object.hasOwn(SCIM_SCOPES, scope)) return true;
  return groups.some((group) => Object.hasOwn(ROLES, group) && ROLES[group]?.some((one) => one === scope));
}

/** Splits scopes into those that a person in these groups may hold and those that her role does not have. */
export function byRole(
  groups: readonly string[],
  scopes: readonly string[],
): { held: string[]; withheld: string[] } {
  const held = scopes.filter((scope) => roleAllows(groups, scope));
  return { held, withheld: scopes.filter((scope) => !held.includes(scope)) };
}
