import type { SandboxEvent } from '../../contract/events.ts';
import type { FlowToken } from '../../contract/flow.ts';
import type { Json } from '../../contract/json.ts';
import { handleKind } from './secrets.ts';

const KINDS: Record<string, FlowToken['kind']> = {
  access: 'access',
  access_token: 'access',
  id: 'id',
  id_token: 'id',
  refresh: 'refresh',
  refresh_token: 'refresh',
};

function text(value: Json | undefined): string | undefined {
  if (typeof value === 'string' && value !== '') return value;
  return Array.isArray(value) && value.length > 0 ? value.join(' ') : undefined;
}

/** The token that an `idp.token.issued` event tells of; undefined for any other event. */
export function tokenOf(event: SandboxEvent): FlowToken | undefined {
  if (event.type !== 'idp.token.issued') return undefined;
  const { data } = event;
  const handle = text(data.handle) ?? text(data.token);
  if (handle === undefined) return undefined;
  const kind = KINDS[text(data.kind) ?? ''] ?? KINDS[handleKind(handle) ?? ''];
  if (kind === undefined) return undefined;
  return {
    seq: event.seq,
    kind,
    handle,
    format: data.format === 'jwt' || (data.format === undefined && kind === 'id') ? 'jwt' : 'opaque',
    client: text(data.client) ?? text(data.client_id) ?? '',
    subject: event.subject ?? text(data.subject),
    scope: text(data.scope),
    audience: text(data.audience) ?? text(data.aud),
    jti: text(data.jti),
  };
}
