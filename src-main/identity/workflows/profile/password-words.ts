import { AccountSearch } from '../../../store/account-search.ts';
import type { Cut } from '../../lifecycle/cuts.ts';
import type { IdentityParts } from '../../parts.ts';

/** What a new password has ended, and what it has left. */
export function doneWith({ core }: IdentityParts, account: string, session: string, cut: Cut): string {
  const others = new AccountSearch(core.store)
    .sessionsOf(account)
    .filter(({ uid }) => uid !== session).length;
  const elsewhere =
    cut.sessions > 0
      ? `You are signed out everywhere else: ${browsers(cut.sessions)}.`
      : others > 0
        ? `You are still signed in in ${browsers(others)} beside this one.`
        : 'You were signed in nowhere else.';
  const access =
    cut.accessTokens + cut.refreshTokens + cut.codes > 0
      ? ' Applications that had access have lost it: sign in to them anew.'
      : '';
  return `Your password is changed. You stay signed in here. ${elsewhere}${access}`;
}

const browsers = (count: number): string => (count === 1 ? 'one browser' : `${count} browsers`);
