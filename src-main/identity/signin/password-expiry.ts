import type { Reason } from '../../contract/events.ts';
import type { Account } from '../../store/accounts.ts';
import { compact } from '../compact.ts';
import { codeLink } from '../lifecycle/code-link.ts';
import type { RunningParts } from '../parts.ts';
import { PAGES } from '../provider/routes.ts';
import { reason } from '../rules.ts';
import type { OpenInteraction } from './open-interaction.ts';

const DAY = 24 * 3600 * 1000;

/** The rule that turns away somebody whose password was right, and is too old; undefined: it is not. */
export function expiredPassword({ core, lifecycle }: RunningParts, account: Account): Reason | undefined {
  const { expiryEnabled, expiryDays } = lifecycle.governance.get().password;
  const changedAt = account.passwordChangedAt ?? account.createdAt;
  const days = Math.floor((core.clock.now() - changedAt) / DAY);
  if (!expiryEnabled || days < expiryDays) return undefined;
  return reason('idp.signin.password-fresh', 'fail', {
    path: 'password.expiryDays',
    expected: expiryDays,
    seen: days,
    inputs: { days, expiryDays, changedAt },
  });
}

/**
 * Leads to the page for a new password, with a code for just that (WSO2's PASSWORD_EXPIRY). It is no state of the
 * account: it is looked at after each sign-in by password, and the sign-in waits for it.
 */
export function toExpiredPassword(
  { parts, ctx, details, client }: OpenInteraction,
  account: Account,
  reasons: Reason[],
): void {
  const { core, lifecycle, provider } = parts;
  const scenario = 'PASSWORD_EXPIRY';
  const secret = core.store.transaction(() => {
    lifecycle.codes.endAll(account.id, 'superseded', ['UPDATE_PASSWORD']);
    core.recorder.record({
      type: 'idp.signin.failed',
      outcome: 'challenged',
      subject: account.id,
      reasons,
      data: compact({
        uid: details.uid,
        client: client.clientId,
        username: account.username,
        rule: 'idp.signin.password-fresh',
      }),
    });
    return lifecycle.codes.issue({
      account: account.id,
      scenario,
      step: 'UPDATE_PASSWORD',
      format: 'link',
      channel: 'handed-over',
      lifetime: lifecycle.governance.get().recovery.confirmationLifetime,
      data: { returnTo: `${PAGES.interaction}/${details.uid}` },
    }).secret;
  });
  ctx.status = 303;
  ctx.redirect(codeLink(provider.issuer, scenario, secret));
}
