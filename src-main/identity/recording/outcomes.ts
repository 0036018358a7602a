import type Provider from 'oidc-provider';
import type { KoaContextWithOIDC } from 'oidc-provider';
import type { EventType } from '../../contract/event-types.ts';
import type { Outcome, Reason } from '../../contract/events.ts';
import type { JsonObject } from '../../contract/json.ts';
import { compact, toJson } from '../compact.ts';
import { promptChain } from '../provider/interaction-policy.ts';
import { explainRefusal } from '../refusals.ts';
import { reason } from '../rules.ts';
import type { RecordingParts } from './parts.ts';
import { presentedSecrets, refinedRule } from './refusal-facts.ts';
import { clientOf, noteSubject, parameter } from './request-facts.ts';
import { signedTokensIssued } from './signed-tokens.ts';

/** Errors that ask the client to do something and come again, rather than turn it away. */
const CHALLENGES = new Set([
  'authorization_pending',
  'slow_down',
  'use_dpop_nonce',
  'login_required',
  'consent_required',
]);

/** Endpoints whose refusals have no event type of their own. */
const REFUSING = [
  'userinfo',
  'jwks',
  'discovery',
  'registration_create',
  'registration_read',
  'registration_update',
  'registration_delete',
  'revocation',
  'introspection',
  'end_session',
  'end_session_confirm',
  'end_session_success',
  'device_authorization',
  'code_verification',
  'device_resume',
  'pushed_authorization_request',
] as const;

/** Records how requests to the provider ended, from the events of its library. */
export function recordOutcomes(provider: Provider, parts: RecordingParts): void {
  const listen = provider.on.bind(provider) as (
    event: string,
    listener: (...values: never[]) => void,
  ) => void;
  listen('authorization.success', (ctx: KoaContextWithOIDC, out?: { code?: string }) =>
    granted(parts, ctx, out?.code),
  );
  listen('authorization.error', (ctx: KoaContextWithOIDC, error: Error) => {
    if (!redirectFailsNext(ctx, error)) recordRefusal(parts, 'idp.authorization.denied', ctx, error);
  });
  listen('grant.success', (ctx: KoaContextWithOIDC) => signedTokensIssued(parts, ctx));
  listen('grant.error', (ctx: KoaContextWithOIDC, error: Error) =>
    recordRefusal(parts, 'idp.token.refused', ctx, error),
  );
  for (const endpoint of REFUSING) {
    listen(`${endpoint}.error`, (ctx: KoaContextWithOIDC, error: Error) => {
      if (!answeredElsewhere(error)) recordRefusal(parts, 'idp.request.refused', ctx, error);
    });
  }
  listen('server_error', (ctx: KoaContextWithOIDC, error: Error) =>
    recordRefusal(parts, 'idp.request.refused', ctx, error),
  );
  listen('end_session.success', (ctx: KoaContextWithOIDC) => signedOut(parts, ctx));
}

/** Records a refusal with the one rule that settled it, and what only the server knows of it. */
function recordRefusal(
  parts: RecordingParts,
  type: EventType,
  ctx: KoaContextWithOIDC,
  error: unknown,
): void {
  const { oidc } = ctx;
  const refusal = explainRefusal(error, oidc.route);
  const rule = refinedRule(parts, ctx, refusal);
  const secrets = presentedSecrets(parts, ctx);
  const data = compact({
    endpoint: oidc.route,
    client: clientOf(ctx),
    error: refusal.error,
    description: refusal.description,
    detail: refusal.detail,
    status: refusal.status,
    grantType: parameter(ctx, 'grant_type'),
    scope: refusal.scope ?? parameter(ctx, 'scope'),
    resource: toJson(oidc.params?.resource),
    redirectUri: parameter(ctx, 'redirect_uri'),
    uid: oidc.entities.Interaction?.uid,
    rule,
    ...secrets,
  });
  parts.core.recorder.record({
    type,
    outcome: outcomeOf(refusal.error),
    reasons: [
      ...passedBefore(ctx),
      reason(rule, 'fail', { inputs: inputsOf(ctx, secrets), seen: refusal.error }),
    ],
    data,
  });
}

const outcomeOf = (error: string): Outcome =>
  error === 'server_error' ? 'failed' : CHALLENGES.has(error) ? 'challenged' : 'denied';

/** The rules that are known to have held before the refusal. */
function passedBefore(ctx: KoaContextWithOIDC): Reason[] {
  const client = ctx.oidc.client?.clientId;
  const known = client === undefined ? [] : [reason('idp.client.known', 'pass', { inputs: { client } })];
  return [...known, ...promptChain(ctx).filter((entry) => entry.outcome === 'pass')];
}

function inputsOf(ctx: KoaContextWithOIDC, secrets: JsonObject): JsonObject {
  return compact({
    endpoint: ctx.oidc.route,
    client: clientOf(ctx),
    registeredRedirectUris: toJson(ctx.oidc.client?.redirectUris),
    redirectUri: parameter(ctx, 'redirect_uri'),
    scope: parameter(ctx, 'scope'),
    responseType: parameter(ctx, 'response_type'),
    challengeMethod: parameter(ctx, 'code_challenge_method'),
    grantType: parameter(ctx, 'grant_type'),
    ...secrets,
  });
}

function granted({ core }: RecordingParts, ctx: KoaContextWithOIDC, code: string | undefined): void {
  if (code === undefined) return;
  const { session, client, entities } = ctx.oidc;
  noteSubject(session?.accountId, session?.uid);
  core.recorder.record({
    type: 'idp.authorization.granted',
    outcome: 'allowed',
    reasons: promptChain(ctx),
    data: compact({
      client: client?.clientId,
      code: core.vault.handle('code', code),
      scope: entities.AuthorizationCode?.scope,
      resource: toJson(entities.AuthorizationCode?.resource),
      grant: entities.Grant?.jti,
      redirectUri: parameter(ctx, 'redirect_uri'),
      uid: entities.Interaction?.uid,
    }),
  });
}

function signedOut({ core }: RecordingParts, ctx: KoaContextWithOIDC): void {
  const { session, client } = ctx.oidc;
  if (parameter(ctx, 'logout') === undefined || session?.accountId === undefined) return;
  core.recorder.record({
    type: 'idp.logout.succeeded',
    outcome: 'ok',
    subject: session.accountId,
    session: session.uid,
    data: compact({
      client: client?.clientId,
      session: session.uid,
      redirectUri: toJson(session.state?.postLogoutRedirectUri),
      clients: Object.keys(session.authorizations ?? {}),
    }),
  });
}

/**
 * The library tells of an error twice when the redirect_uri is wrong as well: first of the error, then of the
 * redirect_uri, which settles where the answer goes. Only the second is the denial.
 */
function redirectFailsNext(ctx: KoaContextWithOIDC, error: Error): boolean {
  const uri = parameter(ctx, 'redirect_uri');
  const { client, redirectUriCheckPerformed } = ctx.oidc;
  if (error.message === 'invalid_redirect_uri' || redirectUriCheckPerformed || !client || uri === undefined)
    return false;
  return !client.redirectUriAllowed(uri);
}

/** Signed tokens are answered by the register after the library has passed on them. */
const answeredElsewhere = (error: Error): boolean =>
  error.message === 'unsupported_token_type' || error.name === 'AbortedError';
