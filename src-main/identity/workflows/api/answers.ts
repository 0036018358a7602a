import { randomUUID } from 'node:crypto';
import type { KoaContextWithOIDC } from 'oidc-provider';
import { currentContext } from '../../../events/context.ts';
import { IDP_RULES, type IdpRule } from '../../rules.ts';

/** How WSO2 answers a refusal of a workflow: the prefix tells the API, the number what it was. */
export interface ApiError {
  code: string;
  message: string;
  description: string;
  traceId: string;
}

/** Answers with JSON that no cache keeps. */
export function sendJson(ctx: KoaContextWithOIDC, status: number, body: object | string): void {
  ctx.status = status;
  ctx.set('cache-control', 'no-store');
  ctx.set('x-content-type-options', 'nosniff');
  ctx.type = 'application/json';
  ctx.body = typeof body === 'string' ? JSON.stringify(body) : body;
}

/** Answers a refusal in WSO2's form. `code` and status stand in the rule; `words` are those of a handler that refused. */
export function sendRefused(ctx: KoaContextWithOIDC, rule: IdpRule, words?: string): void {
  const { answer, title, next } = IDP_RULES[rule];
  const [status = '400', code = status] = answer.split(' ');
  sendError(ctx, Number(status), code, title, words ?? next);
}

/** Answers an error in WSO2's form: `{code, message, description, traceId}`. */
export function sendError(
  ctx: KoaContextWithOIDC,
  status: number,
  code: string,
  message: string,
  description: string,
): void {
  const error: ApiError = { code, message, description, traceId: currentContext()?.trace ?? randomUUID() };
  sendJson(ctx, status, error);
}
