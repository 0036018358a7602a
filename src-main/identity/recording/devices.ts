import type { AdapterPayload } from 'oidc-provider';
import { compact, toJson } from '../compact.ts';
import { reason } from '../rules.ts';
import type { RecordingParts, Write } from './parts.ts';
import { noteSubject, providerContext } from './request-facts.ts';

/** What a device code means as it changes (RFC 8628): it is asked for, then a person approves or refuses it. */
export function deviceSaved({ core }: RecordingParts, { id, payload, before }: Write): void {
  const data = compact({
    device: core.vault.handle('device_code', id),
    userCode: payload.userCode,
    client: payload.clientId ?? before?.clientId,
    scope: payload.scope ?? stringOf(payload.params?.scope),
    resource: toJson(payload.resource ?? payload.params?.resource),
    grant: payload.grantId,
    uid: providerContext()?.oidc.entities.Interaction?.uid,
    expires: payload.exp,
  });
  if (!before) {
    core.recorder.record({ type: 'idp.device.started', outcome: 'challenged', data });
  } else if (payload.error && !before.error) {
    core.recorder.record({
      type: 'idp.device.denied',
      outcome: 'denied',
      reasons: [reason('idp.device.allowed', 'fail', { seen: payload.error })],
      data: { ...data, error: payload.error, detail: payload.errorDescription ?? null },
    });
  } else if (payload.accountId && !before.accountId) {
    approved(core, payload, data);
  }
}

function approved(
  core: RecordingParts['core'],
  payload: AdapterPayload,
  data: ReturnType<typeof compact>,
): void {
  noteSubject(payload.accountId, payload.sessionUid);
  core.recorder.record({
    type: 'idp.device.approved',
    outcome: 'allowed',
    ...(payload.accountId === undefined ? {} : { subject: payload.accountId }),
    reasons: [reason('idp.device.allowed', 'pass', { inputs: { account: payload.accountId ?? null } })],
    data,
  });
}

const stringOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
