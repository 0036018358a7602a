import type { Artefact, StateChange } from '../../contract/flow-state.ts';

/**
 * How something stood at a moment. `valid`: it exists and its time is not over. `expired`: its time is over.
 * `future`: the clock went back to before it was made. `ended`: something ended it; `how` says what.
 */
export type Standing = 'valid' | 'expired' | 'future' | 'ended';

/** Something that the log tells of, as it stood at a moment. */
export type StateEntry = Artefact & {
  /** The event by which it began. */
  since: number;
  /** Virtual time at which it began, ms. */
  begun: number;
  standing: Standing;
  how?: string | undefined;
  /** The event that ended it. */
  until?: number;
};

type Known = { artefact: Artefact; since: number; begun: number; end?: { seq: number; how: string } };

const keyOf = (kind: Artefact['kind'], id: string): string => `${kind} ${id}`;

/**
 * What existed after the event `seq`, as far as the log tells, judged at virtual time `now` (ms). A restored snapshot
 * brings back what existed when it was taken: what came after is gone, what ended after lives again.
 *
 * `changes` are in the order of the log.
 */
export function stateAt(changes: readonly StateChange[], seq: number, now: number): StateEntry[] {
  let known = new Map<string, Known>();
  const kept = new Map<string, Map<string, Known>>();
  for (const change of changes) {
    if (change.seq > seq) break;
    if (change.change === 'begins') {
      const { artefact } = change;
      const key = keyOf(artefact.kind, artefact.id);
      // What begins anew is the newest of its kind again.
      known.delete(key);
      known.set(key, { artefact, since: change.seq, begun: change.vtime });
    } else if (change.change === 'ends') {
      const key = keyOf(change.kind, change.id);
      const found = known.get(key);
      if (found && !found.end) known.set(key, { ...found, end: { seq: change.seq, how: change.how } });
    } else if (change.change === 'kept') {
      kept.set(change.snapshot, new Map(known));
    } else {
      // A snapshot that was taken before the log begins held nothing that the log knows of.
      known = new Map(kept.get(change.snapshot));
    }
  }
  return [...known.values()].map((entry) => standing(entry, now));
}

/** A moment that is this much ahead, ms, is no other time: issued times are whole seconds. */
const ROUNDING_MS = 1000;

function standing({ artefact, since, begun, end }: Known, now: number): StateEntry {
  const entry = { ...artefact, since, begun };
  if (end !== undefined) return { ...entry, standing: 'ended', how: end.how, until: end.seq };
  if (artefact.expires !== undefined && artefact.expires <= now) return { ...entry, standing: 'expired' };
  return { ...entry, standing: begun > now + ROUNDING_MS ? 'future' : 'valid' };
}
