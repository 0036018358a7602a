import type { AdapterPayload, KoaContextWithOIDC } from 'oidc-provider';
import { compact, toJson } from '../compact.ts';
import type { RecordingParts, Write } from './parts.ts';
import { noteSubject, providerContext, revocationCause } from './request-facts.ts';

/** Who was signed in in the session whose cookie a request replaced. */
const replaced = new WeakMap<KoaContextWithOIDC, string | undefined>();

/** `idp.session.started`, when a person is signed in in a session who was not before. */
export function sessionSaved({ core }: RecordingParts, { payload, before }: Write): void {
  if (payload.accountId === undefined) return;
  const ctx = providerContext();
  const known = before?.accountId ?? (ctx ? replaced.get(ctx) : undefined);
  noteSubject(payload.accountId, payload.uid);
  if (known === payload.accountId) return;
  core.recorder.record({
    type: 'idp.session.started',
    outcome: 'ok',
    subject: payload.accountId,
    ...(payload.uid === undefined ? {} : { session: payload.uid }),
    data: compact({
      session: payload.uid,
      acr: payload.acr,
      amr: toJson(payload.amr),
      authTime: payload.loginTs,
      expires: payload.exp,
      uid: ctx?.oidc.entities.Interaction?.uid,
    }),
  });
}

/**
 * `idp.session.ended`. The provider also replaces the cookie of a session that goes on (against fixation): then the
 * cookie goes, but the session does not end.
 */
export function sessionDestroyed({ core }: RecordingParts, id: string, payload: AdapterPayload): void {
  const ctx = providerContext();
  const current = ctx?.oidc.session;
  if (ctx && current && current.jti !== id && current.uid === payload.uid) {
    replaced.set(ctx, payload.accountId);
    return;
  }
  if (payload.accountId === undefined) return;
  core.recorder.record({
    type: 'idp.session.ended',
    outcome: 'ok',
    subject: payload.accountId,
    ...(payload.uid === undefined ? {} : { session: payload.uid }),
    data: compact({
      session: payload.uid,
      cause: revocationCause(ctx),
      clients: Object.keys(payload.authorizations ?? {}),
    }),
  });
}
