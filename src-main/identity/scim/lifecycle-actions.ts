import type { ResetMode } from '../../contract/account-state.ts';
import type { Governance } from '../../contract/governance.ts';
import { type Account, Accounts } from '../../store/accounts.ts';
import type { Applied } from '../lifecycle/applied.ts';
import { type Occasion, rewritten } from '../lifecycle/hooks.ts';
import type { Lifecycle } from '../lifecycle/lifecycle.ts';
import type { Trigger } from '../lifecycle/trigger.ts';
import type { IdentityParts } from '../parts.ts';
import { reason } from '../rules.ts';
import { passwordProblem } from '../workflows/password-policy.ts';
import { type AccountActions, ActionRefused, type AdminAction, type Beginning } from './ports.ts';

/** The actions of SCIM as triggers of the account's life. */
export function lifecycleActions(parts: IdentityParts): AccountActions {
  const { core, lifecycle, before, deciding, newAccountId } = parts;
  const accounts = new Accounts(core.store);
  return {
    deciding,
    newId: newAccountId,
    create: (account, beginning, { reasons }) => {
      allowed(lifecycle.create(account, begin(beginning, account.email), { reasons }));
    },
    update: (wanted, changed, write) => {
      const { by } = write;
      const asked = before(['PRE_SET_USER_CLAIMS'], () =>
        occasionOf(accounts.get(wanted.id), wanted, changed),
      );
      const reasons = [...write.reasons, ...(asked?.reasons ?? [])];
      if (asked?.deniedBy) throw new ActionRefused(reasons);
      const account = asked ? rewritten(wanted, asked.rewritten) : wanted;
      accounts.save({ ...account, version: account.version + 1, updatedAt: core.clock.now() });
      core.recorder.record({
        type: 'account.updated',
        outcome: 'ok',
        subject: account.id,
        reasons,
        data: { changed: [...changed], ...by },
      });
    },
    act: (id, action, { reasons }) => {
      const { issued } = allowed(lifecycle.apply(id, triggerOf(action, lifecycle), { reasons }));
      const handedOver = issued.find(({ channel }) => channel === 'handed-over' || channel === 'external');
      return handedOver ? { handedOver: handedOver.secret } : {};
    },
    checkPassword: async (password, id) => {
      const problem = await passwordProblem(parts, password, accounts.get(id ?? ''), 'ADMIN');
      if (!problem) return;
      const { account: _, ...details } = problem.because;
      throw new ActionRefused([reason(problem.rule, 'fail', details)]);
    },
    setPassword: (id, hash, { reasons }) => {
      const attributes = { passwordHash: hash, passwordChangedAt: core.clock.now() };
      allowed(lifecycle.apply(id, { kind: 'admin-set-password' }, { attributes, reasons }));
    },
    changeAddress: (id, channel, address, { reasons }) => {
      const attributes = channel === 'email' ? { pendingEmail: address } : { pendingPhone: address };
      allowed(lifecycle.apply(id, { kind: 'change-address', channel }, { address, attributes, reasons }));
    },
    waitingAddress: (id, channel, kind, { reasons }) => {
      allowed(lifecycle.apply(id, { kind, channel }, { reasons }));
    },
    confirmsAddress: (channel) =>
      lifecycle.governance.get().verificationOnUpdate[channel === 'email' ? 'email' : 'phone'],
    revokeTokens: (id) => {
      lifecycle.cut(id, 'group-lost');
    },
  };
}

function allowed(applied: Applied): Extract<Applied, { ok: true }> {
  if (!applied.ok) throw new ActionRefused(applied.reasons);
  return applied;
}

/** What handlers see of attributes that are about to change. */
function occasionOf(before: Account | undefined, after: Account, changed: readonly string[]): Occasion {
  const shown = ({ username, name, email, claims, groups }: Account) => ({
    username,
    name,
    email,
    claims,
    groups,
  });
  return {
    subject: after.id,
    rewritable: true,
    payload: {
      trigger: 'update',
      changed: [...changed],
      ...shown(after),
      before: before ? shown(before) : null,
    },
  };
}

function begin(beginning: Beginning, email: string): Trigger {
  return beginning === 'create-to-verify'
    ? { kind: beginning, addressGiven: email !== '' }
    : { kind: beginning };
}

function triggerOf(action: AdminAction, lifecycle: Lifecycle): Trigger {
  if (action !== 'force-reset') return { kind: action };
  return { kind: 'force-reset', mode: resetMode(lifecycle.governance.get().adminReset) };
}

/** The first way of a reset that is switched on. */
function resetMode({ link, emailOtp, smsOtp }: Governance['adminReset']): ResetMode {
  if (link) return 'link';
  if (emailOtp) return 'email-otp';
  return smsOtp ? 'sms-otp' : 'offline-otp';
}
