import { isUsable } from '../../../contract/account-state.ts';
import { AccountSearch } from '../../../store/account-search.ts';
import type { Account } from '../../../store/accounts.ts';
import { hashPassword } from '../../directory/password.ts';
import { decideSignIn, type SignInDecision } from '../../directory/sign-in.ts';
import type { Applied } from '../../lifecycle/applied.ts';
import type { IdentityParts } from '../../parts.ts';
import { etagOf } from '../../scim/resource.ts';
import { checkPassword } from '../password-policy.ts';
import { refuse, refuseBy } from '../refuse.ts';

/** What a person types to change her password. */
export interface OwnPassword {
  /** As the page was made of it. */
  account: Account;
  /** The session in which she does it: it stays. */
  session: string;
  current: string;
  chosen: string;
  /** Whether she is to be signed out in all other browsers. */
  everywhere: boolean;
}

/** What it came to. `signIn`: the rules of sign-in refused what she showed as her present password. */
export type OwnPasswordChanged = { applied: Applied; signIn?: SignInDecision };

/**
 * Changes a person's password as she wishes, who shows the present one. That is looked at by the rules of sign-in, and a
 * wrong one counts as a failed sign-in does: a session that somebody left open is no place to guess passwords. Then the
 * policy of passwords, the service that is asked before one is changed, and handlers before the event have their say.
 */
export async function changeOwnPassword(
  parts: IdentityParts,
  wanted: OwnPassword,
): Promise<OwnPasswordChanged> {
  const { accounts, core, deciding, lifecycle } = parts;
  const { account, current, chosen } = wanted;
  const shown = { username: account.username, password: current };
  const signIn = await decideSignIn(accounts, shown, () => core.clock.now());
  if (signIn.deniedBy !== undefined) {
    const { deniedBy, reasons } = signIn;
    const fail = () => {
      const refused = refuseBy(parts, 'change-password', account.id, deniedBy, reasons);
      if (deniedBy === 'idp.signin.password') lifecycle.apply(account.id, { kind: 'sign-in-failed' });
      return refused;
    };
    return { applied: await deciding(() => core.store.transaction(fail)), signIn };
  }
  const weak = await checkPassword(parts, 'change-password', chosen, account);
  if (weak) return { applied: weak };
  const passwordHash = await hashPassword(chosen);
  const change = () => write(parts, wanted, passwordHash, signIn);
  return { applied: await deciding(() => core.store.transaction(change)) };
}

/** Checking and hashing take a while: what happened to account and session meanwhile counts. */
function write(
  parts: IdentityParts,
  { account: seen, session, everywhere }: OwnPassword,
  passwordHash: string,
  { reasons }: SignInDecision,
): Applied {
  const { accounts, core, lifecycle } = parts;
  const { id } = seen;
  const account = accounts.get(id);
  if (account && etagOf(account) !== etagOf(seen))
    return refuse(parts, 'change-password', 'idp.profile.fresh', { account: id, path: 'version' });
  if (account && !isUsable(account.state))
    return refuse(parts, 'change-password', 'idp.profile.account-usable', { account: id, path: 'state' });
  if (!new AccountSearch(core.store).sessionsOf(id).some(({ uid }) => uid === session))
    return refuse(parts, 'change-password', 'idp.profile.signed-in', { account: id, path: 'session' });
  const applied = lifecycle.apply(
    id,
    { kind: 'change-password' },
    {
      attributes: { passwordHash, passwordChangedAt: core.clock.now() },
      session,
      endsOthers: everywhere,
      reasons,
    },
  );
  if (applied.ok)
    core.recorder.record({
      type: 'account.password-changed',
      outcome: 'ok',
      subject: id,
      data: { by: 'person' },
    });
  return applied;
}
