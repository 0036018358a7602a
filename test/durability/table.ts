import type { AccountLabel, AccountState } from '../../src-main/contract/account-state.ts';
import type { ConfirmationCode } from '../../src-main/store/confirmation-codes.ts';

/** What the table speaks of: label, lock and disable flag. Null: there is no account. */
export type Tuple = Pick<AccountState, 'label' | 'locked' | 'disabled'> | null;

/** What walks do to accounts, as the table of the facts has it. */
export type Deed =
  | 'self-register'
  | 'lite-register'
  | 'create'
  | 'invite'
  | 'create-to-verify'
  | 'confirm'
  | 'set-password'
  | 'resend'
  | 'admin-set-password'
  | 'force-reset'
  | 'fail-often'
  | 'admin-lock'
  | 'admin-unlock'
  | 'disable'
  | 'enable'
  | 'change-address'
  | 'idle'
  | 'delete';

const BEGINNINGS: Readonly<Record<string, [AccountLabel, boolean]>> = {
  'self-register': ['PENDING_SR', true],
  'lite-register': ['PENDING_LR', true],
  invite: ['PENDING_AP', true],
  'create-to-verify': ['PENDING_EV', true],
  create: ['UNLOCKED', false],
};

/**
 * The state after a deed, read from the table by hand and not from the engine's: the second opinion that walks hold it
 * against. Switches are as a new world has them. A code is given where one is shown that is open and fresh.
 */
export function tableSays(deed: Deed, before: Tuple, code?: ConfirmationCode): Tuple {
  if (before === null) {
    const begun = BEGINNINGS[deed];
    return begun ? { label: begun[0], locked: begun[1], disabled: false } : null;
  }
  const { label, locked, disabled } = before;
  const pending = label?.startsWith('PENDING_') ?? false;
  const open: Tuple = { label: 'UNLOCKED', locked: false, disabled };
  const lockedNow: Tuple = { label: pending ? label : 'LOCKED', locked: true, disabled };
  switch (deed) {
    case 'confirm':
      return confirmed(before, code) ? open : before;
    case 'set-password': {
      const fits =
        (label === 'PENDING_AP' && code?.scenario.startsWith('ASK_PASSWORD')) ||
        (label === 'PENDING_FUPR' && code?.scenario.startsWith('ADMIN_FORCED_PASSWORD_RESET'));
      return fits ? open : before;
    }
    case 'admin-set-password':
      return label === 'PENDING_AP' || label === 'PENDING_FUPR' ? open : before;
    case 'force-reset':
      return { label: 'PENDING_FUPR', locked: true, disabled };
    case 'fail-often':
    case 'admin-lock':
      return locked ? before : lockedNow;
    case 'admin-unlock':
      return locked ? { ...open, label: disabled ? 'DISABLED' : 'UNLOCKED' } : before;
    case 'disable':
      return disabled ? before : { label: 'DISABLED', locked, disabled: true };
    case 'enable':
      return disabled ? { label: locked ? 'LOCKED' : 'UNLOCKED', locked, disabled: false } : before;
    case 'delete':
      return null;
    default:
      return before;
  }
}

/** Rows 5, 9, 15 and 29: whether a code that is open and fresh opens the account. */
function confirmed({ label }: NonNullable<Tuple>, code: ConfirmationCode | undefined): boolean {
  switch (code?.step) {
    case 'CONFIRM_SIGN_UP':
      return label === 'PENDING_SR' || label === 'PENDING_EV';
    case 'CONFIRM_LITE_SIGN_UP':
      return label === 'PENDING_LR';
    case 'VERIFY_EMAIL':
      return true;
    default:
      return false;
  }
}
