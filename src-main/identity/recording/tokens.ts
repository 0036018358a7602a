import type { AdapterPayload } from 'oidc-provider';
import { compact } from '../compact.ts';
import { reason } from '../rules.ts';
import { grantReasons } from './grant-reasons.ts';
import type { RecordingParts, Write } from './parts.ts';
import { noteSubject, parameter, providerContext, revocationCause } from './request-facts.ts';

/** Registers an opaque token as it is stored. Its value is its id, so the register keeps no `jti` for it. */
export function tokenSaved(parts: RecordingParts, { model, id, payload, before }: Write): void {
  if (before || payload.iat === undefined) return;
  noteSubject(payload.accountId, payload.sessionUid);
  const kind = model === 'RefreshToken' ? 'refresh' : 'access';
  const ctx = providerContext();
  const reasons = kind === 'access' ? grantReasons(ctx, parts.core.clock.seconds()) : [];
  const handle = parts.register.issue(
    {
      kind,
      value: id,
      format: 'opaque',
      grant: payload.grantId,
      account: payload.accountId,
      client: payload.clientId ?? '',
      scope: payload.scope,
      audience: [payload.aud ?? []].flat()[0],
      issuedAt: payload.iat,
      expiresAt: payload.exp,
      grantType: parameter(ctx, 'grant_type'),
      jkt: payload.jkt,
    },
    reasons,
  );
  if (kind === 'refresh') recordRotation(parts, handle, payload);
}

/** `idp.refresh.rotated`, when a refresh token takes the place of another. */
function recordRotation({ core, register }: RecordingParts, handle: string, payload: AdapterPayload): void {
  const old = providerContext()?.oidc.entities.RotatedRefreshToken;
  if (!old) return;
  core.recorder.record({
    type: 'idp.refresh.rotated',
    outcome: 'ok',
    reasons: [
      reason('idp.refresh.unexpired', 'pass', {
        inputs: { expires: old.exp ?? null, now: core.clock.seconds() },
      }),
      reason('idp.refresh.unused', 'pass', { inputs: { consumed: null } }),
    ],
    data: compact({
      was: register.handle('refresh', old.jti),
      handle,
      client: payload.clientId,
      grant: payload.grantId,
      rotations: payload.rotations,
    }),
  });
}

/** A refresh token was exchanged: the register knows it as ended by rotation. */
export function tokenRotated({ register }: RecordingParts, id: string): void {
  register.revoke(register.handle('refresh', id), 'rotation');
}

/** A stored token was removed: by revocation, or because it came back after use. */
export function tokenDestroyed(
  parts: RecordingParts,
  kind: 'access' | 'refresh',
  id: string,
  payload: AdapterPayload,
): void {
  const ctx = providerContext();
  const cause = revocationCause(ctx);
  const handle = parts.register.handle(kind, id);
  if (cause === 'refresh-reuse' && payload.consumed) {
    parts.core.recorder.record({
      type: 'idp.refresh.reused',
      outcome: 'denied',
      ...(payload.accountId === undefined ? {} : { subject: payload.accountId }),
      reasons: [
        reason('idp.refresh.unused', 'fail', {
          path: 'refresh_token',
          expected: null,
          seen: payload.consumed,
          inputs: { consumed: payload.consumed, now: parts.core.clock.seconds() },
        }),
      ],
      data: compact({ handle, client: payload.clientId, grant: payload.grantId }),
    });
  }
  parts.register.revoke(handle, cause);
}

/** Everything that hangs on a grant ends: stored tokens and signed ones alike. */
export function grantRevoked({ register }: RecordingParts, grantId: string): void {
  register.revokeGrant(grantId, revocationCause(providerContext()));
}

/** `idp.grant.revoked`: the consent itself is gone. */
export function grantDestroyed({ core }: RecordingParts, id: string, payload: AdapterPayload): void {
  core.recorder.record({
    type: 'idp.grant.revoked',
    outcome: 'ok',
    ...(payload.accountId === undefined ? {} : { subject: payload.accountId }),
    data: compact({ grant: id, client: payload.clientId, cause: revocationCause(providerContext()) }),
  });
}
