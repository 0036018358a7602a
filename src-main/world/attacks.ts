import type { Core } from '../events/core.ts';
import { Messages } from '../store/messages.ts';
import { NotebookHoldings } from './apps/notebook/holdings.ts';

/** Takes from the attacker what she holds, her app from the phones and every message from the inboxes. */
export function resetAttacks(core: Core): void {
  core.store.transaction(() => {
    new NotebookHoldings(core).clear();
    new Messages(core.store).clear();
  });
}
