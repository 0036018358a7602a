import { expect } from 'vitest';
import type { JsonObject } from '../../../src-main/contract/json.ts';
import { ENTERPRISE, type ScimService } from '../../integration/scim/support.ts';
import type { DirectoryModel, ModelGroup, ModelUser } from './directory-model.ts';

/** Everything that the service shows, by the address of the resource. */
export type Listing = Map<string, JsonObject>;

export async function listing(scim: ScimService): Promise<Listing> {
  const found: Listing = new Map();
  for (const type of ['Users', 'Groups'] as const) {
    const { body } = await scim.send('GET', `/${type}?count=1000`);
    for (const resource of body.Resources ?? []) found.set(`/${type}/${String(resource.id)}`, resource);
  }
  return found;
}

export const versionOf = (resource: JsonObject | undefined): string =>
  String((resource?.meta as JsonObject | undefined)?.version);

/**
 * The ETag of a resource changes when the resource does, and only then (RFC 7644 §3.14). `touched` are resources that
 * may have changed and changed back.
 */
export function expectVersions(before: Listing, after: Listing, touched: ReadonlySet<string>): void {
  for (const [address, now] of after) {
    const was = before.get(address);
    if (!was) continue;
    const told = (resource: JsonObject) => {
      const { version: _, lastModified: __, ...meta } = resource.meta as JsonObject;
      return { ...resource, meta };
    };
    const same = JSON.stringify(told(was)) === JSON.stringify(told(now));
    if (same && touched.has(address)) continue;
    expect([address, versionOf(was) === versionOf(now)], JSON.stringify([was, now])).toEqual([address, same]);
  }
}

/** The service shows what the model has, no more and no less. `others` are resources of the world. */
export function expectModel(shown: Listing, model: DirectoryModel, others: ReadonlySet<string>): void {
  const ours = [...shown].filter(([address]) => !others.has(address));
  const wanted = new Map<string, unknown>([
    ...[...model.users.values()].map((user) => [`/Users/${user.id}`, userView(user, model)] as const),
    ...[...model.groups.values()].map((group) => [`/Groups/${group.id}`, groupView(group)] as const),
  ]);
  expect(ours.map(([address]) => address).sort()).toEqual([...wanted.keys()].sort());
  for (const [address, resource] of ours)
    expect(address.startsWith('/Users') ? userShown(resource) : groupShown(resource)).toEqual(
      wanted.get(address),
    );
}

export const userView = (user: ModelUser, model: DirectoryModel) => ({
  ...user,
  groups: [...model.groups.values()]
    .filter(({ members }) => members.has(user.id))
    .map(({ id, displayName }) => `${id} ${displayName}`)
    .sort(),
});

export const groupView = (group: ModelGroup) => ({ ...group, members: [...group.members].sort() });

function userShown(resource: JsonObject): unknown {
  const { id, userName, displayName, title, externalId, active } = resource;
  const emails = ((resource.emails ?? []) as JsonObject[]).map(({ value, type }) => ({ value, type }));
  const manager = (resource[ENTERPRISE] as JsonObject | undefined)?.manager as JsonObject | undefined;
  const groups = ((resource.groups ?? []) as JsonObject[]).map(
    (group) => `${String(group.value)} ${String(group.display)}`,
  );
  return {
    id,
    userName,
    displayName,
    title,
    externalId,
    active,
    emails,
    manager: manager?.value,
    groups: groups.sort(),
  };
}

function groupShown({ id, displayName, members }: JsonObject): unknown {
  return {
    id,
    displayName,
    members: ((members ?? []) as JsonObject[]).map(({ value }) => String(value)).sort(),
  };
}
