import type { Reason } from '../../contract/events.ts';
import type { PreEventName } from '../../contract/extension-events.ts';
import type { JsonObject } from '../../contract/json.ts';
import type { IdpRule } from '../rules.ts';

/** What handlers may give another value before it is written. */
export interface Rewritable {
  name?: string | undefined;
  email?: string | undefined;
  /** Merged into those of the account; null takes one away. */
  claims?: JsonObject | undefined;
}

/** Something that is about to happen, as handlers of one's own see it. Secrets do not belong here. */
export interface Occasion {
  /** The account that it is about; undefined where there is none yet. */
  subject: string | undefined;
  payload: JsonObject;
  /** What of the payload must be the same still when it is written; all of it, unless said otherwise. */
  holds?: JsonObject;
  /** Whether `name`, `email` and `claims` of the payload may be rewritten now. */
  rewritable: boolean;
}

/** What the handlers came to: refused by a rule, or fine, maybe with other values. */
export interface Verdict {
  deniedBy: IdpRule | undefined;
  /** In the words of the handler. */
  words: string | undefined;
  reasons: Reason[];
  rewritten: Rewritable;
}

/**
 * What handlers of one's own say before something is written, asked inside of its transaction and inside of
 * {@link Deciding}. Answers undefined, without having made the occasion, where no handler is on.
 */
export type AskBefore = (events: readonly PreEventName[], occasion: () => Occasion) => Verdict | undefined;

/**
 * Does work that changes the state, and may ask handlers of one's own on the way. Handlers take their time in a thread of
 * their own, and meanwhile others go on: where one is to be asked, the work is taken back as a whole, the handler asked,
 * and the work done again with what it said. It counts if what it was asked about is the same then. If not, it is asked
 * once more; if it has changed again, the rule `idp.extension.changed` refuses.
 *
 * `work` is synchronous, and what it changes is in one transaction, or it is nothing that does harm when it is done twice.
 */
export type Deciding = <T>(work: () => T) => Promise<T>;

/** The words of a handler that refused, among the reasons of a refusal. */
export function vetoWords(reasons: readonly Reason[]): string | undefined {
  const last = reasons.at(-1);
  return last?.rule === 'idp.extension.veto' && typeof last.seen === 'string' ? last.seen : undefined;
}

/** A person with what handlers have put in the place of her own. */
export function rewritten<T extends { name: string; email: string; claims: JsonObject }>(
  person: T,
  { name, email, claims }: Rewritable,
): T {
  const kept = Object.entries({ ...person.claims, ...claims }).filter(([, value]) => value !== null);
  return {
    ...person,
    name: name ?? person.name,
    email: email ?? person.email,
    claims: claims === undefined ? person.claims : Object.fromEntries(kept),
  };
}
