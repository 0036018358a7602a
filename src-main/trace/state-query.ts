import type { SandboxEvent } from '../contract/events.ts';
import type { StateChange } from '../contract/flow-state.ts';
import type { Core } from '../events/core.ts';
import { BEGINNING_TYPES, ENDING_TYPES, stateChangeOf } from './views/state-changes.ts';

/** How many of the newest facts are looked at, of the story and of the whole log each. */
const MOST = 20_000;

/**
 * What a story, by all of its names, brought into being, and what became of it: also by what happened elsewhere (a token that was revoked
 * from another story), and the sessions that it found already there. In the order of the log.
 */
export function stateChanges(core: Core, flows: readonly string[]): StateChange[] {
  const own = core.log.list({ flows, types: [...BEGINNING_TYPES, ...ENDING_TYPES], limit: MOST });
  const ids = new Set<string>();
  for (const event of own) {
    if (event.session !== undefined) ids.add(event.session);
    const change = stateChangeOf(event);
    if (change?.change === 'begins') ids.add(change.artefact.id);
  }
  const known = new Set(own.map((event) => event.seq));
  const elsewhere = core.log
    .list({ types: [...ENDING_TYPES, 'idp.session.started'], limit: MOST })
    .filter((event) => !known.has(event.seq) && concerns(event, ids));
  return [...own, ...elsewhere]
    .sort((a, b) => a.seq - b.seq)
    .map(stateChangeOf)
    .filter((change) => change !== undefined);
}

function concerns(event: SandboxEvent, ids: ReadonlySet<string>): boolean {
  const change = stateChangeOf(event);
  if (change === undefined) return false;
  if (change.change === 'begins') return ids.has(change.artefact.id);
  return change.change !== 'ends' || ids.has(change.id);
}
