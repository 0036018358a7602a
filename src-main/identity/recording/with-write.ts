import { AsyncLocalStorage } from 'node:async_hooks';
import type { NewEvent } from '../../events/recorder.ts';

/** The events that go with a write, once the id of the artefact is known. */
type EventsOf = (id: string) => NewEvent[];

const pending = new AsyncLocalStorage<{ eventsOf: EventsOf | undefined }>();

/**
 * Runs `work`, in which the provider's library writes an artefact; the events are recorded in the transaction of the
 * first write, so that a decision is in the log if, and only if, its effect is in the state.
 */
export function withWrite<T>(eventsOf: EventsOf, work: () => T): T {
  return pending.run({ eventsOf }, work);
}

/** The events that wait for this write; afterwards none do. */
export function takePending(id: string): NewEvent[] {
  const waiting = pending.getStore();
  const events = waiting?.eventsOf?.(id) ?? [];
  if (waiting) waiting.eventsOf = undefined;
  return events;
}
