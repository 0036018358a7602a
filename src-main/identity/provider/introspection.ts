import type { Client, KoaContextWithOIDC } from 'oidc-provider';
import type { Reason } from '../../contract/events.ts';
import type { JsonObject } from '../../contract/json.ts';
import { compact, toJson } from '../compact.ts';
import type { IdentityParts } from '../parts.ts';
import { introspectionOrigins } from '../recording/claim-origins.ts';
import { type IdpRule, reason } from '../rules.ts';
import { judgeByRegister, judgeSignedToken, type TokenVerdict } from './signed-token-judge.ts';
import { isPublic } from './token-policy.ts';

/** Who may hear about a token: public applications about their own only, since nothing proves who they are. */
export const mayIntrospect = (client: Client, tokenClient: string | undefined): boolean =>
  !isPublic(client) || client.clientId === tokenClient;

/**
 * Introspection (RFC 7662) of both formats. The library answers for the tokens it stores; signed ones are judged here,
 * after the library has authenticated the caller. Either way the log says which rule made a token inactive.
 */
export function introspectionOutcome(parts: IdentityParts) {
  return async (ctx: KoaContextWithOIDC, next: () => Promise<unknown>): Promise<void> => {
    await next();
    if (ctx.oidc?.route !== 'introspection') return;
    const { client, params } = ctx.oidc;
    const token = params?.token;
    if (!client || typeof token !== 'string') return;
    const body = ctx.body as { error?: string; active?: boolean };
    if (body.error === 'unsupported_token_type') {
      const verdict = withCaller(await judgeSignedToken(parts, token), client);
      ctx.status = 200;
      ctx.body = answerOf(verdict);
      record(parts, client, verdict, ctx.body as JsonObject);
    } else if (body.active !== undefined) {
      record(parts, client, ofLibrary(parts, client, token, body.active), ctx.body as JsonObject);
    }
  };
}

function withCaller(verdict: TokenVerdict, client: Client): TokenVerdict {
  if (verdict.failed !== undefined) return verdict;
  const allowed = mayIntrospect(client, verdict.entry?.client);
  const looked = reason('idp.introspection.caller', allowed ? 'pass' : 'fail', {
    inputs: {
      caller: client.clientId,
      publicCaller: isPublic(client),
      issuedTo: verdict.entry?.client ?? null,
    },
  });
  return {
    ...verdict,
    reasons: [...verdict.reasons, looked],
    failed: allowed ? undefined : 'idp.introspection.caller',
  };
}

/** RFC 7662 §2.2: nothing is told of a token that is not active. */
function answerOf({ failed, claims }: TokenVerdict): JsonObject {
  if (failed !== undefined || !claims) return { active: false };
  return { ...claims, active: true, token_type: claims.cnf ? 'DPoP' : 'Bearer' };
}

/** What made the library's answer, read from the same facts. */
function ofLibrary(parts: IdentityParts, client: Client, token: string, active: boolean): TokenVerdict {
  const verdict = withCaller({ ...judgeByRegister(parts, token), claims: undefined }, client);
  if (active || verdict.failed !== undefined) return verdict;
  // Only the library looks at the session to which a token without offline_access is bound.
  return {
    ...verdict,
    reasons: [...verdict.reasons, reason('idp.token.session', 'fail')],
    failed: 'idp.token.session',
  };
}

function record({ core }: IdentityParts, client: Client, verdict: TokenVerdict, answer: JsonObject): void {
  const { entry, failed } = verdict;
  const reasons: Reason[] = verdict.reasons;
  const rule: IdpRule | undefined = failed;
  core.recorder.record({
    type: 'idp.token.introspected',
    outcome: failed === undefined ? 'allowed' : 'denied',
    ...(entry?.account === undefined ? {} : { subject: entry.account }),
    reasons,
    data: compact({
      active: failed === undefined,
      handle: entry?.handle,
      format: entry?.format,
      jti: entry?.jti,
      grant: entry?.grant,
      client: entry?.client,
      caller: client.clientId,
      scope: entry?.scope,
      rule,
      origins: toJson(introspectionOrigins(answer, entry?.account !== undefined)),
    }),
  });
}
