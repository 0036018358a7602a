import type { GatehouseError } from '../contract/errors.ts';
import type { EventType } from '../contract/event-types.ts';
import type { Outcome, Reason } from '../contract/events.ts';
import type { JsonObject } from '../contract/json.ts';

/** A fact to record. What is left out is taken from the work in progress. */
export interface NewEvent {
  type: EventType;
  outcome: Outcome;
  data?: JsonObject;
  /** A frozen chain may be shared by many events and is stored once. */
  reasons?: Reason[];
  redacted?: string[];
  actor?: string;
  subject?: string;
  session?: string;
  flow?: string;
  trace?: string;
  span?: string;
  parent?: string;
  node?: string;
}

/** How the parts of the sandbox write to the event log. */
export interface Recorder {
  /**
   * Records one fact. Inside a state transaction the fact goes to the outbox of the same transaction: it is recorded
   * if, and only if, the change of state is. Outside of one it is queued and committed with its neighbours.
   */
  record(event: NewEvent): void;
  /**
   * Records one fact together with the change of state that it tells of, which `write` makes, in one transaction with
   * what other requests change at the same time. The answer of the request at hand waits for it. `write` may not depend
   * on what it reads.
   */
  recordWith(event: NewEvent, write: () => void): void;
  /** Resolves when everything recorded so far is on disk. Answers leave after it. */
  committed(): Promise<void>;
  /** Calls `done` once everything recorded so far is on disk, or with why it cannot be written. At once, where it is. */
  afterCommit(done: (trouble: GatehouseError | undefined) => void): void;
}

/** Keeps secrets out of the log: puts a handle in their place. */
export interface Vault {
  /** The handle of a secret, `‹kind:16hex›`. The same kind and value always give the same handle. */
  handle(kind: SecretKind, value: string): string;
  /** The handle of a short code that was issued. From now on the code is replaced in all text that is logged. */
  issued(code: string): string;
  /** The secret behind a handle, or null when only the handle was kept. */
  reveal(handle: string): { kind: string; value: string | null } | undefined;
  /**
   * Bytes that only this data folder can make for a purpose and a name, and makes again the same (RFC 5869). Nothing that
   * is logged tells them.
   */
  derive(purpose: string, name: string, length: number): Buffer;
}

/** Passwords, client secrets and private keys are never kept, not even for the inspector. */
export const SECRET_KINDS = [
  'password',
  'client_secret',
  'access_token',
  'refresh_token',
  'id_token',
  'code',
  'code_verifier',
  'device_code',
  'registration_token',
  'client_assertion',
  'dpop_proof',
  'cookie',
  'otp',
  'token',
  'private_key',
] as const;
export type SecretKind = (typeof SECRET_KINDS)[number];
