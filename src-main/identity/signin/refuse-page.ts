import type { KoaContextWithOIDC } from 'oidc-provider';
import { compact } from '../compact.ts';
import type { IdentityParts } from '../parts.ts';
import { explainRefusal, type Refusal } from '../refusals.ts';
import { type IdpRule, reason } from '../rules.ts';
import { errorPage } from './error-page.ts';
import { sendPage } from './layout.ts';

/** Parameters whose values are not repeated on a page. */
const SECRET =
  /^(?:code|code_verifier|client_secret|client_assertion|password|.*token.*|device_code|xsrf|request)$/;

/** Explains a refusal of one of our own pages to the person, and records it. */
export function refusePage(
  parts: IdentityParts,
  ctx: KoaContextWithOIDC,
  error: unknown,
  endpoint: string,
): void {
  const refusal = explainRefusal(error, endpoint);
  parts.core.recorder.record({
    type: 'idp.request.refused',
    outcome: refusal.error === 'server_error' ? 'failed' : 'denied',
    reasons: [reason(refusal.rule, 'fail', { inputs: { endpoint, path: ctx.path, method: ctx.method } })],
    data: compact({
      endpoint,
      error: refusal.error,
      description: refusal.description,
      detail: refusal.detail,
      status: refusal.status,
      rule: refusal.rule,
    }),
  });
  sendRefusal(parts, ctx, refusal, refusal.rule, {});
}

/** Shows the page that explains a refusal; a client that asks for JSON gets the error in the standard's form. */
export function sendRefusal(
  parts: IdentityParts,
  ctx: KoaContextWithOIDC,
  refusal: Refusal,
  rule: IdpRule,
  asked: { application?: string; parameters?: Record<string, unknown> },
): void {
  if (ctx.accepts('json', 'html') === 'json') {
    ctx.status = refusal.status;
    ctx.body = { error: refusal.error, error_description: refusal.description };
    return;
  }
  const page = errorPage({
    rule,
    error: refusal.error,
    description: refusal.description,
    request: `${ctx.method} ${ctx.path}`,
    parameters: shown(asked.parameters ?? {}),
    application: asked.application,
  });
  sendPage(ctx, parts.brand, page, refusal.status);
}

function shown(parameters: Record<string, unknown>): [string, string][] {
  return Object.entries(parameters)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => [
      name,
      SECRET.test(name) ? '(not shown)' : [value].flat().join(', ').slice(0, 500),
    ]);
}
