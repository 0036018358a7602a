import type { Governance } from '../../contract/governance.ts';
import type { Account } from '../../store/accounts.ts';
import type { SignInDecision } from '../directory/sign-in.ts';
import { vetoWords } from '../lifecycle/hooks.ts';
import { inWords } from '../lifecycle/in-words.ts';

const WRONG = 'User name or password is wrong.';

/**
 * What the page says about a sign-in that was refused. The log always has the reason; whether the page tells it, is a
 * switch, since every reason tells a stranger that the account exists.
 */
export function refusalText(
  { deniedBy, account, reasons }: SignInDecision,
  governance: Governance,
  now: number,
): string {
  if (deniedBy?.startsWith('idp.extension.'))
    return (
      vetoWords(reasons) ?? 'A handler of the directory failed, so nobody is let in. The log says where.'
    );
  if (deniedBy === 'idp.signin.credentials-given') return 'Fill in your user name and your password.';
  if (!account || !governance.enumeration.signInTellsState) return WRONG;
  switch (deniedBy) {
    case 'idp.signin.account-enabled':
      return 'This account is disabled. Ask an administrator.';
    case 'idp.signin.account-unlocked':
      return lockText(account, now);
    case 'idp.signin.reset-done':
      return account.state.resetMode === 'link'
        ? 'An administrator wants you to choose a new password. Open the link in the message that we sent you.'
        : 'An administrator wants you to choose a new password. Type the one-time password that you got in place of the old one.';
    case 'idp.signin.confirmed':
      return 'Your registration is not confirmed yet. Open the link in the message that we sent you.';
    default:
      return WRONG;
  }
}

/** Only two reasons are shown, as in the product that this follows; the others say that it is locked and no more. */
function lockText({ state }: Account, now: number): string {
  if (state.lockReason === 'ADMIN_INITIATED')
    return 'This account is locked by an administrator. Ask for it to be unlocked.';
  if (state.lockReason === 'MAX_ATTEMPTS_EXCEEDED') {
    const until = state.unlockAt === null ? '' : ` Try again in ${inWords(state.unlockAt - now)}.`;
    return `This account is locked: too many sign-ins failed.${until}`;
  }
  return 'This account is locked.';
}
