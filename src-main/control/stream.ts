import type { EventType } from '../contract/event-types.ts';
import type { LabState } from '../contract/labs.ts';
import type { ClockState } from '../contract/status.ts';
import type { StreamMessage } from '../contract/stream.ts';
import type { World } from '../contract/world.ts';
import type { Core } from '../events/core.ts';
import { EventPace } from './event-pace.ts';

/** Where the stream gets what it tells beside the events. */
export interface StreamSources {
  world: () => World;
  clock: () => ClockState;
  labs: { onState(listener: (lab: LabState | null) => void): void };
}

/** Events after which the world looks different to people. */
const WORLD_CHANGES: ReadonlySet<EventType> = new Set([
  'config.changed',
  'idp.client.registered',
  'persona.switched',
  'snapshot.restored',
]);
const CLOCK_CHANGES: ReadonlySet<EventType> = new Set(['clock.advanced', 'clock.reset', 'snapshot.restored']);

/** Tells a host everything that a user interface should hear without asking; events only once they are committed. */
export function streamTo(core: Core, sources: StreamSources, tell: (message: StreamMessage) => void): void {
  const pace = new EventPace(tell);
  core.log.subscribe((events) => {
    pace.push(events);
    if (events.some(({ type }) => WORLD_CHANGES.has(type))) tell({ kind: 'world', world: sources.world() });
    if (events.some(({ type }) => CLOCK_CHANGES.has(type))) tell({ kind: 'clock', clock: sources.clock() });
  });
  core.log.onTrouble((trouble) => tell({ kind: 'trouble', trouble: trouble?.toPublic() ?? null }));
  core.log.onTrimmed((first) => tell({ kind: 'log-trimmed', first }));
  sources.labs.onState((lab) => tell({ kind: 'lab', lab }));
}
