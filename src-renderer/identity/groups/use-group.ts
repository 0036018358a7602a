import type { GroupDetail } from '../../../src-main/contract/groups.ts';
import { gatehouse } from '../../store/sandbox.ts';
import { useLive } from '../use-live.ts';

/** A group as it is now. */
export function useGroup(id: string) {
  return useLive<GroupDetail>(
    `group ${id}`,
    () => gatehouse().call('groups.get', { id }),
    ({ type }) =>
      type.startsWith('group.') ||
      type.startsWith('account.') ||
      type.startsWith('idp.token.') ||
      type === 'snapshot.restored',
  );
}
