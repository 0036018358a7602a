import type { MethodOutput } from '../../src-main/contract/methods.ts';
import type { Settings } from '../../src-main/contract/status.ts';
import type { World } from '../../src-main/contract/world.ts';
import { useSandbox } from './sandbox.ts';

/** What the list of labs and the frame around it show. */
export interface KeptView {
  settings: Settings;
  world: World;
  /** Virtual minus real time, ms. */
  offset: number;
  labs: MethodOutput<'labs.list'>;
}

const STORAGE_KEY = 'gatehouse.kept-view';
/** The address of this very script holds a digest of it: what another build has kept may be of another shape. */
const BUILD = import.meta.url;

/**
 * What the sandbox said last, from the run before. It is shown while the sandbox starts, and replaced by what the sandbox
 * says then; whatever is done meanwhile waits for it.
 */
export function readKeptView(): KeptView | undefined {
  const text = localStorage.getItem(STORAGE_KEY);
  if (text === null) return undefined;
  try {
    const kept = JSON.parse(text) as { build: string; view: KeptView };
    return kept.build === BUILD ? kept.view : undefined;
  } catch {
    // Spoilt: this start waits for the sandbox, and keeps a sound one.
    localStorage.removeItem(STORAGE_KEY);
    return undefined;
  }
}

/** Keeps what the window shows for the next start: of the world only what the frame and the list show, no passwords. */
function writeKeptView(view: KeptView): void {
  const personas = view.world.personas.map((persona) => ({ ...persona, password: '' }));
  const world: World = { ...view.world, personas, applications: [], apis: [], participants: [] };
  localStorage.setItem(STORAGE_KEY, JSON.stringify({ build: BUILD, view: { ...view, world } }));
}

/**
 * Keeps the view of the live sandbox for the next start, while the page has nothing better to do. `isLive`: whether that
 * is what the window shows now, and not a fork.
 */
export function keepView(isLive: () => boolean): void {
  let waiting = false;
  const keep = () => {
    if (waiting) return;
    waiting = true;
    requestIdleCallback(() => {
      waiting = false;
      const { settings, world, clock, labs } = useSandbox.getState();
      if (isLive() && settings && world && clock && labs) {
        writeKeptView({ settings, world, offset: clock.offset, labs });
      }
    });
  };
  useSandbox.subscribe((now, before) => {
    const same =
      now.settings === before.settings &&
      now.world === before.world &&
      now.labs === before.labs &&
      now.clock?.offset === before.clock?.offset;
    if (!same) keep();
  });
  keep();
}
