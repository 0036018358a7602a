import type { AccountState } from '../../src-main/contract/account-state.ts';
import type { Json } from '../../src-main/contract/json.ts';

/** The state of an account as an event of the log holds it; undefined where the event holds none. */
export function recordedState(value: Json | undefined): AccountState | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return 'locked' in value && 'disabled' in value ? (value as unknown as AccountState) : undefined;
}
