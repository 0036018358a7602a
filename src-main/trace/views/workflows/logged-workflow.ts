import type { CodeStep, Scenario } from '../../../contract/codes.ts';
import type { SandboxEvent } from '../../../contract/events.ts';

/** A code as the log tells of it. */
export interface LoggedCode {
  id: string;
  step: CodeStep;
  channel: string;
  format: string;
  expiresAt: number;
  ended: 'used' | 'superseded' | 'withdrawn' | 'worn-out' | undefined;
  /** Of the message that brought it. */
  subject: string | undefined;
  address: string | undefined;
}

/** One workflow of one account, as far as the log tells of it. */
export interface LoggedWorkflow {
  id: string;
  account: string;
  scenario: Scenario;
  codes: LoggedCode[];
  /** What it was for is done. */
  completed: boolean;
  /** It never began: a rule refused it. */
  refused: boolean;
  /** Its facts, by `seq`. */
  seqs: number[];
  flows: Set<string>;
  spans: Set<string>;
  /** In whose name it went on, e.g. `persona:alice`; with the newest last. */
  actor: string;
  flow: string | undefined;
  startedAt: number;
  lastAt: number;
}

/** The code that `account.code.issued` tells of. */
export function codeOf({ data }: SandboxEvent, step: CodeStep): LoggedCode {
  return {
    id: String(data.id),
    step,
    channel: String(data.channel),
    format: String(data.format),
    expiresAt: Number(data.expiresAt),
    ended: undefined,
    subject: undefined,
    address: undefined,
  };
}

/** A workflow that begins with an event, which is not among its facts yet. */
export function newWorkflow(account: string, scenario: Scenario, event: SandboxEvent): LoggedWorkflow {
  return {
    id: `${account}:${event.seq}`,
    account,
    scenario,
    codes: [],
    completed: false,
    refused: false,
    seqs: [],
    flows: new Set(),
    spans: new Set(),
    actor: event.actor,
    flow: undefined,
    startedAt: event.vtime,
    lastAt: event.vtime,
  };
}
