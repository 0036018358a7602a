/** Why a script did not come to an end of its own. */
export type Failure = 'syntax' | 'threw' | 'time' | 'memory' | 'answer' | 'engine';

/** What went wrong in a script, and where; lines and columns count from 1. */
export interface Problem {
  cause: Failure;
  message: string;
  line: number | null;
  column: number | null;
}

/** A script that is to be run, and what it may use. */
export interface Job {
  source: string;
  /** What its function is called with, as JSON. */
  argument: string;
  /** Why it may not call; undefined: it may. */
  noCalls: string | undefined;
  mayVeto: boolean;
  limits: {
    /** Of its own work, ms. */
    ms: number;
    memoryBytes: number;
    stackBytes: number;
    answerLength: number;
    consoleLines: number;
    consoleLineLength: number;
    calls: number;
  };
}

/** How a run ended. */
export interface Report {
  /** What the function gave back, as JSON; undefined when it did not. */
  value: string | undefined;
  veto: string | undefined;
  problem: Problem | undefined;
  console: string[];
  /** Time of the script's own work, ms. */
  ms: number;
  calls: number;
}

/** A call that a script waits for. */
export interface ScriptCall {
  number: number;
  method: string;
  path: string;
  /** JSON. */
  options: string;
}

/** How far a run has come: it waits for calls, of which these are new, or it has ended. */
export type Step = { calls: ScriptCall[] } | { report: Report };

/** What the thread is asked. `now` is virtual time, ms: what the clock of the script shows. */
export type Request =
  | { type: 'run'; run: number; now: number; job: Job }
  | { type: 'answer'; run: number; now: number; number: number; ok: boolean; text: string }
  | { type: 'check'; run: number; source: string };

/** What the thread says. */
export type Reply = { type: 'ready' } | { type: 'step'; run: number; step: Step };

/** What a thread is started with. */
export interface ThreadData {
  port: import('node:worker_threads').MessagePort;
}

/** Answers a call of a script with JSON; what it throws is thrown in the script. */
export type AnswerCall = (call: ScriptCall) => Promise<string>;

/** A job with the clock that its script sees, virtual time in ms. */
export type TimedJob = Job & { now: () => number };
