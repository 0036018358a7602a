import type { KoaContextWithOIDC } from 'oidc-provider';
import { codeLink } from '../../lifecycle/code-link.ts';
import { IDP_RULES, type IdpRule } from '../../rules.ts';
import { refuse } from '../refuse.ts';
import { sendError } from './answers.ts';
import { BODIES } from './bodies.ts';
import { type Endpoint, endpoint } from './endpoint.ts';

/** Onboarding: what administrators begin for others. Only a caller that the directory trusts gets an answer. */
export const ONBOARDING_API: Readonly<Record<string, Endpoint>> = {
  '/api/users/v1/offline-invite-link': endpoint(BODIES.offlineInvite, async (parts, ctx, body) => {
    const { username, userstore } = body;
    // There is one user store here, under the name that WSO2 gives its first.
    const account =
      userstore.toUpperCase() === 'PRIMARY' ? parts.accounts.byUsername(username.trim()) : undefined;
    const applied = account
      ? parts.lifecycle.apply(account.id, { kind: 'offline-invite' })
      : refuse(parts, 'offline-invite', 'idp.recovery.account-known', {
          path: 'username',
          inputs: { username: username.slice(0, 100), userstore: userstore.slice(0, 100) },
        });
    if (!applied.ok) return sendNoLink(ctx, applied.deniedBy);
    const [code] = applied.issued;
    const link = code ? codeLink(parts.provider.issuer, code.scenario, code.secret) : '';
    // The link as plain text, and as the place of what was made (WSO2 identity-api-user: user-onboard-mgt.yaml,
    // OfflineInviteLinkApiServiceImpl).
    ctx.status = 201;
    ctx.set('location', link);
    ctx.set('cache-control', 'no-store');
    ctx.set('x-content-type-options', 'nosniff');
    ctx.type = 'text/plain; charset=utf-8';
    ctx.body = link;
  }),
};

/** Here a state that stands in the way is a conflict, where the recovery says 400 (WSO2: OfflineInviteLinkService). */
const CONFLICTS: ReadonlySet<string> = new Set<IdpRule>([
  'idp.recovery.account-unlocked',
  'idp.recovery.account-enabled',
]);

function sendNoLink(ctx: KoaContextWithOIDC, rule: IdpRule): void {
  const { answer, title, next } = IDP_RULES[rule];
  const [status = '400', code = status] = answer.split(' ');
  sendError(
    ctx,
    CONFLICTS.has(rule) ? 409 : Number(status),
    code,
    'Unable to generate user invite link.',
    `${title} ${next}`,
  );
}
