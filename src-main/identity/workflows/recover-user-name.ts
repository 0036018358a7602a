import { AccountSearch } from '../../store/account-search.ts';
import type { Account } from '../../store/accounts.ts';
import { Postman } from '../lifecycle/postman.ts';
import type { RunningParts } from '../parts.ts';
import { lookAtCode } from './presented-code.ts';
import { channelsOf, type RecoveryChannel, recoveryObstacle } from './recovery.ts';
import { type Refused, refuse } from './refuse.ts';

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
  const found = ownerOf(parts, email);
  if (!found.ok) return found;
  const { recovery, notifications } = lifecycle.governance.get();
  return core.store.transaction(() => {
    lifecycle.codes.endAll(found.account.id, 'superseded', ['SEND_RECOVERY_INFORMATION']);
    const code = lifecycle.codes.issue({
      account: found.account.id,
      scenario: 'USERNAME_RECOVERY',
      step: 'SEND_RECOVERY_INFORMATION',
      format: 'link',
      channel: 'handed-over',
      lifetime: recovery.recoveryCodeLifetime,
    });
    return {
      ok: true,
      recoveryCode: code.secret,
      channels: channelsOf(found.account, notifications.internal),
    };
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

/** Both steps at once, for the page: the user name goes to the address of the account. */
export function recoverUserName(parts: RunningParts, email: string): SentUserName | Refused {
  const found = ownerOf(parts, email);
  return found.ok ? send(parts, found.account) : found;
}

function send({ core, lifecycle, brand }: RunningParts, account: Account): SentUserName {
  const { internal } = lifecycle.governance.get().notifications;
  if (internal)
    new Postman(core, brand.organisation).deliver({
      account,
      channel: 'email',
      template: 'usernamerecovery',
      detail: `It is ${account.username}.`,
    });
  return { ok: true, username: account.username, external: !internal };
}

function ownerOf(parts: RunningParts, email: string): { ok: true; account: Account } | Refused {
  if (!parts.lifecycle.governance.get().recovery.usernameEnabled)
    return refuse(parts, 'recover-username', 'idp.recovery.enabled', {
      path: 'governance.recovery.usernameEnabled',
    });
  const found = new AccountSearch(parts.core.store).byEmail(email.trim());
  const account = found.length === 1 ? found[0] : undefined;
  const obstacle = recoveryObstacle(account);
  if (obstacle === undefined && account) return { ok: true, account };
  return refuse(parts, 'recover-username', obstacle ?? 'idp.recovery.account-known', {
    account: account?.id,
    path: 'account',
    inputs: { accounts: found.length },
  });
}
