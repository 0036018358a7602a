import type { z } from 'zod';
import type { SandboxEvent } from '../../contract/events.ts';
import type { JsonObject } from '../../contract/json.ts';
import type { clauseSchema } from '../../contract/labs.ts';
import type { EventFeed, StateReader, TokenReader } from '../ports.ts';

export type Clause = z.infer<typeof clauseSchema>;

/** What a check found. `error` says that the lab is broken, which is never the learner's fault. */
export interface Verdict {
  status: 'pass' | 'fail' | 'pending' | 'error';
  clauses: Clause[];
  /** The events that decided it, by `seq`. */
  evidence: number[];
  /** The stories that those events belong to. */
  flows: string[];
  /** Names of what failed, the most telling first: keys of the check's `feedback`. */
  failed: string[];
  /** How near the closest try came, in words. */
  closest?: string;
}

/** Verdicts on the checks of a step, by check. */
export type Verdicts = ReadonlyMap<string, Verdict>;

/** What a check may look at. */
export interface CheckContext {
  /** Events of the window, oldest first. */
  events: readonly SandboxEvent[];
  /** The persona whose step it is. */
  actor: string | undefined;
  state: StateReader;
  tokens: TokenReader;
  rootOf: EventFeed['rootOf'];
  /** The lab and the step that are judged. */
  place: { pack: string; lab: string; step: string };
  /** Whether all checks hold that can hold by themselves; see {@link isConstraint}. */
  othersHold?: boolean;
  /** The configuration as the step was opened, for `changed-only`. */
  baseline?: JsonObject | undefined;
  /** Stories that made another check of the lab pass; undefined while it has not. */
  flowsOf(check: string): readonly string[] | undefined;
}

/** A verdict on nothing: no event of the kind has been seen. */
export function pending(clauses: Clause[]): Verdict {
  return { status: 'pending', clauses, evidence: [], flows: [], failed: ['missing'] };
}
