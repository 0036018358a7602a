import type { AccountState } from '../../contract/account-state.ts';
import type { Core } from '../../events/core.ts';
import { type Account, Accounts, type NewAccount } from '../../store/accounts.ts';
import type { RevocationCause } from '../register.ts';
import { reason } from '../rules.ts';
import type { Applied, Change } from './applied.ts';
import { type BusEvent, busEvents } from './bus-events.ts';
import { CodeBook } from './code-book.ts';
import { type Cut, type CutParts, cutTokens } from './cuts.ts';
import { evaluate } from './evaluate.ts';
import { FormerPasswords } from './former-passwords.ts';
import { GovernanceSettings } from './governance.ts';
import { type AskBefore, rewritten } from './hooks.ts';
import { Postman } from './postman.ts';
import { askHandlers } from './side-effects/ask.ts';
import { cut } from './side-effects/cut.ts';
import type { Move, SideEffectParts } from './side-effects/move.ts';
import { recordMove, recordRefusal } from './side-effects/record.ts';
import { save } from './side-effects/save.ts';
import { send } from './side-effects/send.ts';
import { addressWaits } from './side-effects/verify-channel.ts';
import type { TemplateName } from './templates.ts';
import type { Situation, Trigger } from './trigger.ts';

/**
 * The life of the directory's accounts: runs the transition table. The table is `definition.ts` with its `rows/`, what
 * must hold before any row is `preconditions.ts`, and what a row does beside the state is in `side-effects/`. Columns of
 * the database are the truth; the table is a pure function over them. Each transition, its side effects and its event are
 * one transaction.
 */
export class Lifecycle {
  readonly governance: GovernanceSettings;
  readonly codes: CodeBook;
  readonly #parts: SideEffectParts;
  readonly #core: Core;
  readonly #accounts: Accounts;
  readonly #heard = new Set<(event: BusEvent) => void>();
  readonly #before: AskBefore;

  /** `linkOf` gives the address of the page at which a code of a link is used. */
  constructor(
    parts: CutParts & { organisation: string; before: AskBefore },
    linkOf: (code: { scenario: string; secret: string }) => string,
  ) {
    const { core, register, artefacts, organisation, before } = parts;
    this.#core = core;
    this.#accounts = new Accounts(core.store);
    this.governance = new GovernanceSettings(core);
    this.codes = new CodeBook(core, this.governance);
    this.#before = before;
    this.#parts = {
      core,
      register,
      artefacts,
      accounts: this.#accounts,
      codes: this.codes,
      former: new FormerPasswords(core.store),
      governance: this.governance,
      postman: new Postman(core, organisation),
      linkOf,
    };
  }

  /**
   * Hears of each event of WSO2's bus inside of the transaction of what caused it, and may write with it; a listener that
   * throws takes the whole back.
   */
  onBusEvent(listener: (event: BusEvent) => void): void {
    this.#heard.add(listener);
  }

  /** Decides what a trigger would come to, and does nothing. */
  decide(state: AccountState | null, trigger: Trigger) {
    return evaluate(this.#situation(state, trigger));
  }

  /** Makes an account by a trigger that begins one. Its `state` comes from the transition. */
  create(draft: Omit<NewAccount, 'state'>, trigger: Trigger, change: Change = {}): Applied {
    return this.#core.store.transaction(() => this.#run(undefined, trigger, change, draft));
  }

  /**
   * What handlers of one's own would say to an account that is not made, since its user name is taken: the same as to one
   * that is free. Answers the refusal, or undefined.
   */
  refusedByHandlers(
    draft: Omit<NewAccount, 'state'>,
    trigger: Trigger,
  ): Extract<Applied, { ok: false }> | undefined {
    const { taken, next, effects, reasons } = { next: null, effects: [], ...this.decide(null, trigger) };
    if (taken === undefined) return undefined;
    const asked = askHandlers(this.#before, {
      id: draft.id,
      account: undefined,
      draft,
      trigger,
      change: {},
      taken,
      before: null,
      next,
      effects,
    });
    if (!asked?.deniedBy) return undefined;
    const all = [...reasons, ...asked.reasons];
    recordRefusal(this.#parts, draft.id, trigger, asked.deniedBy, all);
    return { ok: false, deniedBy: asked.deniedBy, reasons: all };
  }

  /** Moves an account on. An account that does not exist is refused by the rule that says so. */
  apply(id: string, trigger: Trigger, change: Change = {}): Applied {
    return this.#core.store.transaction(() => {
      const account = this.#accounts.get(id);
      if (account) return this.#run(account, trigger, change);
      const gone = reason('idp.lifecycle.account-exists', 'fail', {
        path: 'account',
        inputs: { account: id },
      });
      return recordRefusal(this.#parts, id, trigger, 'idp.lifecycle.account-exists', [gone]);
    });
  }

  /** Sends a notice that no transition sends, where the directory sends its messages itself. */
  notify(id: string, template: TemplateName): void {
    this.#core.store.transaction(() => {
      const account = this.#accounts.get(id);
      if (account && this.governance.get().notifications.internal)
        this.#parts.postman.deliver({ account, channel: 'email', template });
    });
  }

  /** Revokes an account's tokens for another cause than a transition, e.g. a group that it lost. */
  cut(id: string, cause: RevocationCause): Cut {
    return cutTokens(this.#parts, id, cause, false);
  }

  /** Decides, asks handlers, and carries out: codes end and tokens are cut while the account is still there. */
  #run(
    account: Account | undefined,
    trigger: Trigger,
    change: Change,
    draft?: Omit<NewAccount, 'state'>,
  ): Applied {
    const parts = this.#parts;
    const id = account?.id ?? draft?.id ?? '';
    const before = account?.state ?? null;
    const decision = evaluate({
      ...this.#situation(before, trigger),
      addressWaits: addressWaits(account, trigger, change.code),
    });
    const reasons = [...(change.reasons ?? []), ...decision.reasons];
    if (decision.taken === undefined) return recordRefusal(parts, id, trigger, decision.deniedBy, reasons);
    const { taken, next, effects } = decision;
    const wanted: Move = { id, account, draft, trigger, change, taken, before, next, effects };
    const asked = askHandlers(this.#before, wanted);
    if (asked) reasons.push(...asked.reasons);
    if (asked?.deniedBy) return recordRefusal(parts, id, trigger, asked.deniedBy, reasons);
    const move = draft && asked ? { ...wanted, draft: rewritten(draft, asked.rewritten) } : wanted;
    if (change.code) this.codes.use(change.code);
    const done = cut(parts, move);
    const saved = save(parts, move);
    const issued = saved ? send(parts, move, saved) : [];
    recordMove(parts, move, done, reasons);
    this.#tell(move);
    return { ok: true, account: saved, row: taken.row, title: taken.title, cut: done, issued };
  }

  #tell({ id, account, before, trigger, effects }: Move): void {
    const about = this.#accounts.get(id) ?? account;
    if (!about) return;
    for (const name of busEvents(before, trigger, effects))
      for (const listener of this.#heard) listener({ name, account: about });
  }

  #situation(state: AccountState | null, trigger: Trigger): Situation {
    return { state, trigger, governance: this.governance.get(), now: this.#core.clock.now() } as Situation;
  }
}
