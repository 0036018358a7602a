import type { AccountAction, AccountDetail } from '../../src-main/contract/accounts.ts';
import type { Governance } from '../../src-main/contract/governance.ts';
import { count } from '../ui/format.ts';

export type ActKind = Exclude<AccountAction['kind'], 'end-sessions' | 'end-session' | 'revoke-tokens'>;

/** The rows of the chart that an act of an administrator would take. */
const TRIGGERS: Record<ActKind, string> = {
  lock: 'admin-lock',
  unlock: 'admin-unlock',
  disable: 'disable',
  enable: 'enable',
  'force-reset': 'force-reset',
  'set-password': 'admin-set-password',
  resend: 'resend',
  delete: 'delete',
};

/** Why an act is closed now; undefined when it is open. */
export function whyClosed({ chart }: AccountDetail, kind: ActKind): string | undefined {
  const ways = chart.filter(({ trigger }) => trigger === TRIGGERS[kind]);
  if (ways.some(({ open }) => open)) return undefined;
  return ways.find(({ closedBy }) => closedBy !== null)?.closedBy ?? 'nothing of the table leads there now';
}

/** What an act will do to this account, sentence by sentence, before it is done. */
export function effectsOf(kind: ActKind, account: AccountDetail, governance: Governance): string[] {
  const { state } = account;
  const tokens = account.tokens.length;
  const cut = `Access and refresh tokens are revoked${tokens > 0 ? ` (${tokens} work now)` : ''}, and authorization codes on their way.`;
  const sessions = (ends: boolean) =>
    account.sessions.length === 0
      ? []
      : [
          ends
            ? `${count(account.sessions.length, 'session')} at the provider ${account.sessions.length === 1 ? 'ends' : 'end'}.`
            : `${count(account.sessions.length, 'session')} at the provider ${account.sessions.length === 1 ? 'stays' : 'stay'}, by the switch “Sessions”; no source that was read says what WSO2 does.`,
        ];
  const pending = state.label?.startsWith('PENDING_') ?? false;
  switch (kind) {
    case 'lock':
      return [
        pending
          ? `The label ${state.label} stays; the lock comes beside it.`
          : 'The label becomes LOCKED, the reason ADMIN_INITIATED.',
        'Even the right password is refused until an administrator unlocks. No time ends this lock.',
        cut,
        ...sessions(governance.sessions.endOnLock),
        'The person gets the mail accountlockadmin.',
      ];
    case 'unlock':
      return [
        state.disabled ? 'The label becomes DISABLED: the flag stays.' : 'The label becomes UNLOCKED.',
        ...(pending ? ['What the account waited for is skipped: nothing is verified by this.'] : []),
        'Reason, time of the lock and failed sign-ins are cleared.',
      ];
    case 'disable':
      return [
        'The disable flag is set beside label and lock; the label becomes DISABLED.',
        ...(pending ? [`That the label was ${state.label} is forgotten.`] : []),
        cut,
        ...sessions(governance.sessions.endOnDisable),
        'The person gets the mail accountdisable.',
      ];
    case 'enable':
      return [
        `The label becomes ${state.locked ? 'LOCKED, since the lock is still there' : 'UNLOCKED'}.`,
        'What it waited for before it was disabled is not remembered.',
      ];
    case 'force-reset':
      return [
        'The label becomes PENDING_FUPR, and the account is locked until a new password is chosen.',
        'Codes that are open end; a new one goes out in the way that you choose.',
        cut,
        ...sessions(governance.sessions.endOnLock),
      ];
    case 'set-password':
      return [
        ...(state.label === 'PENDING_AP' || state.label === 'PENDING_FUPR'
          ? ['The account becomes UNLOCKED, and its open code ends.']
          : ['Label and lock stay as they are.']),
        cut,
        ...sessions(governance.sessions.endOnPasswordChange),
      ];
    case 'resend':
      return ['The code that is open ends; a new one is sent to the same address.'];
    case 'delete':
      return [
        'The account is gone. Only a snapshot brings it back.',
        cut,
        ...sessions(governance.sessions.endOnDelete),
      ];
  }
}
