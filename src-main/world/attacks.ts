import type { Core } from '../events/core.ts';
import { Mailbox } from './apps/mail/mailbox.ts';
import { NotebookHoldings } from './apps/notebook/holdings.ts';

/** Takes from the attacker what she holds, her app from the phones and every message from the inboxes. */
export function resetAttacks(core: Core): void {
  core.store.transaction(() => {
    new NotebookHoldings(core).clear();
    new Mailbox(core.store).clear();
  });
}
