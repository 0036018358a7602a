import { create } from 'zustand';
import type { GatehouseClient } from '../../src-main/contract/client.ts';
import type { PublicError } from '../../src-main/contract/errors.ts';
import type { SandboxEvent } from '../../src-main/contract/events.ts';
import type { LabState } from '../../src-main/contract/labs.ts';
import type { MethodOutput } from '../../src-main/contract/methods.ts';
import type {
  BrowserState,
  ClockState,
  SandboxInfo,
  SandboxStatus,
  Settings,
} from '../../src-main/contract/status.ts';
import type { World } from '../../src-main/contract/world.ts';

/** How many events the window keeps; older ones are asked for when a view needs them. */
export const EVENT_BUFFER_SIZE = 5000;

/** Whether the window still hears the sandbox. `refused`: the run's secret was not accepted, so trying again is vain. */
export type Link = 'connecting' | 'open' | 'lost' | 'refused';

/** What the window knows of the sandbox. Only `connection.ts` writes it. */
export interface SandboxState {
  client: GatehouseClient | undefined;
  link: Link;
  status: SandboxStatus;
  /** The sandbox has said how it is. Until then, what is known is what the run before has kept; see `kept-view.ts`. */
  loaded: boolean;
  info: SandboxInfo | undefined;
  settings: Settings | undefined;
  world: World | undefined;
  /** Why nothing can be written now, if so. */
  trouble: PublicError | undefined;
  clock: ClockState | undefined;
  /** `performance.now()` at which `clock` came, ms: virtual now is `clock.now` plus what has passed since. */
  clockAt: number;
  lab: LabState | undefined;
  /** The labs of all packs, once they were asked for. */
  labs: MethodOutput<'labs.list'> | undefined;
  /** The newest events, oldest first, without a gap. */
  events: readonly SandboxEvent[];
  /** The highest `seq` seen; 0 before the first. */
  lastSeq: number;
  /** The persona browsers of the desktop window, by persona. */
  browsers: Readonly<Record<string, BrowserState>>;
}

export const useSandbox = create<SandboxState>()(() => ({
  client: undefined,
  link: 'connecting',
  status: { status: 'starting' },
  loaded: false,
  info: undefined,
  settings: undefined,
  world: undefined,
  trouble: undefined,
  clock: undefined,
  clockAt: 0,
  lab: undefined,
  labs: undefined,
  events: [],
  lastSeq: 0,
  browsers: {},
}));

/** The client of this run. Throws before the connection is made; no view is mounted then. */
export function gatehouse(): GatehouseClient {
  const { client } = useSandbox.getState();
  if (!client) throw new Error('There is no connection to the sandbox yet.');
  return client;
}

/** Virtual now, ms since the epoch, as far as the window knows it. */
export function virtualNow(): number {
  const { clock, clockAt } = useSandbox.getState();
  return clock ? clock.now + (performance.now() - clockAt) : Date.now();
}

/** The link dropped again while the state was loaded; the banner says so, and the next `open` loads it. */
export function reportLost(): void {
  useSandbox.setState((state) => ({ link: state.link === 'refused' ? 'refused' : 'lost' }));
}
