import type { KoaContextWithOIDC } from 'oidc-provider';
import type { Reason } from '../../contract/events.ts';
import { compact, toJson } from '../compact.ts';
import { PUSHED_REQUEST_URN } from '../provider/routes.ts';
import { reason } from '../rules.ts';
import type { RecordingParts } from './parts.ts';
import { clientOf, noteSubject, parameter } from './request-facts.ts';

/**
 * `idp.authorization.requested`: the request itself is in order. Recorded as the policy begins to look at it, which the
 * provider lets it do only after every rule below has held.
 */
export function authorizationRequested({ core }: RecordingParts, ctx: KoaContextWithOIDC): void {
  if (ctx.oidc.route !== 'authorization') return;
  const { session, entities, params } = ctx.oidc;
  const pushed = entities.PushedAuthorizationRequest?.jti;
  noteSubject(session?.accountId, session?.uid);
  core.recorder.record({
    type: 'idp.authorization.requested',
    outcome: 'ok',
    reasons: heldRules(ctx),
    data: compact({
      client: clientOf(ctx),
      scope: parameter(ctx, 'scope'),
      resource: toJson(params?.resource),
      redirectUri: parameter(ctx, 'redirect_uri'),
      responseType: parameter(ctx, 'response_type'),
      responseMode: ctx.oidc.responseMode,
      challengeMethod: parameter(ctx, 'code_challenge_method'),
      prompt: parameter(ctx, 'prompt'),
      maxAge: parameter(ctx, 'max_age'),
      acrValues: parameter(ctx, 'acr_values'),
      request_uri: pushed === undefined ? undefined : `${PUSHED_REQUEST_URN}${pushed}`,
    }),
  });
}

function heldRules(ctx: KoaContextWithOIDC): Reason[] {
  const { client } = ctx.oidc;
  const challenge = parameter(ctx, 'code_challenge') ?? null;
  return [
    reason('idp.client.known', 'pass', { path: 'client_id', seen: client?.clientId ?? null }),
    reason('idp.response-type.supported', 'pass', {
      path: 'response_type',
      seen: parameter(ctx, 'response_type') ?? null,
    }),
    reason('idp.scope.known', 'pass', { path: 'scope', seen: parameter(ctx, 'scope') ?? null }),
    reason('idp.redirect-uri.registered', 'pass', {
      path: 'redirect_uri',
      expected: toJson(client?.redirectUris) ?? null,
      seen: parameter(ctx, 'redirect_uri') ?? null,
      inputs: { applicationType: client?.applicationType ?? null },
    }),
    reason('idp.pkce.required', challenge === null ? 'skip' : 'pass', {
      path: 'code_challenge',
      seen: challenge,
      inputs: {
        method: parameter(ctx, 'code_challenge_method') ?? null,
        clientAuthentication: client?.tokenEndpointAuthMethod ?? null,
      },
    }),
  ];
}
