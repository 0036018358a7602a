import type { z } from 'zod';
import type { Json } from '../../contract/json.ts';
import type { StageView, VerbResult } from '../../contract/labs.ts';
import type { LabPorts } from '../ports.ts';

/** The parts of the sandbox that verbs act on. */
export interface VerbPorts extends Pick<LabPorts, 'verbs' | 'tokens'> {
  /** The newest story that made a check of the lab pass; undefined outside of a lab or before that. */
  storyOf?: (check: string) => string | undefined;
  /** Answers the question of the step that is played; undefined outside of a lab. */
  answer?: (options: readonly string[]) => Promise<void>;
}

/** Names of the world that an input mentions, for the linter. */
export interface Mentions {
  persona?: string;
  application?: string;
  api?: string;
  /** A check of the same lab. */
  check?: string;
}

/** A verb of the closed list: what it takes, what it does, and how its button is called. */
export interface Verb<I = unknown> {
  readonly name: string;
  readonly schema: z.ZodType<I>;
  /** Text of a button that has none of its own: it says what will happen. */
  label(input: I): string;
  mentions(input: I): Mentions;
  play(input: I, ports: VerbPorts): Promise<VerbResult>;
}

/** Keeps the type of the input between schema and functions, then forgets it: the list holds verbs of all kinds. */
export function defineVerb<I>(verb: Verb<I>): Verb {
  return {
    name: verb.name,
    schema: verb.schema,
    label: (input) => verb.label(verb.schema.parse(input)),
    mentions: (input) => verb.mentions(verb.schema.parse(input)),
    play: async (input, ports) => verb.play(verb.schema.parse(input), ports),
  };
}

/** A result that worked. */
export function done(
  message: string,
  more: { view?: StageView; flow?: string | undefined; data?: Json } = {},
): VerbResult {
  return { ok: true, message, ...more };
}
