import type { CodeStep } from '../../../contract/codes.ts';
import type { Account } from '../../../store/accounts.ts';
import { nobody } from '../../lifecycle/nobody.ts';
import { addressOf, Postman } from '../../lifecycle/postman.ts';
import type { RunningParts } from '../../parts.ts';
import { IDP_RULES, type IdpRule } from '../../rules.ts';
import { type RecoveryChannel, toldChannels } from '../channels.ts';
import { type Refused, refuse, refuseBy } from '../refuse.ts';
import { hides, hidesExistence } from '../strangers.ts';
import { accountFor, recoveryObstacle } from './account-to-recover.ts';
import { issue } from './issue.ts';

/** A recovery that was begun. */
export interface BegunRecovery {
  ok: true;
  /** Whose it is; nobody's, where there is no such account or a stranger shall not learn of it. */
  account: Account;
  flowConfirmationCode: string;
  recoveryCode: string;
  channels: RecoveryChannel[];
}

/** Codes of a recovery: a new one takes the place of what was begun before. */
const RECOVERY_STEPS: readonly CodeStep[] = [
  'RECOVERY_FLOW',
  'SEND_RECOVERY_INFORMATION',
  'RESEND_CONFIRMATION_CODE',
  'SET_PASSWORD',
];

/**
 * Begins a recovery (`init`): looks whether it can be, and hands out the codes of its first step. What the stranger is not
 * to learn is recorded, and the recovery begins for nobody. `tellsNothing`: the place where it is asked says the same of
 * every account, whatever the switches say.
 */
export async function beginRecovery(
  parts: RunningParts,
  typed: string,
  tellsNothing = false,
): Promise<BegunRecovery | Refused> {
  const { core, lifecycle } = parts;
  const { recovery } = lifecycle.governance.get();
  if (!recovery.passwordEnabled || !(recovery.byLink || recovery.byOtp))
    return refuse(parts, 'recover', 'idp.recovery.enabled', { path: 'governance.recovery.passwordEnabled' });
  return parts.deciding(() => core.store.transaction(() => begin(parts, typed, tellsNothing)));
}

function begin(parts: RunningParts, typed: string, tellsNothing: boolean): BegunRecovery | Refused {
  const { core, lifecycle } = parts;
  const governance = lifecycle.governance.get();
  const { recovery } = governance;
  const found = accountFor(parts, typed);
  const obstacle = recoveryObstacle(found, governance);
  // Handlers are asked of real accounts alone, and what they say is kept from strangers as the switches say.
  const asked =
    obstacle === undefined && found
      ? parts.before(['PRE_SEND_RECOVERY_NOTIFICATION'], () => ({
          subject: found.id,
          rewritable: false,
          payload: { username: found.username, email: found.email, groups: found.groups },
        }))
      : undefined;
  const stopped = obstacle ?? asked?.deniedBy;
  if (stopped !== undefined) {
    const refused = asked
      ? refuseBy(parts, 'recover', found?.id, stopped, asked.reasons)
      : refuse(parts, 'recover', stopped, {
          account: found?.id,
          path: 'account.state',
          inputs: found ? JSON.parse(JSON.stringify(found.state)) : {},
        });
    const hidden = asked ? hidesExistence(governance) : hides(governance, stopped);
    if (!tellsNothing && !hidden) return refused;
    if (found && obstacle !== undefined) tellOwner(parts, found, obstacle);
  }
  const account = stopped === undefined && found ? found : nobody(typed, core.clock.now());
  lifecycle.codes.endAll(account.id, 'superseded', RECOVERY_STEPS);
  const flow = issue(parts, account, 'RECOVERY_FLOW', recovery.flowLifetime);
  const first = issue(parts, account, 'SEND_RECOVERY_INFORMATION', recovery.recoveryCodeLifetime);
  return {
    ok: true,
    account,
    flowConfirmationCode: flow.secret,
    recoveryCode: first.secret,
    channels: toldChannels(account, governance),
  };
}

/** Only the person herself learns why her password cannot be recovered now. */
function tellOwner({ core, lifecycle, brand }: RunningParts, account: Account, obstacle: IdpRule): void {
  if (!lifecycle.governance.get().notifications.internal || addressOf(account, 'email') === undefined) return;
  new Postman(core, brand.organisation).deliver({
    account,
    channel: 'email',
    template: 'passwordRecoveryFailureNotify',
    detail: `${IDP_RULES[obstacle].title} ${IDP_RULES[obstacle].next}`,
  });
}
