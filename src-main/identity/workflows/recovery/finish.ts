import type { Account } from '../../../store/accounts.ts';
import type { Applied } from '../../lifecycle/applied.ts';
import { isNobody, nobodyWith } from '../../lifecycle/nobody.ts';
import type { RunningParts } from '../../parts.ts';
import { CHOOSING, choosePassword, lookAtCode } from '../presented-code.ts';
import { type Refused, refuse } from '../refuse.ts';
import { issue } from './issue.ts';

/** Changes the code that reached the person for the one that sets the password (`confirm`). */
export function confirmRecovery(
  parts: RunningParts,
  flow: string,
  secret: string,
): { ok: true; resetCode: string } | Refused {
  const { core, lifecycle } = parts;
  return core.store.transaction(() => {
    const begun = flowOf(parts, flow);
    if (!begun.ok) return begun;
    const looked = lookAtCode(parts, { secret, username: begun.account.username }, CHOOSING);
    if (!looked.ok) return looked;
    lifecycle.codes.use(looked.code);
    const reset = issue(
      parts,
      looked.account,
      'SET_PASSWORD',
      lifecycle.governance.get().recovery.flowLifetime,
      {
        by: looked.code.channel,
      },
    );
    return { ok: true, resetCode: reset.secret };
  });
}

/** Sets the password (`reset`). A stolen reset code alone is not enough: the code of the flow has to come with it. */
export async function resetPassword(
  parts: RunningParts,
  { flow, resetCode, password }: { flow: string; resetCode: string; password: string },
): Promise<Applied> {
  const begun = flowOf(parts, flow);
  if (!begun.ok) return begun;
  const shown = { secret: resetCode, username: begun.account.username };
  return choosePassword(parts, shown, password, ['SET_PASSWORD']);
}

function flowOf(parts: RunningParts, secret: string): { ok: true; account: Account } | Refused {
  const code = parts.lifecycle.codes.find(secret);
  const owner = code?.account ?? '';
  const account = isNobody(owner) ? nobodyWith(owner, parts.core.clock.now()) : parts.accounts.get(owner);
  const good =
    code?.step === 'RECOVERY_FLOW' && code.status === 'open' && parts.core.clock.now() < code.expiresAt;
  if (good && account) return { ok: true, account };
  return refuse(parts, 'recover', 'idp.recovery.flow', {
    account: code?.account,
    path: 'flowConfirmationCode',
    inputs: { known: code !== undefined, step: code?.step ?? null, status: code?.status ?? null },
  });
}
