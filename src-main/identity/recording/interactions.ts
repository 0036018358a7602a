import type { AdapterPayload } from 'oidc-provider';
import { compact, toJson } from '../compact.ts';
import { promptChain } from '../provider/interaction-policy.ts';
import { PUSHED_REQUEST_URN } from '../provider/routes.ts';
import { reason } from '../rules.ts';
import type { RecordingParts, Write } from './parts.ts';
import { clientOf, noteSubject, parameter, providerContext } from './request-facts.ts';

/** `idp.interaction.started` when one begins, `idp.interaction.finished` when the person's answer is written into it. */
export function interactionSaved(parts: RecordingParts, { id, payload, before }: Write): void {
  if (!before) started(parts, id, payload);
  else if (payload.result && !before.result) finished(parts, id, payload);
}

function started({ core }: RecordingParts, uid: string, payload: AdapterPayload): void {
  const ctx = providerContext();
  noteSubject(payload.session?.accountId, payload.session?.uid);
  core.recorder.record({
    type: 'idp.interaction.started',
    outcome: 'challenged',
    reasons: ctx ? promptChain(ctx) : [],
    data: compact({
      uid,
      prompt: payload.prompt?.name,
      because: toJson(payload.prompt?.reasons),
      client: stringOf(payload.params?.client_id),
      scope: stringOf(payload.params?.scope),
      resource: toJson(payload.params?.resource),
      request_uri: payload.parJti === undefined ? undefined : `${PUSHED_REQUEST_URN}${payload.parJti}`,
      device:
        payload.deviceCode === undefined ? undefined : core.vault.handle('device_code', payload.deviceCode),
    }),
  });
}

function finished({ core }: RecordingParts, uid: string, payload: AdapterPayload): void {
  const { result } = payload;
  const error = stringOf(result?.error);
  const subject = result?.login?.accountId ?? payload.session?.accountId;
  noteSubject(subject);
  core.recorder.record({
    type: 'idp.interaction.finished',
    outcome: 'ok',
    ...(subject === undefined ? {} : { subject }),
    data: compact({
      uid,
      prompt: payload.prompt?.name,
      answer: error ? 'denied' : result?.consent ? 'consent' : 'login',
      error,
      client: stringOf(payload.params?.client_id),
      grant: result?.consent?.grantId,
    }),
  });
}

/** `idp.par.accepted`: the application pushed its request over the back channel (RFC 9126). */
export function requestPushed({ core }: RecordingParts, { id, payload, before }: Write): void {
  if (before) return;
  const ctx = providerContext();
  core.recorder.record({
    type: 'idp.par.accepted',
    outcome: 'ok',
    reasons: [reason('idp.client.known', 'pass', { inputs: { client: clientOf(ctx) ?? null } })],
    data: compact({
      request_uri: `${PUSHED_REQUEST_URN}${id}`,
      client: clientOf(ctx),
      scope: parameter(ctx, 'scope'),
      redirectUri: parameter(ctx, 'redirect_uri'),
      resource: toJson(ctx?.oidc.params?.resource),
      authenticated: payload.trusted,
      expires: payload.exp,
    }),
  });
}

const stringOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
