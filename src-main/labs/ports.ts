import type { AccountAction } from '../contract/accounts.ts';
import type { EventType } from '../contract/event-types.ts';
import type { SandboxEvent } from '../contract/events.ts';
import type { Extension } from '../contract/extensions.ts';
import type { GovernanceChange } from '../contract/governance.ts';
import type { Json, JsonObject } from '../contract/json.ts';
import type { Clock } from '../events/clock.ts';
import type { Recorder } from '../events/recorder.ts';

/** What playing a verb led to. */
export interface Played {
  /** One line for the person, in plain words: `The gateway answered 403 insufficient_scope.` */
  summary: string;
  /** The story that it began, when it began one. */
  flow?: string;
  /** HTTP status of the last answer, where there is one. */
  status?: number;
}

/**
 * What the verbs of labs do in the sandbox; `sandbox.ts` ties each to the part that does it. A refusal by the provider
 * or the gateway is a result, told in `summary`; only what could not be tried at all throws.
 */
export interface VerbHost {
  switchPersona(persona: string): Promise<void>;
  /**
   * Signs the persona in to an application, in the persona's browser, by the pages that a person sees: starts the
   * application's sign-in anew, gives user name and password where the provider asks, answers consent.
   */
  signIn(input: {
    persona: string;
    app: string;
    consent: 'allow' | 'deny';
    username?: string;
    password?: string;
  }): Promise<Played>;
  /** Signs the persona out of the application and of the provider (RP-initiated logout). */
  signOut(input: { persona: string; app: string }): Promise<Played>;
  /** Has the application call an API through the gateway with the token that it holds for the persona. */
  callApi(input: ApiCall & { persona: string; app: string }): Promise<Played>;
  /** Presses a button of an application's own page: sends the form at `path` with these fields. */
  press(input: {
    persona: string;
    app: string;
    path: string;
    fields?: Record<string, string>;
  }): Promise<Played>;
  /**
   * Reads the newest message of a persona whose subject has `subject` in it, in her browser: follows its link or types
   * its code, and fills in the form there with her own user name and password, or the given ones.
   */
  readMessage(input: {
    persona: string;
    channel: 'email' | 'sms';
    subject: string;
    username?: string;
    password?: string;
  }): Promise<Played>;
  /** Has a device ask for a user code (RFC 8628). */
  startDevice(input: { persona: string; app: string }): Promise<Played>;
  /** Follows the link to the provider on a page of `app`, and answers the provider's pages. */
  approveDevice(input: { persona: string; app: string; decision: 'allow' | 'deny' }): Promise<Played>;
  /** Takes from the attacker what she holds, her app from the phones and her messages from the inboxes. */
  resetAttacks(): Promise<void>;
  /** Sends a request to the gateway as the request builder does. */
  gatewayRequest(input: ApiCall & { persona: string; token: GatewayToken }): Promise<Played>;
  /** Sends a request to the provider, as the persona at her own machine would by hand. */
  providerRequest(input: ProviderRequest): Promise<Played>;
  /** Gets the persona an access token for the directory itself: at a terminal, by the device flow (RFC 8628). */
  directoryToken(input: { persona: string; scope: string }): Promise<Played>;
  setClient(input: {
    client: string;
    requestedScopes?: string[];
    rotateRefreshTokens?: boolean;
    pkce?: boolean;
  }): Promise<void>;
  /** Makes an account, as an administrator does. A refusal by a rule is a result. */
  createAccount(input: {
    username: string;
    name: string;
    email: string;
    phone: string;
    by: 'password' | 'invitation' | 'verification';
    password: string;
  }): Promise<Played>;
  /** Does something with an account, as an administrator does. A refusal by a rule is a result. */
  actOnAccount(account: string, action: AccountAction): Promise<Played>;
  /** Enables and unlocks an account where it is disabled or locked, so that a lab can begin with somebody who gets in. */
  openAccount(account: string): Promise<void>;
  /** Takes an account away, if there is one, so that a lab can begin with none. */
  forgetAccount(account: string): Promise<void>;
  setGovernance(change: GovernanceChange): Promise<void>;
  /** Keeps a custom workflow, by its definition or as it came with the sandbox. A definition that cannot run is not kept. */
  setWorkflow(input: { yaml?: string; id?: string }): Promise<{ ok: boolean; summary: string }>;
  /** Starts a custom workflow by its endpoint, with the persona's newest access token. A refusal is a result. */
  startWorkflow(input: { workflow: string; persona?: string; input: JsonObject }): Promise<Played>;
  /** Acts on the newest decision that is open, as a persona. A refusal is a result. */
  decideApproval(input: {
    persona: string;
    decision: 'approve' | 'reject' | 'claim' | 'release';
    workflow?: string;
    comment: string;
  }): Promise<Played>;
  /** Keeps a script of the learner's, and switches it on or off. */
  saveExtension(extension: Extension): Promise<void>;
  /** Takes a script away, if there is one. */
  removeExtension(id: string): Promise<void>;
  advanceClock(ms: number): Promise<void>;
  /** Moves the clock to a virtual time, ms: forwards, what falls due on the way runs; backwards, nothing does. */
  moveClockTo(time: number): Promise<void>;
  takeSnapshot(name: string): Promise<void>;
  /** Whether the world is as it was first made. */
  isWorldFresh(): Promise<boolean>;
  /** Puts the whole world back to how it was first made. */
  resetWorld(): Promise<void>;
}

/**
 * A request to the provider. `{name}` in path, headers and body stands for what was noted of earlier answers: their codes
 * under the names that the answers give them, `one-time-code` of their header, and what `keep` asks for.
 */
export interface ProviderRequest {
  persona: string;
  method: string;
  path: string;
  headers: Readonly<Record<string, string>>;
  body?: JsonObject;
  /** What it says of who calls: nothing, the token of a service that may do everything, or the persona's own token. */
  authorization: 'none' | 'service' | 'token';
  /** More to note of the answer: names, and where the value stands: `Resources.0.id`, or `header:Location`. */
  keep: Readonly<Record<string, string>>;
}

export interface ApiCall {
  api: string;
  method: string;
  /** Below the API's context and version, e.g. `/accounts`. */
  path: string;
  body?: string;
}

export type GatewayToken =
  /**
   * The persona's newest access token for the API that is called, or for another; or her newest ID token. Claims in
   * `alter` are put in the place of its own before it is sent, and the signature stays as it was.
   */
  | { kind: 'last'; client?: string; api?: string; type?: 'access' | 'id'; alter?: JsonObject }
  | { kind: 'none' }
  | { kind: 'raw'; value: string };

/** The event log, as checks read it. `EventLog` with a `Correlator` beside it fits. */
export interface EventFeed {
  /** Committed events with `seq` above `after`, oldest first. */
  query(filter: { after: number; types?: readonly EventType[]; limit: number }): SandboxEvent[];
  /** The newest `seq`; 0 for an empty log. */
  last(): number;
  /** Hears of each group of events after it was committed. Answers the function that unsubscribes. */
  subscribe(listener: (events: readonly SandboxEvent[]) => void): () => void;
  /** The story that this one has become part of, or itself. */
  rootOf(flow: string): string;
}

/** Snapshots of the whole state, the persona browsers included. */
export interface Snapshots {
  take(name: string): Promise<{ id: string }>;
  /** Answers what could not be put back, in words. */
  restore(id: string): Promise<{ notes: string[] }>;
  has(id: string): boolean;
  digest(): Promise<string> | string;
  /** Every row of every table of the state. */
  contents(): Iterable<[table: string, rows: unknown[][]]>;
}

/** Reads live state for `state` checks. */
export interface StateReader {
  /** The value at a path of {@link STATE_PATHS}, or undefined when there is none. */
  read(path: string): Json | undefined;
  /** The user name of an account, by its id. */
  usernameOf(id: string): string | undefined;
  /** Every setting of applications, accounts and APIs by its path, for comparing; no secret among them. */
  configuration(): JsonObject;
}

/** Reads a token that was issued, by its handle in the log. */
export interface TokenReader {
  /** Undefined when the token is opaque or its content is no longer kept. */
  decode(handle: string): { header: JsonObject; claims: JsonObject } | undefined;
  /** The newest token of a persona, of one application or any. */
  newest(input: {
    persona: string;
    client?: string;
    kind: 'access' | 'id' | 'refresh';
  }): { handle: string; flow: string | undefined } | undefined;
}

/** A call that is tried on a fork. */
export interface ProbeCall extends ApiCall {
  persona: string;
  app: string;
}

/** How a call on a fork ended. */
export interface ProbeResult {
  /** Absent when it did not come to an answer of the gateway, e.g. because the sign-in was refused. */
  status?: number;
  /** The rule that refused. */
  rule?: string;
  /** In words. */
  ending: string;
}

/** The names that labs may use, to tell a slip of the pen from a name of the world. */
export interface WorldNames {
  personas: readonly string[];
  applications: readonly string[];
  apis: readonly string[];
}

/** Everything that labs need of the sandbox. */
export interface LabPorts {
  recorder: Recorder;
  clock: Clock;
  feed: EventFeed;
  snapshots: Snapshots;
  state: StateReader;
  tokens: TokenReader;
  verbs: VerbHost;
  /** Tries a call on a fork, which is gone afterwards. The live state and the live log are not touched. */
  probe(call: ProbeCall): Promise<ProbeResult>;
  names(): WorldNames;
  /** Version of the app, for `requires.app`. */
  version: string;
  /** Where progress is kept. */
  dataDir: string;
  /** Folders that hold packs, one folder each, in order. */
  packDirs: readonly string[];
}
