import type { KoaContextWithOIDC } from 'oidc-provider';
import type { Json, JsonObject } from '../../../../contract/json.ts';
import type { RunningParts } from '../../../parts.ts';
import { bareChallenges, challenge } from '../../../provider/challenge.ts';
import { speaksDpop } from '../../../provider/proofs.ts';
import { IDP_RULES } from '../../../rules.ts';
import type { RuleRefusal } from '../refused.ts';

/** The largest body, bytes. */
const LIMIT = 64 * 1024;

/** Answers with JSON that no cache keeps. */
export function sendJson(ctx: KoaContextWithOIDC, status: number, body: Json): void {
  ctx.status = status;
  ctx.set('cache-control', 'no-store');
  ctx.set('x-content-type-options', 'nosniff');
  ctx.type = 'application/json';
  ctx.body = JSON.stringify(body);
}

/** Answers a refusal with a problem document (RFC 9457), and a challenge where another credential would help. */
export function sendProblem(
  { proofs, issuer }: RunningParts,
  ctx: KoaContextWithOIDC,
  refusal: RuleRefusal,
  more: JsonObject = {},
): void {
  const { rule, status, error, detail } = refusal;
  sendJson(ctx, status, {
    type: `urn:gatehouse:error:${rule}`,
    title: IDP_RULES[rule].title,
    status,
    detail,
    code: error,
    next: IDP_RULES[rule].next,
    ...more,
  });
  ctx.type = 'application/problem+json';
  const dpop = speaksDpop(ctx.get('authorization'));
  if (dpop || rule.startsWith('idp.possession.')) ctx.set('dpop-nonce', proofs.nonce());
  if (status !== 401 && error !== 'insufficient_scope') return;
  const last = refusal.reasons.at(-1);
  if (last?.inputs?.failed === 'none') {
    ctx.set('www-authenticate', bareChallenges(issuer));
    return;
  }
  const scope = error === 'insufficient_scope' ? String(last?.expected ?? '') : undefined;
  const speaks = dpop || rule === 'idp.possession.scheme';
  ctx.set('www-authenticate', challenge({ realm: issuer, error, description: detail, scope, dpop: speaks }));
}

/** The object that a request brings; undefined for anything else, and for too much. An empty body is an empty object. */
export async function objectOf(ctx: KoaContextWithOIDC): Promise<JsonObject | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of ctx.req as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LIMIT) return undefined;
    chunks.push(chunk);
  }
  if (size === 0) return {};
  if (!ctx.is('application/json')) return undefined;
  try {
    const value: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as JsonObject)
      : undefined;
  } catch {
    // Told to the caller as a body of the wrong form.
    return undefined;
  }
}
