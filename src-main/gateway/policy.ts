import type { Json, JsonObject } from '../contract/json.ts';
import type { Exchange } from './exchange.ts';
import type { GatewayRule } from './rules.ts';

/** What a rule found. `detail` is the sentence for the person; `path`, `expected` and `seen` go into the log. */
export interface Verdict {
  readonly outcome: 'pass' | 'fail' | 'skip';
  /** The place in the request or the token that settled it, e.g. `token.scope`. */
  readonly path?: string;
  readonly expected?: Json;
  readonly seen?: Json;
  readonly detail?: string;
}

/**
 * One rule of the gateway.
 *
 * `gather` collects everything that the rule reads, and may ask others for it; `undefined` means that the rule has
 * nothing to look at in this request. `evaluate` decides over these inputs alone: it reads no clock, no cache and no
 * state, so that the inputs which the log keeps give the same verdict again, today, in a test or in a fork.
 */
export interface Policy<I extends JsonObject = JsonObject> {
  readonly rule: GatewayRule;
  gather(exchange: Exchange): I | undefined | Promise<I | undefined>;
  evaluate(inputs: I): Verdict;
}

/** Types a policy by its own inputs. */
export function definePolicy<I extends JsonObject>(policy: Policy<I>): Policy<I> {
  return policy;
}

const PASS: Verdict = { outcome: 'pass' };

/** The demand is met; `seen` is what met it. What was expected stands among the inputs. */
export function pass(path?: string, seen?: Json): Verdict {
  return path === undefined ? PASS : { outcome: 'pass', path, seen };
}

/** The demand is not met. */
export function fail(path: string, expected: Json, seen: Json, detail: string): Verdict {
  return { outcome: 'fail', path, expected, seen, detail };
}

/** The rule was switched off or asks for nothing here; `seen` says why. */
export function skip(seen: string): Verdict {
  return { outcome: 'skip', seen };
}
