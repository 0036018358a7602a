import { useSyncExternalStore } from 'react';

/** The places of the window. Each has an address of its own (`#/traces`), so that a reload stays where one was. */
export const PLACES = ['labs', 'lab', 'explore', 'identity', 'traces', 'connect', 'settings'] as const;
export type Place = (typeof PLACES)[number];

function currentPlace(): Place {
  const name = location.hash.replace(/^#\/?/, '');
  return PLACES.find((place) => place === name) ?? 'labs';
}

function onChange(listener: () => void): () => void {
  addEventListener('hashchange', listener);
  return () => removeEventListener('hashchange', listener);
}

/** Where the window is now. */
export function usePlace(): Place {
  return useSyncExternalStore(onChange, currentPlace);
}

/** The address of a place, for links. */
export function addressOf(place: Place): string {
  return `#/${place}`;
}

/** Goes to a place. */
export function goTo(place: Place): void {
  location.hash = addressOf(place);
}
