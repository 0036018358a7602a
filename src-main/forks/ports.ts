import type { ForkMethod } from '../contract/fork-limits.ts';
import type { SandboxHandlers } from '../contract/methods.ts';
import type { ProfileKeeper, StateSource } from '../events/snapshots.ts';
import type { ForkDeed, ForkedSandbox } from '../fixes/ports.ts';

/** A fork that stays open: what a search for fixes needs, and what a person does in it. */
export interface OpenFork extends Omit<ForkedSandbox, 'agent'> {
  agent: ForkedSandbox['agent'] & {
    signOut(input: { persona: string; app: string }): Promise<ForkDeed>;
  };
  profiles: ProfileKeeper;
  handlers: Pick<SandboxHandlers, ForkMethod>;
}

/** Where a fork begins, if not with the state as it is. */
export interface ForkStart {
  /** Virtual time, ms since the epoch. */
  at?: number | undefined;
  /** A copy of a state, with the personas' browsers that belong to it. */
  source?: StateSource | undefined;
}
