import { currentContext } from '../../events/context.ts';
import type { Occasion, Verdict } from '../lifecycle/hooks.ts';
import { reason } from '../rules.ts';
import type { Handler } from './handlers.ts';

/** As often handlers are asked about one thing: at first, and once more if it has changed meanwhile. */
const MOST = 2;

/** Asks handlers, in their own time. */
export type AskHandlers = (handlers: readonly Handler[], occasion: Occasion) => Promise<Verdict>;

/** Thrown out of work that cannot go on before handlers have been asked. */
class Unasked extends Error {
  readonly at: number;
  readonly facts: string;
  readonly handlers: readonly Handler[];
  readonly occasion: Occasion;

  constructor(at: number, facts: string, handlers: readonly Handler[], occasion: Occasion) {
    super('handlers are to be asked first');
    this.at = at;
    this.facts = facts;
    this.handlers = handlers;
    this.occasion = occasion;
  }
}

/** What handlers have said in one piece of work so far, in the order in which it asks them. */
class Attempt {
  readonly #known: { facts: string; verdict: Verdict; times: number }[] = [];
  #at = 0;

  begin(): void {
    this.#at = 0;
  }

  /** What was said about exactly this. Throws {@link Unasked}. */
  verdict(handlers: readonly Handler[], occasion: Occasion): Verdict {
    const at = this.#at;
    this.#at += 1;
    const { subject, payload, holds = payload, rewritable } = occasion;
    // Other handlers, or another text of one, have not been asked.
    const facts = JSON.stringify([subject ?? null, holds, rewritable, handlers]);
    const known = this.#known[at];
    if (known?.facts === facts) return known.verdict;
    if (known && known.times >= MOST) return changed(handlers, known.times);
    throw new Unasked(at, facts, handlers, occasion);
  }

  /** What was said further on may have hung on what is asked again. */
  learn({ at, facts }: Unasked, verdict: Verdict): void {
    const times = (this.#known[at]?.times ?? 0) + 1;
    this.#known.splice(at, this.#known.length, { facts, verdict, times });
  }
}

/** Brings handlers, which take their time, and changes of the state, which take none, together: see `Deciding`. */
export class Decisions {
  readonly #ask: AskHandlers;
  #attempt: Attempt | undefined;

  constructor(ask: AskHandlers) {
    this.#ask = ask;
  }

  async decide<T>(work: () => T): Promise<T> {
    const attempt = new Attempt();
    // The hop that began this stays in the log, whatever of the work is taken back.
    currentContext()?.beforeRecord?.();
    for (;;) {
      try {
        return this.#under(attempt, work);
      } catch (error) {
        if (!(error instanceof Unasked)) throw error;
        attempt.learn(error, await this.#ask(error.handlers, error.occasion));
      }
    }
  }

  /** What handlers say to this; called by the work that is being decided. */
  verdict(handlers: readonly Handler[], occasion: Occasion): Verdict {
    if (!this.#attempt) throw new Error('handlers are asked by work that is decided, and by nothing else');
    return this.#attempt.verdict(handlers, occasion);
  }

  #under<T>(attempt: Attempt, work: () => T): T {
    const outer = this.#attempt;
    this.#attempt = attempt;
    attempt.begin();
    try {
      return work();
    } finally {
      this.#attempt = outer;
    }
  }
}

/** The refusal of work whose facts will not hold still. */
function changed(handlers: readonly Handler[], times: number): Verdict {
  const denied = reason('idp.extension.changed', 'fail', {
    path: 'account',
    seen: 'changed each time while handlers were asked',
    inputs: { asked: handlers.map(({ id }) => id), times },
  });
  return { deniedBy: 'idp.extension.changed', words: undefined, reasons: [denied], rewritten: {} };
}
