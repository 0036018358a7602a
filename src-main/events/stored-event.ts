import type { Reason, SandboxEvent } from '../contract/events.ts';

/** An event as a batch of the log holds it. No reasons stand for an empty chain. */
export type StoredEvent = Omit<SandboxEvent, 'reasons'> & {
  reasons?: Reason[];
  /** Row of the reasons, where many events share them. */
  chain?: number;
};

/** Writes an event as JSON; `chain` is the row of its reasons, where they have one. */
export function encodeEvent(event: SandboxEvent, chain: number | undefined): string {
  const { reasons } = event;
  const stored: { [Member in keyof Required<StoredEvent>]: StoredEvent[Member] } = {
    seq: event.seq,
    id: event.id,
    vtime: event.vtime,
    wtime: event.wtime,
    type: event.type,
    actor: event.actor,
    subject: event.subject,
    session: event.session,
    flow: event.flow,
    trace: event.trace,
    span: event.span,
    parent: event.parent,
    node: event.node,
    outcome: event.outcome,
    chain,
    reasons: chain === undefined && reasons.length > 0 ? reasons : undefined,
    data: event.data,
    redacted: event.redacted,
  };
  return JSON.stringify(stored);
}

/** The event as it was recorded; `reasonsOf` reads a chain. */
export function restoreEvent(stored: StoredEvent, reasonsOf: (chain: number) => Reason[]): SandboxEvent {
  const { chain, reasons = [], ...event } = stored;
  return { ...event, reasons: chain === undefined ? reasons : reasonsOf(chain) };
}
