import { Activity, Compass, GraduationCap, type LucideIcon, Plug, Settings, UsersRound } from 'lucide-react';
import type { Place } from './route.ts';

/** An item of the rail and of the palette. */
export interface PlaceEntry {
  place: Place;
  label: string;
  /** What a person finds there, for the palette. */
  about: string;
  icon: LucideIcon;
}

/** The places that have an item in the rail, in its order; the last one stands at the bottom. */
export const PLACE_ENTRIES: readonly PlaceEntry[] = [
  { place: 'labs', label: 'Labs', about: 'Guided steps with checks', icon: GraduationCap },
  { place: 'explore', label: 'Explore', about: 'The same stage, without a lesson', icon: Compass },
  {
    place: 'identity',
    label: 'Identity',
    about: 'The directory, and the life of each account',
    icon: UsersRound,
  },
  { place: 'traces', label: 'Traces', about: 'Every flow that the log holds', icon: Activity },
  { place: 'connect', label: 'Connect', about: 'Use your own application', icon: Plug },
  { place: 'settings', label: 'Settings', about: 'Theme, text size, log, snapshots, keys', icon: Settings },
];
