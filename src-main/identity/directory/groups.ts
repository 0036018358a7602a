import type { z } from 'zod';
import { GatehouseError } from '../../contract/errors.ts';
import type { GroupDetail, groupMethods } from '../../contract/groups.ts';
import { workAs } from '../../events/work.ts';
import { AccountSearch } from '../../store/account-search.ts';
import { Groups } from '../../store/groups.ts';
import type { IdentityParts } from '../parts.ts';
import { SCIM_RULES, type ScimRule } from '../rules/scim-rules.ts';
import { ScimGroups } from '../scim/groups/groups.ts';
import { lifecycleActions } from '../scim/lifecycle-actions.ts';
import { RuleChain, ScimRefusal } from '../scim/rule-chain.ts';
import { GROUP_SCHEMA, PATCH_SCHEMA } from '../scim/urns.ts';

type Input<M extends keyof typeof groupMethods> = z.output<(typeof groupMethods)[M]['input']>;

/** What administrators do with groups. A refusal throws, by the rule of SCIM that says no. */
export interface GroupAdministration {
  get(id: string): GroupDetail;
  create(input: Input<'groups.create'>): Promise<{ id: string }>;
  rename(input: Input<'groups.rename'>): Promise<void>;
  /** Answers how many tokens went with it. */
  remove(id: string): Promise<number>;
  change(input: Input<'groups.change'>): Promise<number>;
}

const BY = { by: 'administrator' } as const;

/** Groups by the service that SCIM uses, so that one set of rules holds whoever asks. */
export function createGroupAdministration(parts: IdentityParts): GroupAdministration {
  const { core } = parts;
  const groups = new Groups(core.store);
  const search = new AccountSearch(core.store);
  const service = new ScimGroups(core, lifecycleActions(parts), '');
  const tokensOf = (id: string) => search.tokensOfGroup(id, core.clock.seconds());

  const guarded = async <T>(work: (chain: RuleChain) => T): Promise<T> => {
    const { result } = await workAs(core, 'sandbox', 'idp', async () => {
      try {
        return work(new RuleChain());
      } catch (error) {
        throw error instanceof ScimRefusal ? told(parts, error) : error;
      }
    });
    return result;
  };
  const patch = (id: string, operations: { op: string; path: string; value: unknown }[], chain: RuleChain) =>
    service.patch(
      id,
      JSON.parse(JSON.stringify({ schemas: [PATCH_SCHEMA], Operations: operations })),
      undefined,
      chain,
      BY,
    );
  return {
    get: (id) => {
      const group = groups.get(id);
      if (!group) throw unknownGroup(id);
      const { version: _, ...rest } = group;
      return { ...rest, members: search.membersOf(id), tokens: tokensOf(id) };
    },
    create: ({ name }) =>
      guarded((chain) => {
        const { resource } = service.create({ schemas: [GROUP_SCHEMA], displayName: name }, chain, BY);
        return { id: String(resource.id) };
      }),
    rename: ({ id, name }) =>
      guarded((chain) => void patch(id, [{ op: 'replace', path: 'displayName', value: name }], chain)),
    remove: (id) =>
      guarded((chain) => {
        const tokens = tokensOf(id);
        service.remove(id, undefined, chain, BY);
        return tokens;
      }),
    change: ({ id, add, remove }) =>
      guarded((chain) => {
        const before = tokensOf(id);
        const staying = search.tokensOfMembers(id, remove, core.clock.seconds());
        const members = (ids: readonly string[]) => ids.map((value) => ({ value }));
        const operations = [
          { op: 'add', path: 'members', value: members(add) },
          { op: 'remove', path: 'members', value: members(remove) },
        ];
        patch(
          id,
          operations.filter(({ value }) => value.length > 0),
          chain,
        );
        return before - staying;
      }),
  };
}

/** Records the refusal, and tells it as an error for a person at a screen. */
function told({ core }: IdentityParts, refusal: ScimRefusal): GatehouseError {
  core.recorder.record({
    type: 'idp.request.refused',
    outcome: 'denied',
    reasons: [...refusal.reasons],
    data: { endpoint: 'groups', status: refusal.status, detail: refusal.message },
  });
  return new GatehouseError({
    code: refusal.rule,
    what: 'The group was not changed.',
    why: refusal.message,
    next: SCIM_RULES[refusal.rule as ScimRule]?.next ?? 'Look the group up again.',
    status: refusal.status,
  });
}

function unknownGroup(id: string): GatehouseError {
  return new GatehouseError({
    code: 'scim.resource.known',
    what: 'This group was not found.',
    why: `The directory has no group with the id ${id}.`,
    next: 'Choose one from the list: it may have been deleted, or a snapshot may have been restored.',
    status: 404,
  });
}
