import type { FixPlace, Privilege } from '../contract/fixes.ts';
import type { Run } from './ending.ts';
import type { ForkedSandbox } from './ports.ts';

/** One single change that may flip the outcome. */
export interface Change {
  id: string;
  /** As an order. */
  title: string;
  /** What it means, and what it gives away. */
  detail: string;
  privilege: Privilege;
  /** Where the change can be made for real; absent where the window has no place for it. */
  place?: FixPlace;
  /** Makes the change on a fork and asks for the same again. */
  run(fork: ForkedSandbox): Promise<Run>;
}

/** What may be changed for a wish, and what cannot be run again here. */
export interface Candidates {
  changes: Change[];
  limits: string[];
}
