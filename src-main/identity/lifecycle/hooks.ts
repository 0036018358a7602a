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
 * Asks handlers of one's own before something is written, inside of its transaction. Answers undefined, without having
 * made the occasion, where no handler is on.
 */
export type AskBefore = (events: readonly PreEventName[], occasion: () => Occasion) => Verdict | undefined;

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
