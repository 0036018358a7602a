import { useEffect } from 'react';
import type { StageView } from '../../src-main/contract/labs.ts';
import { catchEarlyKeys, takeEarlyKeys } from '../palette/early-keys.ts';
import { setPalette, setWireOpen, showView, useUi } from '../store/ui.ts';

const VIEWS: readonly StageView[] = [
  'browser',
  'sequence',
  'timeline',
  'token',
  'state',
  'request',
  'configure',
  'account',
];

/** The shortcuts of the window, as the palette and the settings list them. */
export const SHORTCUTS = [
  { keys: 'Ctrl K', does: 'Search or run anything' },
  { keys: 'Alt 1 … 8', does: 'Browser, Sequence, Timeline, Token, State, Request, Configure, Account' },
  { keys: 'Alt W', does: 'Open or close the wire' },
] as const;

/** Listens for the shortcuts of {@link SHORTCUTS}. */
export function useShortcuts(): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        setPalette(!useUi.getState().palette);
        return;
      }
      if (!event.altKey || event.ctrlKey || event.metaKey) return;
      const view = /^Digit[1-8]$/.test(event.code) ? VIEWS[Number(event.code.slice(-1)) - 1] : undefined;
      if (view) showView(view);
      else if (event.code === 'KeyW') setWireOpen(!useUi.getState().wireOpen);
      else return;
      event.preventDefault();
    };
    addEventListener('keydown', onKey);
    const unsubscribe = useUi.subscribe(({ palette }, before) => {
      if (palette && !before.palette) catchEarlyKeys();
      else if (!palette && before.palette) takeEarlyKeys();
    });
    return () => {
      removeEventListener('keydown', onKey);
      unsubscribe();
    };
  }, []);
}
