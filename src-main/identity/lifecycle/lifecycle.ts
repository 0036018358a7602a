import type { AccountState, Channel } from '../../contract/account-state.ts';
import type { Reason } from '../../contract/events.ts';
import type { JsonObject } from '../../contract/json.ts';
import type { Core } from '../../events/core.ts';
import { type Account, Accounts, type NewAccount } from '../../store/accounts.ts';
import type { ConfirmationCode } from '../../store/confirmation-codes.ts';
import type { RevocationCause } from '../register.ts';
import { type IdpRule, reason } from '../rules.ts';
import { type BusEvent, busEvents } from './bus-events.ts';
import { CodeBook, type IssuedCode } from './code-book.ts';
import { type Cut, type CutParts, cutTokens, endSessions, NOTHING_CUT } from './cuts.ts';
import { evaluate } from './evaluate.ts';
import { FormerPasswords } from './former-passwords.ts';
import { GovernanceSettings } from './governance.ts';
import { eventsBefore } from './handler-events.ts';
import { type AskBefore, rewritten, type Verdict } from './hooks.ts';
import { inWords } from './in-words.ts';
import { Postman } from './postman.ts';
import type { TemplateName } from './templates.ts';
import type { Transition } from './transition.ts';
import type { Effect, Situation, Trigger } from './trigger.ts';

/** What comes with a trigger and is written with it. */
export interface Change {
  /** Other attributes that change in the same moment, e.g. the hash of a new password. */
  attributes?: Partial<Account>;
  /** The code that was presented: it is used up. */
  code?: ConfirmationCode | undefined;
  /** The new address, where one changes. */
  address?: string;
  /** Rules that looked before the life of the account was asked. */
  reasons?: readonly Reason[];
}

/** What a trigger came to. */
export type Applied =
  | { ok: true; account: Account | undefined; row: number | null; title: string; cut: Cut; issued: Issued[] }
  | { ok: false; deniedBy: IdpRule; reasons: Reason[] };

/** A code that a transition made, for the caller to hand on where nothing was sent. */
export type Issued = IssuedCode & { channel: ConfirmationCode['channel']; scenario: string };

/**
 * The life of the directory's accounts: runs the transition table. Columns of the database are the truth; the table is
 * a pure function over them. Each transition, its side effects and its event are one transaction.
 */
export class Lifecycle {
  readonly governance: GovernanceSettings;
  readonly codes: CodeBook;
  readonly #parts: CutParts;
  readonly #core: Core;
  readonly #accounts: Accounts;
  readonly #former: FormerPasswords;
  readonly #postman: Postman;
  readonly #heard = new Set<(event: BusEvent) => void>();
  readonly #before: AskBefore;
  readonly #linkOf: (code: { scenario: string; secret: string }) => string;

  /** `linkOf` gives the address of the page at which a code of a link is used. */
  constructor(
    parts: CutParts & { organisation: string; before: AskBefore },
    linkOf: (code: { scenario: string; secret: string }) => string,
  ) {
    this.#parts = parts;
    this.#core = parts.core;
    this.#accounts = new Accounts(parts.core.store);
    this.#former = new FormerPasswords(parts.core.store);
    this.governance = new GovernanceSettings(parts.core);
    this.codes = new CodeBook(parts.core, this.governance);
    this.#postman = new Postman(parts.core, parts.organisation);
    this.#before = parts.before;
    this.#linkOf = linkOf;
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

  /** Moves an account on. An account that does not exist is refused by the rule that says so. */
  apply(id: string, trigger: Trigger, change: Change = {}): Applied {
    return this.#core.store.transaction(() => {
      const account = this.#accounts.get(id);
      if (!account) {
        const gone = reason('idp.lifecycle.account-exists', 'fail', {
          path: 'account',
          inputs: { account: id },
        });
        return this.#refuse(id, trigger, 'idp.lifecycle.account-exists', [gone]);
      }
      return this.#run(account, trigger, change);
    });
  }

  /** Sends a notice that no transition sends, where the directory sends its messages itself. */
  notify(id: string, template: TemplateName): void {
    this.#core.store.transaction(() => {
      const account = this.#accounts.get(id);
      if (account && this.governance.get().notifications.internal)
        this.#postman.deliver({ account, channel: 'email', template });
    });
  }

  /** Revokes an account's tokens for another cause than a transition, e.g. a group that it lost. */
  cut(id: string, cause: RevocationCause): Cut {
    return cutTokens(this.#parts, id, cause, false);
  }

  #run(
    account: Account | undefined,
    trigger: Trigger,
    change: Change,
    draft?: Omit<NewAccount, 'state'>,
  ): Applied {
    const id = account?.id ?? draft?.id ?? '';
    const situation = {
      ...this.#situation(account?.state ?? null, trigger),
      addressWaits: addressWaits(account, change.code),
    };
    const decision = evaluate(situation);
    const reasons = [...(change.reasons ?? []), ...decision.reasons];
    if (decision.taken === undefined) return this.#refuse(id, trigger, decision.deniedBy, reasons);
    const { taken, next, effects } = decision;
    const asked = this.#ask(account, draft, trigger, next, change);
    if (asked?.deniedBy) return this.#refuse(id, trigger, asked.deniedBy, [...reasons, ...asked.reasons]);
    if (asked) reasons.push(...asked.reasons);
    if (change.code) this.codes.use(change.code);
    const before = account?.state ?? null;
    // Codes end and tokens are cut while the account is still there.
    const cut = this.#cuts(id, before, next, trigger, effects);
    const drafted = draft && asked ? rewritten(draft, asked.rewritten) : draft;
    const saved = this.#save(account, drafted, next, trigger, change);
    const issued = saved ? this.#send(saved, account, effects, trigger, change) : [];
    if (isNews(taken, before, next, cut))
      this.#record({ account, id, trigger, taken, before, next, reasons, cut, effects });
    const about = this.#accounts.get(id) ?? account;
    if (about)
      for (const name of busEvents(before, trigger, effects))
        for (const listener of this.#heard) listener({ name, account: about });
    return { ok: true, account: saved, row: taken.row, title: taken.title, cut, issued };
  }

  /** Asks handlers of one's own; of a new account they may rewrite what a person is. */
  #ask(
    account: Account | undefined,
    draft: Omit<NewAccount, 'state'> | undefined,
    trigger: Trigger,
    next: AccountState | null,
    { address }: Change,
  ): Verdict | undefined {
    const before = account?.state ?? null;
    return this.#before(eventsBefore(trigger, before, next), () => {
      const { username, name, email, claims, groups } = account ?? draft ?? NOBODY;
      return {
        subject: account?.id,
        rewritable: account === undefined,
        payload: {
          trigger: trigger.kind,
          username,
          name,
          email,
          claims,
          groups,
          ...(address === undefined ? {} : { address }),
          from: json(before),
          to: json(next),
        },
      };
    });
  }

  #save(
    account: Account | undefined,
    draft: Omit<NewAccount, 'state'> | undefined,
    next: AccountState | null,
    trigger: Trigger,
    change: Change,
  ): Account | undefined {
    const now = this.#core.clock.now();
    if (next === null) {
      if (account) this.#accounts.remove(account.id);
      if (account) this.#former.forget(account.id);
      return undefined;
    }
    if (!account) {
      if (draft) this.#accounts.save({ ...draft, state: next });
      return this.#accounts.get(draft?.id ?? '');
    }
    if (change.attributes?.passwordHash !== undefined)
      this.#former.remember(account, this.governance.get().password.history);
    const after = { ...account, ...change.attributes, state: next };
    if (JSON.stringify(after) === JSON.stringify(account)) return account;
    // A sign-in is no edit: who edits the account meanwhile has no conflict with it.
    const edited = trigger.kind.startsWith('sign-in') ? {} : { updatedAt: now, version: account.version + 1 };
    this.#accounts.save({ ...after, ...edited });
    return this.#accounts.get(account.id);
  }

  #cuts(
    id: string,
    before: AccountState | null,
    next: AccountState | null,
    trigger: Trigger,
    effects: readonly Effect[],
  ): Cut {
    const { sessions } = this.governance.get();
    const locks = next?.locked === true && before?.locked === false;
    const disables = next?.disabled === true && before?.disabled === false;
    const wanted = effects.find((effect) => effect.kind === 'cut');
    const cause = causeOf(trigger, next);
    const kept = this.#sentAgain(id, trigger, effects)?.id;
    for (const effect of effects)
      if (effect.kind === 'end-codes') this.codes.endAll(id, endOf(trigger), undefined, kept);
    let cut = NOTHING_CUT;
    if (wanted || locks || disables)
      cut = cutTokens(this.#parts, id, cause, locks || (wanted?.codes ?? false));
    const ends =
      (locks && sessions.endOnLock) ||
      (disables && sessions.endOnDisable) ||
      (next === null && sessions.endOnDelete) ||
      (trigger.kind.endsWith('password') && sessions.endOnPasswordChange);
    return ends ? { ...cut, sessions: endSessions(this.#parts, id, cause) } : cut;
  }

  #send(
    saved: Account,
    before: Account | undefined,
    effects: readonly Effect[],
    trigger: Trigger,
    change: Change,
  ): Issued[] {
    const { internal } = this.governance.get().notifications;
    const issued: Issued[] = [];
    for (const effect of effects) {
      if (effect.kind === 'verify-channel') this.#verify(saved.id, change.code);
      if (effect.kind === 'notify' && internal)
        this.#postman.deliver({
          account: effect.to === 'old-address' ? (before ?? saved) : saved,
          channel: 'email',
          template: effect.template,
          detail: detailOf(saved.state, this.#core.clock.now()),
        });
      if (effect.kind === 'issue-code') issued.push(this.#issue(saved, effect, trigger, change, internal));
    }
    return issued;
  }

  #issue(
    account: Account,
    effect: Extract<Effect, { kind: 'issue-code' }>,
    trigger: Trigger,
    change: Change,
    internal: boolean,
  ): Issued {
    const channel = internal || effect.channel === 'handed-over' ? effect.channel : 'external';
    if (trigger.kind === 'change-address') this.codes.endAll(account.id, 'superseded', [effect.step]);
    const data: JsonObject = change.address === undefined ? {} : { address: change.address };
    const code =
      this.#sentAgain(account.id, trigger, [effect]) ??
      this.codes.issue({ ...effect, account: account.id, channel, data });
    if (channel === 'email' || channel === 'sms') {
      this.#postman.deliver({
        account,
        channel,
        address: change.address,
        template: effect.template,
        code: code.secret,
        lifetime: effect.lifetime,
        link:
          effect.format === 'link'
            ? this.#linkOf({ scenario: effect.scenario, secret: code.secret })
            : undefined,
      });
    }
    return { ...code, channel, scenario: effect.scenario };
  }

  /** The code that a request to send it again gives once more, in place of a new one. */
  #sentAgain(id: string, { kind }: Trigger, effects: readonly Effect[]): IssuedCode | undefined {
    if (kind !== 'resend') return undefined;
    const wanted = effects.find((effect) => effect.kind === 'issue-code');
    return wanted && this.codes.again(id, wanted);
  }

  /**
   * The channel by which the code came is the person's own; a parked address takes its place now. A code that was sent to
   * an address which is not the parked one any more proves nothing of the addresses that the account has.
   */
  #verify(id: string, code: ConfirmationCode | undefined): void {
    const account = this.#accounts.get(id);
    if (!account) return;
    const byPhone = code?.channel === 'sms' || code?.step === 'VERIFY_MOBILE_NUMBER';
    const channel: Channel = byPhone ? 'sms' : 'email';
    const address = typeof code?.data.address === 'string' ? code.data.address : undefined;
    const claims =
      channel === 'email'
        ? { ...account.claims, email_verified: true }
        : { ...account.claims, phone_number_verified: true };
    const parked = channel === 'email' ? account.pendingEmail : account.pendingPhone;
    const takesOver = address !== undefined && address === parked;
    if (address !== undefined && !takesOver) return;
    this.#accounts.save({
      ...account,
      claims: channel === 'sms' && takesOver ? { ...claims, phone_number: address } : claims,
      email: channel === 'email' && takesOver ? address : account.email,
      pendingEmail: channel === 'email' && takesOver ? null : account.pendingEmail,
      pendingPhone: channel === 'sms' && takesOver ? null : account.pendingPhone,
      confirmedAt: account.confirmedAt ?? this.#core.clock.now(),
    });
  }

  #record(change: {
    account: Account | undefined;
    id: string;
    trigger: Trigger;
    taken: Transition;
    before: AccountState | null;
    next: AccountState | null;
    reasons: Reason[];
    cut: Cut;
    effects: readonly Effect[];
  }): void {
    const { id, trigger, taken, before, next, reasons, cut, effects } = change;
    this.#core.recorder.record({
      type: before === null ? 'account.created' : next === null ? 'account.deleted' : 'account.changed',
      outcome: 'ok',
      subject: id,
      reasons,
      data: {
        trigger: trigger.kind,
        row: taken.row,
        title: taken.title,
        from: json(before),
        to: json(next),
        emailVerified: this.#accounts.get(id)?.claims.email_verified === true,
        cut: json(cut),
        events: effects.flatMap((effect) => (effect.kind === 'event' ? [effect.name] : [])),
      },
    });
  }

  #refuse(id: string, trigger: Trigger, deniedBy: IdpRule, reasons: Reason[]): Applied {
    this.#core.recorder.record({
      type: 'account.change-refused',
      outcome: 'denied',
      ...(id === '' ? {} : { subject: id }),
      reasons,
      data: { trigger: trigger.kind, rule: deniedBy },
    });
    return { ok: false, deniedBy, reasons };
  }

  #situation(state: AccountState | null, trigger: Trigger): Situation {
    return { state, trigger, governance: this.governance.get(), now: this.#core.clock.now() } as Situation;
  }
}

const NOBODY = { username: '', name: '', email: '', claims: {}, groups: [] };

/** A row that the table numbers is always told; of the others, those that changed or cut something. */
function isNews(
  taken: Transition,
  before: AccountState | null,
  next: AccountState | null,
  cut: Cut,
): boolean {
  // Who listens for new passwords hears of each, whether or not it cut anything.
  if (
    taken.row !== null ||
    taken.trigger.endsWith('set-password') ||
    JSON.stringify(before) !== JSON.stringify(next)
  )
    return true;
  return Object.values(cut).some((count) => count > 0);
}

/** Whether the address that a code was sent to is still the one that waits; undefined for a code about none. */
function addressWaits(account: Account | undefined, code: ConfirmationCode | undefined): boolean | undefined {
  const address = code?.data.address;
  if (typeof address !== 'string') return undefined;
  return address === account?.pendingEmail || address === account?.pendingPhone;
}

const json = (value: unknown): JsonObject | null =>
  value === null ? null : JSON.parse(JSON.stringify(value));

const endOf = (trigger: Trigger): 'superseded' | 'withdrawn' =>
  trigger.kind === 'resend' || trigger.kind === 'force-reset' || trigger.kind === 'offline-invite'
    ? 'superseded'
    : 'withdrawn';

function causeOf(trigger: Trigger, next: AccountState | null): RevocationCause {
  if (next === null) return 'account-deleted';
  if (trigger.kind.endsWith('password')) return 'password-changed';
  return next.disabled && trigger.kind === 'disable' ? 'account-disabled' : 'account-locked';
}

const detailOf = ({ locked, unlockAt }: AccountState, now: number): string | undefined =>
  locked && unlockAt !== null ? `You can try again in ${inWords(unlockAt - now)}.` : undefined;
