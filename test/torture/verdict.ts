/**
 * What torture can find wrong. `crash`: the process ended or no longer answers. `wrong allow`: something passed that a
 * standard forbids. `wrong deny`: something good was refused. `form`: an answer that is no well-formed HTTP, is not in
 * the standard's own form, or is a server error without a cause behind it. `log`: a request left no entry. `state`: what
 * was refused changed the state all the same.
 */
export type Fault = 'crash' | 'wrong allow' | 'wrong deny' | 'form' | 'log' | 'state';

/** An oracle was broken. The message says what was sent and what came back. */
export class Violation extends Error {
  readonly fault: Fault;

  constructor(fault: Fault, message: string) {
    super(`${fault}: ${message}`);
    this.fault = fault;
  }
}

/** How a case ended, when no oracle was broken. */
export type Ending = 'refused' | 'allowed';

/** What is known of a subject after its cases. */
export interface Tally {
  subject: string;
  cases: number;
  refused: number;
  allowed: number;
  crashes: number;
  wrongAllows: number;
  /** Broken oracles of the other kinds. */
  others: number;
  seconds: number;
  /** The smallest case that breaks an oracle, with the seed to see it again. */
  failure?: string;
}

/** A part that is tortured. `share` of the asked cases are its own: scenarios are dearer than single requests. */
export interface Subject {
  name: string;
  share: number;
  run(cases: number, seed: number): Promise<Tally>;
}
