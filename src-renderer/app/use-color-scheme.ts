import { useEffect, useSyncExternalStore } from 'react';
import type { Settings } from '../../src-main/contract/status.ts';
import { useSandbox } from '../store/sandbox.ts';

type Theme = Settings['theme'];

const STORAGE_KEY = 'gatehouse.theme';
const DARK = matchMedia('(prefers-color-scheme: dark)');

function onSystemChange(listener: () => void): () => void {
  DARK.addEventListener('change', listener);
  return () => DARK.removeEventListener('change', listener);
}

/** The theme of the last run, so that the window does not flash before the settings are there. */
function remembered(): Theme {
  const kept = localStorage.getItem(STORAGE_KEY);
  return kept === 'dark' || kept === 'light' ? kept : 'system';
}

/** The colour scheme to show: the setting, or what the system prefers. Tells the desktop window about it. */
export function useColorScheme(): 'light' | 'dark' {
  const setting = useSandbox((state) => state.settings?.theme) ?? remembered();
  const client = useSandbox((state) => state.client);
  const systemDark = useSyncExternalStore(onSystemChange, () => DARK.matches);
  const dark = setting === 'dark' || (setting !== 'light' && systemDark);
  useEffect(() => localStorage.setItem(STORAGE_KEY, setting), [setting]);
  useEffect(() => {
    if (client?.host !== 'desktop') return;
    // The frame of the window follows; should that fail, the content is right all the same.
    client
      .call('window.theme', { dark, theme: setting })
      .catch((thrown: unknown) => console.error('window.theme', thrown));
  }, [client, dark, setting]);
  return dark ? 'dark' : 'light';
}
