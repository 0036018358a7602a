import { AccountSearch } from '../../../store/account-search.ts';
import type { Account } from '../../../store/accounts.ts';
import { isNobody, nobody } from '../../lifecycle/nobody.ts';
import { type Letter, Postman } from '../../lifecycle/postman.ts';
import type { RunningParts } from '../../parts.ts';
import { type RecoveryChannel, toldChannels } from '../channels.ts';
import { lookAtCode } from '../presented-code.ts';
import { type Refused, refuse } from '../refuse.ts';
import { hides } from '../strangers.ts';
import { recoveryObstacle } from './account-to-recover.ts';

/** A user name that was sent. `external`: nothing was sent, the caller delivers it. */
export interface SentUserName {
  ok: true;
  username: string;
  external: boolean;
}

/** Begins the recovery of a user name by the address of its account (`init`). */
export function beginUserName(
  parts: RunningParts,
  email: string,
): { ok: true; recoveryCode: string; channels: RecoveryChannel[] } | Refused {
  const { core, lifecycle } = parts;
  return core.store.transaction(() => {
    const found = ownerOf(parts, email, false);
    if (!found.ok) return found;
    const governance = lifecycle.governance.get();
    lifecycle.codes.endAll(found.account.id, 'superseded', ['SEND_RECOVERY_INFORMATION']);
    const code = lifecycle.codes.issue({
      account: found.account.id,
      scenario: 'USERNAME_RECOVERY',
      step: 'SEND_RECOVERY_INFORMATION',
      format: 'link',
      channel: 'handed-over',
      lifetime: governance.recovery.recoveryCodeLifetime,
    });
    return { ok: true, recoveryCode: code.secret, channels: toldChannels(found.account, governance) };
  });
}

/** Sends the user name by the code of the first step (`recover`). */
export function sendUserName(parts: RunningParts, recoveryCode: string): SentUserName | Refused {
  return parts.core.store.transaction(() => {
    const looked = lookAtCode(parts, { secret: recoveryCode }, ['SEND_RECOVERY_INFORMATION']);
    if (!looked.ok) return looked;
    parts.lifecycle.codes.use(looked.code);
    return send(parts, looked.account);
  });
}

/** Both steps at once, for the page, which says the same of every address: the user name goes to the account's own. */
export function recoverUserName(parts: RunningParts, email: string): SentUserName | Refused {
  const found = ownerOf(parts, email, true);
  return found.ok ? send(parts, found.account) : found;
}

function send({ core, lifecycle, brand }: RunningParts, account: Account): SentUserName {
  const { internal } = lifecycle.governance.get().notifications;
  const letter: Letter = {
    account,
    channel: 'email',
    template: 'usernamerecovery',
    detail: `It is ${account.username}.`,
  };
  const postman = new Postman(core, brand.organisation);
  if (internal && isNobody(account.id)) postman.pretend(letter);
  else if (internal) postman.deliver(letter);
  return { ok: true, username: account.username, external: !internal };
}

function ownerOf(
  parts: RunningParts,
  email: string,
  tellsNothing: boolean,
): { ok: true; account: Account } | Refused {
  const governance = parts.lifecycle.governance.get();
  if (!governance.recovery.usernameEnabled)
    return refuse(parts, 'recover-username', 'idp.recovery.enabled', {
      path: 'governance.recovery.usernameEnabled',
    });
  const found = new AccountSearch(parts.core.store).byEmail(email.trim());
  const account = found.length === 1 ? found[0] : undefined;
  const obstacle = recoveryObstacle(account, governance);
  if (obstacle === undefined && account) return { ok: true, account };
  const rule = obstacle ?? 'idp.recovery.account-known';
  const refused = refuse(parts, 'recover-username', rule, {
    account: account?.id,
    path: 'account',
    inputs: { accounts: found.length },
  });
  if (!tellsNothing && !hides(governance, rule)) return refused;
  return { ok: true, account: nobody(email, parts.core.clock.now()) };
}
