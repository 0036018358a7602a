import type { AccountDetail } from '../../src-main/contract/accounts.ts';
import type { EventType } from '../../src-main/contract/event-types.ts';
import type { SandboxEvent } from '../../src-main/contract/events.ts';
import type { LifecycleRow } from '../../src-main/contract/lifecycle.ts';
import { gatehouse } from '../store/sandbox.ts';
import { useLive } from './use-live.ts';

/** An account as it is now; follows what happens to it. */
export function useAccount(id: string) {
  return useLive<AccountDetail>(
    id,
    () => gatehouse().call('accounts.get', { id }),
    (event) => event.subject === id || CHANGES_ALL.has(event.type),
  );
}

const CHANGES_ALL: ReadonlySet<EventType> = new Set([
  'config.changed',
  'snapshot.restored',
  'group.updated',
  'group.deleted',
]);
const HISTORY: EventType[] = [
  'account.created',
  'account.changed',
  'account.change-refused',
  'account.deleted',
  'idp.signin.failed',
  'idp.signin.succeeded',
];
const LISTED = 200;

/** What the log tells of an account, newest first: its transitions and sign-ins, or `all` that is about it. */
export function useHistory(id: string, which: 'transitions' | 'all') {
  return useLive<SandboxEvent[]>(
    `${id} ${which}`,
    async () => {
      const { events } = await gatehouse().call('events.list', {
        subject: id,
        limit: LISTED,
        ...(which === 'transitions' ? { types: HISTORY } : {}),
      });
      return events.reverse();
    },
    (event) => event.subject === id,
  );
}

/** The transition table. It does not change while the sandbox runs. */
export function useDefinition(): readonly LifecycleRow[] {
  const { value } = useLive(
    'definition',
    () => gatehouse().call('lifecycle.definition', {}),
    () => false,
  );
  return value?.rows ?? NO_ROWS;
}
const NO_ROWS: readonly LifecycleRow[] = [];
