import type { KoaContextWithOIDC } from 'oidc-provider';
import { CallGuard } from '../../extensions/one-time-code/call-guard.ts';
import type { RunningParts } from '../../parts.ts';
import { bearerIs, scimToken } from '../../scim/http/scim-token.ts';
import { refuse } from '../refuse.ts';
import { sendError, sendRefused } from './answers.ts';
import { GOVERNANCE_API } from './governance-api.ts';
import { ONBOARDING_API } from './onboarding-api.ts';
import { RECOVERY_API } from './recovery-api.ts';

const ENDPOINTS = { ...GOVERNANCE_API, ...RECOVERY_API, ...ONBOARDING_API };

/** WSO2 puts the tenant before; the sandbox has one directory, so any will do. */
const TENANT = /^\/t\/[\w.-]{1,64}(?=\/api\/)/;

/** The REST endpoints of the identity workflows, at WSO2's paths. Pages of other origins cannot call them. */
export function workflowApi(parts: RunningParts) {
  return async (ctx: KoaContextWithOIDC, next: () => Promise<unknown>): Promise<void> => {
    const path = ctx.path.replace(TENANT, '');
    const answer = ENDPOINTS[path];
    if (!answer) {
      await next();
      return;
    }
    if (ctx.method !== 'POST') {
      ctx.set('allow', 'POST');
      sendError(ctx, 405, 'UE-10000', 'This endpoint takes POST.', 'Send the request with POST.');
      return;
    }
    const guard = CallGuard.of(parts, ctx, path, { trusted: isTrusted(parts, ctx) });
    if (guard) {
      await answer(parts, ctx, (body) => guard.admits(body));
      guard.answered();
      return;
    }
    if (!(path in ONBOARDING_API ? isTrusted(parts, ctx) : knownCaller(parts, ctx))) {
      refuse(parts, 'call', 'idp.workflow.caller', { path: 'authorization', expected: 'Bearer' });
      ctx.set('www-authenticate', 'Bearer realm="identity workflows"');
      sendRefused(ctx, 'idp.workflow.caller');
      return;
    }
    await answer(parts, ctx);
  };
}

/**
 * Where the sandbox sends no messages, the caller gets the codes of other people to deliver: then it must be one that the
 * directory trusts. Otherwise anybody may begin, since only who reads the message can go on.
 */
function knownCaller(parts: RunningParts, ctx: KoaContextWithOIDC): boolean {
  return parts.lifecycle.governance.get().notifications.internal || isTrusted(parts, ctx);
}

const isTrusted = ({ core }: RunningParts, ctx: KoaContextWithOIDC): boolean =>
  bearerIs(ctx.get('authorization'), scimToken(core.store));
