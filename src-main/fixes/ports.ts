import type { AccountAction } from '../contract/accounts.ts';
import type { FlowView } from '../contract/flow.ts';
import type { MethodParams } from '../contract/methods.ts';
import type { Core } from '../events/core.ts';

/** What a persona's browser did in a fork. A refusal is a result. */
export interface ForkDeed {
  ok: boolean;
  summary: string;
  flow: string;
  /** HTTP status of the API's answer, where there is one. */
  status?: number;
  /** What a page of the provider said, where it did not let in. */
  said?: string;
}

/** A fork as the search for fixes needs it: the real parts over a copy of the state. */
export interface ForkedSandbox {
  core: Core;
  agent: {
    signIn(input: {
      persona: string;
      app: string;
      username?: string;
      password?: string;
      consent?: 'allow' | 'deny';
    }): Promise<ForkDeed>;
    callApi(input: {
      persona: string;
      app: string;
      api: string;
      method: string;
      path: string;
      body?: string;
    }): Promise<ForkDeed>;
  };
  /** Whether the application is one of the world's own, with pages that a persona can use. */
  hasPages(client: string): boolean;
  issuer: string;
  gatewayUrl: string;
  updateApplication(change: MethodParams<'apps.update'>): void;
  /** Whether the fork's gateway asks the register if a token was revoked. */
  setRevocationLookup(on: boolean): void;
  /** What an administrator does with an account. Throws what the directory refuses. */
  actOnAccount(id: string, action: AccountAction): Promise<void>;
  /** Lets time pass until a virtual time, ms; what falls due on the way runs. A time that is past changes nothing. */
  advanceTo(time: number): Promise<void>;
  view(flow: string): FlowView;
  /** Runs work at the time of the fork: `Date` is the fork's in all that it causes. */
  run<T>(work: () => T): T;
  close(): Promise<void>;
}

/** What the search works on. */
export interface FixPorts {
  core: Core;
  hasPages(client: string): boolean;
  view(flow: string): FlowView;
  /** Opens a fork of the present state, at a virtual time (ms since the epoch) or at the present one. */
  fork(at?: number): Promise<ForkedSandbox>;
}
