import type { KoaContextWithOIDC } from 'oidc-provider';
import type { RunningParts } from '../../parts.ts';
import { sendError } from './answers.ts';
import { GOVERNANCE_API } from './governance-api.ts';
import { RECOVERY_API } from './recovery-api.ts';

const ENDPOINTS = { ...GOVERNANCE_API, ...RECOVERY_API };

/** WSO2 puts the tenant before; the sandbox has one directory, so any will do. */
const TENANT = /^\/t\/[\w.-]{1,64}(?=\/api\/)/;

/** The REST endpoints of the identity workflows, at WSO2's paths. Pages of other origins cannot call them. */
export function workflowApi(parts: RunningParts) {
  return async (ctx: KoaContextWithOIDC, next: () => Promise<unknown>): Promise<void> => {
    const answer = ENDPOINTS[ctx.path.replace(TENANT, '')];
    if (!answer) {
      await next();
      return;
    }
    if (ctx.method !== 'POST') {
      ctx.set('allow', 'POST');
      sendError(ctx, 405, 'UE-10000', 'This endpoint takes POST.', 'Send the request with POST.');
      return;
    }
    await answer(parts, ctx);
  };
}
