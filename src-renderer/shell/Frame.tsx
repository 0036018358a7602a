import { VisuallyHidden } from '@mantine/core';
import { lazy, Suspense, useDeferredValue, useEffect, useRef } from 'react';
import { type Place, usePlace } from '../app/route.ts';
import { Starting } from '../app/Starting.tsx';
import { useForkMode } from '../forks/fork-mode.ts';
import { LabsScreen } from '../labs/LabsScreen.tsx';
import { useSandbox } from '../store/sandbox.ts';
import { useUi } from '../store/ui.ts';
import { Banners } from './Banners.tsx';
import classes from './Frame.module.css';
import { Rail } from './Rail.tsx';
import { TopBar } from './TopBar.tsx';
import { useShortcuts } from './use-shortcuts.ts';

/** The list of labs is what a start waits for, so it comes with the frame. */
const SCREENS: Record<Place, React.ComponentType> = {
  labs: LabsScreen,
  lab: lazy(async () => ({ default: (await import('../labs/LabScreen.tsx')).LabScreen })),
  explore: lazy(async () => ({ default: (await import('../labs/ExploreScreen.tsx')).ExploreScreen })),
  identity: lazy(async () => ({ default: (await import('../identity/IdentityScreen.tsx')).IdentityScreen })),
  traces: lazy(async () => ({ default: (await import('../traces/TracesScreen.tsx')).TracesScreen })),
  connect: lazy(async () => ({ default: (await import('../connect/ConnectScreen.tsx')).ConnectScreen })),
  settings: lazy(async () => ({ default: (await import('../settings/SettingsScreen.tsx')).SettingsScreen })),
};
/** The places that show a fork as they show the live sandbox. */
const FORK_PLACES: ReadonlySet<Place> = new Set<Place>(['explore', 'traces']);

/** Loaded while the window is idle, so that the first lab opens at once. */
function preload(): () => void {
  const idle = requestIdleCallback(() => {
    void import('../labs/LabScreen.tsx');
    void import('../wire/index.ts');
    void import('./SequencePanel.tsx');
    void import('../palette/Palette.tsx');
  });
  return () => cancelIdleCallback(idle);
}

const ForkBar = lazy(async () => ({ default: (await import('../forks/ForkBar.tsx')).ForkBar }));
const NotInFork = lazy(async () => ({ default: (await import('../forks/NotInFork.tsx')).NotInFork }));
const Palette = lazy(async () => ({ default: (await import('../palette/Palette.tsx')).Palette }));
const Welcome = lazy(async () => ({ default: (await import('../welcome/Welcome.tsx')).Welcome }));

/** What the frame shows at a place. Before the sandbox has said how it is, that is the list of labs, from the run before. */
function screenOf(place: Place, { fork, loaded }: { fork: string | undefined; loaded: boolean }) {
  if (!loaded && place !== 'labs') return Starting;
  return fork !== undefined && !FORK_PLACES.has(place) ? NotInFork : SCREENS[place];
}

/** The frame around every place: top bar, rail, notices, and the place itself. */
export function Frame() {
  const place = usePlace();
  const palette = useUi((state) => state.palette);
  const announcement = useUi((state) => state.announcement);
  const loaded = useSandbox((state) => state.loaded);
  const welcomed = useSandbox((state) => state.settings?.welcomed ?? true);
  const main = useRef<HTMLElement>(null);
  useShortcuts();
  useEffect(() => (loaded ? preload() : undefined), [loaded]);

  const first = useRef(true);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a change of place is what moves the focus.
  useEffect(() => {
    if (first.current) first.current = false;
    else main.current?.focus();
  }, [place]);

  // The place before stays until the next one has been loaded: an empty window would flash otherwise.
  const deferred = useDeferredValue(place);
  const fork = useForkMode((state) => state.fork?.id);
  const Screen = screenOf(deferred, { fork, loaded });
  return (
    <div className={classes.frame} data-fork={fork !== undefined || undefined}>
      <button className={classes.skip} onClick={() => main.current?.focus()} type="button">
        Skip to the content
      </button>
      <header className={classes.bar}>
        <TopBar />
      </header>
      <div className={classes.rail}>
        <Rail />
      </div>
      <div className={classes.notes}>
        {fork !== undefined && (
          <Suspense fallback={null}>
            <ForkBar />
          </Suspense>
        )}
        <Banners />
      </div>
      <main className={classes.main} ref={main} tabIndex={-1}>
        <Suspense fallback={null}>
          <Screen key={fork ?? 'live'} />
        </Suspense>
      </main>
      <Suspense fallback={null}>
        {palette && <Palette />}
        {!welcomed && <Welcome />}
      </Suspense>
      <VisuallyHidden aria-live="polite" role="status">
        {announcement}
      </VisuallyHidden>
    </div>
  );
}
