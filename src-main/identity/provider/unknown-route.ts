import type { KoaContextWithOIDC } from 'oidc-provider';
import { GatehouseError } from '../../contract/errors.ts';
import { compact } from '../compact.ts';
import type { IdentityParts } from '../parts.ts';
import { type IdpRule, reason } from '../rules.ts';
import { sendRefusal } from '../signin/refuse-page.ts';

/** Answers what no endpoint answers, and what went wrong outside of the library's own endpoints. */
export function lastResort(parts: IdentityParts) {
  return async (ctx: KoaContextWithOIDC, next: () => Promise<unknown>): Promise<void> => {
    try {
      await next();
    } catch (error) {
      const status = error instanceof GatehouseError ? error.status : 500;
      answer(parts, ctx, { rule: 'idp.sandbox.sound', error: 'server_error', status, detail: String(error) });
      return;
    }
    if (ctx.status !== 404 || ctx.body) return;
    answer(parts, ctx, { rule: 'idp.route.known', error: 'invalid_request', status: 404, detail: undefined });
  };
}

interface Answer {
  rule: IdpRule;
  error: string;
  status: number;
  detail: string | undefined;
}

function answer(
  parts: IdentityParts,
  ctx: KoaContextWithOIDC,
  { rule, error, status, detail }: Answer,
): void {
  const description =
    rule === 'idp.route.known'
      ? 'no endpoint of the provider answers this'
      : 'something went wrong in the sandbox';
  parts.core.recorder.record({
    type: 'idp.request.refused',
    outcome: status >= 500 ? 'failed' : 'denied',
    reasons: [
      reason(rule, 'fail', { path: 'path', seen: ctx.path, inputs: { method: ctx.method, path: ctx.path } }),
    ],
    data: compact({ endpoint: ctx.path, error, description, detail, status, rule }),
  });
  sendRefusal(parts, ctx, { rule, error, description, detail, scope: undefined, status }, rule, {});
}
