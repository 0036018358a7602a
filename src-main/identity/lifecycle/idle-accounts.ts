import { idlePlan } from '../../contract/idle-plan.ts';
import { turn } from '../../events/turn.ts';
import { Messages } from '../../store/messages.ts';
import type { IdentityParts } from '../parts.ts';

const DAY_MS = 24 * 3600 * 1000;

/** Others have their turn after so many accounts. */
const STRETCH = 50;

interface IdleRow {
  id: string;
  since: number;
}

/**
 * Looks for accounts that nobody uses, each day of virtual time and once after a start: reminds, and locks at last
 * (row 25). Where suspension is off it does nothing. An account was used last when its person signed in last, and one
 * into which nobody ever signed in when it was made.
 */
export function scheduleIdleAccounts(parts: IdentityParts): void {
  const { scheduler, clock } = parts.core;
  const look = async () => {
    await suspendIdleAccounts(parts);
  };
  scheduler.at('idp.idle-accounts.start', clock.now(), look);
  scheduler.every('idp.idle-accounts', DAY_MS, look);
}

/** Reminds and locks now. */
async function suspendIdleAccounts(parts: IdentityParts): Promise<void> {
  const { core, lifecycle } = parts;
  const { suspension } = lifecycle.governance.get();
  if (!suspension.enabled) return;
  const now = core.clock.now();
  const { reminders, lock } = idlePlan(suspension);
  const first = Math.min(...reminders, lock);
  const rows = core.store
    .prepare<IdleRow>(
      `SELECT id, coalesce(last_sign_in_at, created_at) AS since FROM account
       WHERE locked = 0 AND coalesce(last_sign_in_at, created_at) <= ? ORDER BY since, id`,
    )
    .all(now - first * DAY_MS);
  const messages = new Messages(core.store);
  for (const [index, { id, since }] of rows.entries()) {
    if (index > 0 && index % STRETCH === 0) await turn();
    const idleDays = Math.floor((now - since) / DAY_MS);
    if (idleDays >= lock) {
      lifecycle.apply(id, { kind: 'idle', idleDays });
      continue;
    }
    const passed = Math.max(...reminders.filter((days) => days <= idleDays));
    // A reminder is sent once, though the sandbox was closed or the clock jumped over its day.
    const known = messages
      .of(id)
      .some(({ template, sentAt }) => template === REMINDER && sentAt >= since + passed * DAY_MS);
    if (!known) lifecycle.notify(id, REMINDER);
  }
}

const REMINDER = 'idleAccountReminder';
