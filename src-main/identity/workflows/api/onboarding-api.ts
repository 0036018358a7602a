import { codeLink } from '../../lifecycle/code-link.ts';
import { refuse } from '../refuse.ts';
import { sendJson, sendRefused } from './answers.ts';
import { BODIES } from './bodies.ts';
import { type Endpoint, endpoint } from './endpoint.ts';

/** Onboarding: what administrators begin for others. Only a caller that the directory trusts gets an answer. */
export const ONBOARDING_API: Readonly<Record<string, Endpoint>> = {
  '/api/users/v1/offline-invite-link': endpoint(BODIES.offlineInvite, async (parts, ctx, { username }) => {
    const account = parts.accounts.byUsername(username.trim());
    const applied = account
      ? parts.lifecycle.apply(account.id, { kind: 'offline-invite' })
      : refuse(parts, 'offline-invite', 'idp.recovery.account-known', {
          path: 'username',
          inputs: { username: username.slice(0, 100) },
        });
    if (!applied.ok) return sendRefused(ctx, applied.deniedBy);
    const [code] = applied.issued;
    // A JSON text, as in WSO2: nothing but the link.
    sendJson(ctx, 201, code ? codeLink(parts.provider.issuer, code.scenario, code.secret) : '');
  }),
};
