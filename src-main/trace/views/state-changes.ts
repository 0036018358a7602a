import type { EventType } from '../../contract/event-types.ts';
import type { SandboxEvent } from '../../contract/events.ts';
import type { Artefact, StateChange } from '../../contract/flow-state.ts';
import { tokenOf } from './flow-tokens.ts';

function text(event: SandboxEvent, name: string): string | undefined {
  const value = event.data[name];
  if (typeof value === 'string' && value !== '') return value;
  return Array.isArray(value) && value.length > 0 ? value.join(' ') : undefined;
}

/** A NumericDate of the event's data as ms. */
function moment(event: SandboxEvent, name: string): number | undefined {
  const value = event.data[name];
  return typeof value === 'number' ? value * 1000 : undefined;
}

function artefact(event: SandboxEvent, kind: Artefact['kind'], id: string | undefined): Artefact | undefined {
  if (id === undefined) return undefined;
  return {
    kind,
    id,
    client: text(event, 'client'),
    subject: event.subject,
    scope: text(event, 'scope'),
    audience: text(event, 'audience'),
    expires: moment(event, 'expires') ?? moment(event, 'expiresAt'),
  };
}

/** An application knows its user by no id that the log has: the application and the person name the session. */
const appSession = (event: SandboxEvent): string => `${text(event, 'client') ?? event.node} ${event.actor}`;

type Begins = (event: SandboxEvent) => Artefact | undefined;

const BEGINS: Partial<Record<EventType, Begins>> = {
  'idp.session.started': (event) => artefact(event, 'session', event.session ?? text(event, 'session')),
  'idp.consent.granted': (event) => artefact(event, 'consent', text(event, 'grant')),
  'idp.code.issued': (event) => artefact(event, 'code', text(event, 'code')),
  'idp.token.issued': (event) => {
    const token = tokenOf(event);
    return token && artefact(event, token.kind, token.handle);
  },
  'app.session.started': (event) => artefact(event, 'app-session', appSession(event)),
};

type End = { kind: Artefact['kind']; id: string | undefined; how: string };

const ENDS: Partial<Record<EventType, (event: SandboxEvent) => End>> = {
  'idp.session.ended': (event) => ({
    kind: 'session',
    id: event.session ?? text(event, 'session'),
    how: 'ended',
  }),
  'idp.grant.revoked': (event) => ({ kind: 'consent', id: text(event, 'grant'), how: 'withdrawn' }),
  'idp.code.consumed': (event) => ({ kind: 'code', id: text(event, 'code'), how: 'redeemed' }),
  'idp.refresh.rotated': (event) => ({ kind: 'refresh', id: text(event, 'was'), how: 'rotated' }),
  'idp.token.revoked': (event) => ({
    kind: text(event, 'kind') === 'refresh' ? 'refresh' : 'access',
    id: text(event, 'handle'),
    how: 'revoked',
  }),
  'app.session.ended': (event) => ({ kind: 'app-session', id: appSession(event), how: 'ended' }),
};

const SNAPSHOTS: Partial<Record<EventType, 'kept' | 'restored'>> = {
  'snapshot.taken': 'kept',
  'snapshot.restored': 'restored',
};

const typesOf = (table: object): EventType[] => Object.keys(table) as EventType[];

/** The facts after which something new exists. */
export const BEGINNING_TYPES: readonly EventType[] = typesOf(BEGINS);
/** The facts that end something, keep what exists, or bring it back. */
export const ENDING_TYPES: readonly EventType[] = [...typesOf(ENDS), ...typesOf(SNAPSHOTS)];

/** What an event changed of what exists; undefined when it changed nothing. */
export function stateChangeOf(event: SandboxEvent): StateChange | undefined {
  const { seq, vtime, type } = event;
  const begun = BEGINS[type]?.(event);
  if (begun !== undefined) return { seq, vtime, change: 'begins', artefact: begun };
  const end = ENDS[type]?.(event);
  if (end?.id !== undefined) return { seq, vtime, change: 'ends', kind: end.kind, id: end.id, how: end.how };
  const snapshot = SNAPSHOTS[type];
  const id = text(event, 'id');
  return snapshot === undefined || id === undefined
    ? undefined
    : { seq, vtime, change: snapshot, snapshot: id };
}
