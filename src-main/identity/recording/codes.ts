import type { AdapterPayload } from 'oidc-provider';
import { compact, toJson } from '../compact.ts';
import { reason } from '../rules.ts';
import type { RecordingParts, Write } from './parts.ts';
import { noteSubject, parameter, providerContext } from './request-facts.ts';

/** `idp.code.issued`: the code itself is a handle. */
export function codeIssued({ core }: RecordingParts, { id, payload, before }: Write): void {
  if (before) return;
  noteSubject(payload.accountId, payload.sessionUid);
  core.recorder.record({
    type: 'idp.code.issued',
    outcome: 'ok',
    ...about(payload),
    data: compact({
      code: core.vault.handle('code', id),
      client: payload.clientId,
      grant: payload.grantId,
      scope: payload.scope,
      resource: toJson(payload.resource),
      redirectUri: payload.redirectUri,
      challengeMethod: payload.codeChallengeMethod,
      uid: providerContext()?.oidc.entities.Interaction?.uid,
      expires: payload.exp,
    }),
  });
}

/**
 * `idp.code.consumed`. The provider marks a code as used only after every rule of the exchange has held, so the chain
 * lists them all, with what each compared.
 */
export function codeConsumed({ core }: RecordingParts, id: string, payload: AdapterPayload): void {
  noteSubject(payload.accountId, payload.sessionUid);
  const ctx = providerContext();
  const client = ctx?.oidc.client?.clientId ?? null;
  const expires = payload.exp ?? null;
  core.recorder.record({
    type: 'idp.code.consumed',
    outcome: 'ok',
    ...about(payload),
    reasons: [
      reason('idp.code.known', 'pass', { inputs: { code: core.vault.handle('code', id) } }),
      reason('idp.client.same', 'pass', { expected: payload.clientId ?? null, seen: client }),
      reason('idp.code.unexpired', 'pass', { inputs: { expires, now: core.clock.seconds() } }),
      reason('idp.grant.valid', 'pass', { inputs: { grant: payload.grantId ?? null } }),
      payload.codeChallenge === undefined
        ? reason('idp.pkce.match', 'skip', { seen: null })
        : reason('idp.pkce.match', 'pass', {
            path: 'code_verifier',
            expected: payload.codeChallenge,
            inputs: { challenge: payload.codeChallenge, method: payload.codeChallengeMethod ?? null },
          }),
      reason('idp.code.redirect-uri', 'pass', {
        path: 'redirect_uri',
        expected: payload.redirectUri ?? null,
        seen: parameter(ctx, 'redirect_uri') ?? null,
      }),
      reason('idp.code.unused', 'pass', { inputs: { consumed: null } }),
    ],
    data: compact({
      code: core.vault.handle('code', id),
      client: payload.clientId,
      grant: payload.grantId,
      scope: payload.scope,
    }),
  });
}

function about(payload: AdapterPayload): { subject?: string; session?: string } {
  return {
    ...(payload.accountId === undefined ? {} : { subject: payload.accountId }),
    ...(payload.sessionUid === undefined ? {} : { session: payload.sessionUid }),
  };
}
