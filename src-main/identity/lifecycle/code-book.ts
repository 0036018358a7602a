import { createHash, randomInt, randomUUID } from 'node:crypto';
import type { CodeFormat, CodeStep, Scenario } from '../../contract/codes.ts';
import type { JsonObject } from '../../contract/json.ts';
import { currentContext } from '../../events/context.ts';
import type { Core } from '../../events/core.ts';
import { evidenceIn } from '../../events/evidence.ts';
import { type ConfirmationCode, ConfirmationCodes } from '../../store/confirmation-codes.ts';
import { compact } from '../compact.ts';
import type { GovernanceSettings } from './governance.ts';
import { isNobody } from './nobody.ts';
import type { PresentedCode } from './trigger.ts';

/** Characters of a code that is typed: none that look alike. */
const ALPHABET = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';

/** How the 32 digits of a UUID are parted. */
const UUID_PARTS = /^(.{8})(.{4})(.{4})(.{4})(.{12})$/;

/** What a code is made for. */
export interface CodeRequest {
  account: string;
  scenario: Scenario;
  step: CodeStep;
  format: CodeFormat;
  channel: ConfirmationCode['channel'];
  /** ms */
  lifetime: number;
  data?: JsonObject;
}

/** A code that was just made: the only moment at which it can be read. */
export interface IssuedCode {
  id: string;
  secret: string;
  expiresAt: number;
}

/**
 * Makes, looks at and ends the codes of the identity workflows. Every method that changes something records it, and
 * belongs into the state transaction of what it is part of.
 */
export class CodeBook {
  readonly #core: Core;
  readonly #codes: ConfirmationCodes;
  readonly #governance: GovernanceSettings;

  constructor(core: Core, governance: GovernanceSettings) {
    this.#core = core;
    this.#codes = new ConfirmationCodes(core.store);
    this.#governance = governance;
  }

  /** Makes a code and records `account.code.issued`. */
  issue(request: CodeRequest): IssuedCode {
    const now = this.#core.clock.now();
    const id = randomUUID();
    const secret =
      this.#tolerance > 0
        ? this.#derived(id, request.format)
        : request.format === 'link'
          ? randomUUID()
          : this.#short();
    const code: ConfirmationCode = {
      id,
      account: request.account,
      scenario: request.scenario,
      step: request.step,
      format: request.format,
      channel: request.channel,
      secretHash: hashOf(request.format, request.account, secret),
      data: request.data ?? {},
      attempts: 0,
      status: 'open',
      createdAt: now,
      expiresAt: now + request.lifetime,
      endedAt: null,
    };
    const { vault } = this.#core;
    const handle = request.format === 'otp' ? vault.issued(secret) : vault.handle('otp', secret);
    this.#core.store.transaction(() => {
      this.#codes.add(code);
      this.#core.recorder.record({
        type: 'account.code.issued',
        outcome: 'ok',
        ...subjectOf(code),
        data: {
          ...about(code),
          code: handle,
          expiresAt: code.expiresAt,
        },
        redacted: ['code'],
      });
    });
    // Who comes with this code later goes on with the story in which it was made.
    const flow = currentContext()?.flow;
    if (flow !== undefined) this.#core.correlator.learn(flow, evidenceIn(handle));
    return { id: code.id, secret, expiresAt: code.expiresAt };
  }

  /**
   * The code that is sent again within the time of tolerance (WSO2's `ConfirmationCodeTolerancePeriod`) in place of a new
   * one. It is not kept: it was made from its id and the key of the data folder, and is made from them again. One that was
   * made by chance, or in another data folder, cannot be sent again; a new one takes its place.
   */
  again(
    account: string,
    { scenario, step, format }: Pick<CodeRequest, 'scenario' | 'step' | 'format'>,
  ): IssuedCode | undefined {
    const now = this.#core.clock.now();
    const [code] = this.#codes
      .open(account)
      .filter((one) => one.scenario === scenario && one.step === step && one.format === format);
    if (!code || now - code.createdAt >= this.#tolerance || now >= code.expiresAt) return undefined;
    const secret = this.#derived(code.id, format);
    if (hashOf(format, account, secret) !== code.secretHash) return undefined;
    return { id: code.id, secret, expiresAt: code.expiresAt };
  }

  /** The open codes of an account, newest first. */
  open(account: string): ConfirmationCode[] {
    return this.#codes.open(account);
  }

  /** The newest codes of an account, open or not. */
  of(account: string): ConfirmationCode[] {
    return this.#codes.of(account);
  }

  /**
   * Finds a code by what somebody presents. A short one is only looked for among those of `account`: so many are equal
   * that they mean nothing without it.
   */
  find(secret: string, account?: string): ConfirmationCode | undefined {
    const trimmed = secret.trim().slice(0, 200);
    const link = this.#codes.bySecretHash(hashOf('link', '', trimmed));
    if (link) return account === undefined || link.account === account ? link : undefined;
    if (account === undefined) return undefined;
    return this.#codes.bySecretHash(hashOf('otp', account, trimmed.toUpperCase()));
  }

  /** Marks a code as used and records it. */
  use(code: ConfirmationCode): void {
    this.#core.store.transaction(() => {
      this.#codes.end(code.id, 'used', this.#core.clock.now());
      this.#core.recorder.record({
        type: 'account.code.used',
        outcome: 'allowed',
        ...subjectOf(code),
        data: about(code),
      });
    });
  }

  /** Ends the open codes of an account but `except`, and records each. Answers how many there were. */
  endAll(
    account: string,
    cause: 'superseded' | 'withdrawn',
    steps?: readonly CodeStep[],
    except?: string,
  ): number {
    return this.#core.store.transaction(() => {
      const ended = this.#codes
        .open(account)
        .filter((code) => code.id !== except && (steps === undefined || steps.includes(code.step)));
      for (const code of ended) this.#end(code, cause);
      return ended.length;
    });
  }

  /**
   * Counts a wrong short code against the open ones that it could have been, and ends those that were tried too often.
   */
  countWrong(account: string, accepted: readonly CodeStep[]): void {
    const { maxTries } = this.#governance.get().codes;
    this.#core.store.transaction(() => {
      for (const code of this.#codes.open(account)) {
        if (code.format !== 'otp' || !accepted.includes(code.step)) continue;
        if (this.#codes.countTry(code.id) >= maxTries) this.#end(code, 'worn-out');
      }
    });
  }

  #end(code: ConfirmationCode, status: 'superseded' | 'withdrawn' | 'worn-out'): void {
    this.#codes.end(code.id, status, this.#core.clock.now());
    this.#core.recorder.record({
      type: 'account.code.ended',
      outcome: 'ok',
      ...subjectOf(code),
      data: { ...about(code), status },
    });
  }

  get #tolerance(): number {
    return this.#governance.get().codes.tolerance;
  }

  /** The code that belongs to an id, in this data folder. */
  #derived(id: string, format: CodeFormat): string {
    if (format === 'link')
      return this.#core.vault
        .derive('link code', id, 16)
        .toString('hex')
        .replace(UUID_PARTS, '$1-$2-$3-$4-$5');
    const { otpLength } = this.#governance.get().codes;
    // Each letter as likely as any other: bytes beyond the last whole round of the alphabet are passed over.
    const fair = Math.floor(256 / ALPHABET.length) * ALPHABET.length;
    return [...this.#core.vault.derive('typed code', id, 16 * otpLength)]
      .filter((byte) => byte < fair)
      .slice(0, otpLength)
      .map((byte) => ALPHABET[byte % ALPHABET.length])
      .join('');
  }

  #short(): string {
    const { otpLength } = this.#governance.get().codes;
    return Array.from({ length: otpLength }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
  }
}

/** What the rules read of a presented code. */
export function presented(code: ConfirmationCode | undefined, accepted: readonly CodeStep[]): PresentedCode {
  return {
    known: code !== undefined,
    scenario: code?.scenario ?? null,
    step: code?.step ?? null,
    status: code?.status ?? null,
    expiresAt: code?.expiresAt ?? null,
    accepted,
  };
}

/** A code of nobody is about no account, and the event says so. */
const subjectOf = ({ account }: ConfirmationCode) => (isNobody(account) ? {} : { subject: account });

const about = (code: ConfirmationCode): JsonObject =>
  compact({
    id: code.id,
    nobody: isNobody(code.account) ? true : undefined,
    scenario: code.scenario,
    step: code.step,
    format: code.format,
    channel: code.channel,
  });

/** Codes are kept as a hash, so that who reads the database cannot use them. Short ones are bound to their account. */
const hashOf = (format: CodeFormat, account: string, secret: string): string =>
  createHash('sha256')
    .update(format === 'link' ? `link:${secret}` : `otp:${account}:${secret}`)
    .digest('base64url');
