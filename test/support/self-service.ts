import type { Governance } from '../../src-main/contract/governance.ts';
import type { JsonObject } from '../../src-main/contract/json.ts';
import { PATCH, type Reply, type ScimService, startScim } from '../integration/scim/support.ts';
import { as, personTokens } from '../integration/scim/tokens.ts';

/** A directory in which people join groups by themselves, a group for that, and a member of it. */
export async function selfService(mode: Governance['selfServiceGroups']['mode'], running?: ScimService) {
  const scim = running ?? (await startScim());
  const group = String((await scim.group('APP_beta', ['bob'])).id);
  scim.identity.provider.governance.set({ selfServiceGroups: { mode } });
  const tokens = new Map<string, string | undefined>();
  const send = async (person: string, method: string, path: string, body?: JsonObject): Promise<Reply> => {
    if (!tokens.has(person)) tokens.set(person, (await personTokens(scim, person, 'openid')).access_token);
    return as(scim, tokens.get(person), method, path, body);
  };
  return {
    scim,
    group,
    send,
    /** Changes a group as a person without any scope. */
    patch: (person: string, operations: JsonObject[], id = group) =>
      send(person, 'PATCH', `/Groups/${id}`, { schemas: [PATCH], Operations: operations }),
    members: async (id = group) =>
      (((await scim.send('GET', `/Groups/${id}`)).body.members ?? []) as JsonObject[])
        .map(({ value }) => value)
        .sort(),
    /** Of the newest change of a group. */
    told: () => scim.identity.events('group.updated').at(-1)?.data,
    rule: () => scim.identity.events('idp.request.refused').at(-1)?.data.rule,
  };
}

export const joins = (id: string): JsonObject => ({
  op: 'add',
  path: 'members',
  value: [{ value: id }],
});
export const leaves = (id: string): JsonObject => ({ op: 'remove', path: `members[value eq "${id}"]` });
