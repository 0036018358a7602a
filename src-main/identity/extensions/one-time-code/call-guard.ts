import { randomBytes } from 'node:crypto';
import type { KoaContextWithOIDC } from 'oidc-provider';
import type { Reason } from '../../../contract/events.ts';
import { CODE_HANDED_OUT } from '../../../contract/guard-versions.ts';
import { currentContext } from '../../../events/context.ts';
import { evidenceIn } from '../../../events/evidence.ts';
import { OneTimeCodes } from '../../../store/one-time-codes.ts';
import type { RunningParts } from '../../parts.ts';
import { type IdpRule, reason } from '../../rules.ts';
import { sendRefused } from '../../workflows/api/answers.ts';
import { type CodeMode, hashOfCode, judgeCode } from './code-checks.ts';
import { OPERATIONS, type Operation } from './operations.ts';

/** The header by which a code travels, in answers and in requests. */
export const CODE_HEADER = 'One-Time-Authorization-Code';

/** How long an expired code is known for what it is, ms. */
const KEPT_MS = 24 * 3600 * 1000;

interface Caller {
  /** It brought a bearer token that the directory trusts with everything. */
  trusted: boolean;
}

/**
 * Stands around one call of a workflow's REST chain: decides who may make it, and hands out the code for the next.
 *
 * The decision is a decorated one. The default handler comes first: a chain may be begun by anybody, unless its answers
 * hold codes for other people, and a trusted caller may do everything. Where it says DENY, a one-time authorization code can
 * still turn that into a GRANT.
 */
export class CallGuard {
  readonly #parts: RunningParts;
  readonly #ctx: KoaContextWithOIDC;
  readonly #operation: Operation;
  readonly #mode: CodeMode;
  readonly #trusted: boolean;
  #body: unknown;
  #admitted = false;
  /** The account of the code that was shown: a chain goes on with it even where a call does not tell its own. */
  #shownFor: string | null = null;

  /** The guard of a call; undefined where the directory hands out no such codes. */
  static of(
    parts: RunningParts,
    ctx: KoaContextWithOIDC,
    path: string,
    caller: Caller,
  ): CallGuard | undefined {
    const { mode } = parts.lifecycle.governance.get().oneTimeCode;
    const operation = OPERATIONS[path];
    return mode === 'off' || !operation ? undefined : new CallGuard(parts, ctx, operation, mode, caller);
  }

  private constructor(
    parts: RunningParts,
    ctx: KoaContextWithOIDC,
    operation: Operation,
    mode: CodeMode,
    { trusted }: Caller,
  ) {
    this.#parts = parts;
    this.#ctx = ctx;
    this.#operation = operation;
    this.#mode = mode;
    this.#trusted = trusted;
  }

  /** Whether the call may go on; if not, it is answered and recorded. */
  admits(body: unknown): boolean {
    this.#body = body;
    this.#admitted = this.#byDefault() || this.#byCode();
    return this.#admitted;
  }

  /** Hands out the code for the next call, once the call is answered. The flawed versions do so with every answer. */
  answered(): void {
    const always = CODE_HANDED_OUT[this.#mode] === 'with every answer';
    if (!this.#admitted && !always) return;
    const { status } = this.#ctx;
    // What was refused for a reason of its own may be tried again.
    const operations = !this.#admitted
      ? []
      : status < 300
        ? [...this.#operation.next]
        : [this.#operation.name];
    if (operations.length === 0 && !always) return;
    const { core, lifecycle } = this.#parts;
    const secret = randomBytes(24).toString('base64url');
    const handle = core.vault.handle('otp', secret);
    const account = this.#account() ?? this.#shownFor;
    const now = core.clock.now();
    const expiresAt = now + lifecycle.governance.get().oneTimeCode.lifetime;
    core.store.transaction(() => {
      new OneTimeCodes(core.store).add(
        {
          secretHash: hashOfCode(secret),
          handedOutBy: this.#operation.name,
          operations,
          account,
          uses: 0,
          expiresAt,
        },
        now - KEPT_MS,
      );
      core.recorder.record({
        type: 'idp.otac.issued',
        outcome: 'ok',
        ...(account === null ? {} : { subject: account }),
        data: { by: this.#operation.name, operations, code: handle, expiresAt, mode: this.#mode },
        redacted: ['code'],
      });
    });
    this.#joinStory(handle);
    this.#ctx.set(CODE_HEADER, secret);
  }

  #byDefault(): boolean {
    const open = this.#parts.lifecycle.governance.get().notifications.internal && this.#operation.begins;
    return open || this.#trusted;
  }

  #byCode(): boolean {
    const secret = this.#ctx.get(CODE_HEADER).slice(0, 200);
    const first = reason('idp.workflow.caller', 'skip', {
      seen: 'the default handler says DENY; the code is asked',
      inputs: { trusted: this.#trusted, begins: this.#operation.begins },
    });
    if (secret === '') return this.#refuse([first, reason('idp.otac.given', 'fail')], 'idp.otac.given');
    const { core } = this.#parts;
    const codes = new OneTimeCodes(core.store);
    return core.store.transaction(() => {
      const code = codes.get(hashOfCode(secret));
      if (code) this.#joinStory(core.vault.handle('otp', secret));
      const { allowed, reasons, failed } = judgeCode(this.#mode, {
        code,
        operation: this.#operation.name,
        account: this.#account(),
        now: core.clock.now(),
      });
      // The sound version uses up what is shown even for a wrong purpose: a code in wrong hands is worth nothing more.
      if (code) {
        codes.countUse(code.secretHash);
        this.#shownFor = code.account;
      }
      const chain = [first, reason('idp.otac.given', 'pass'), ...reasons];
      if (!allowed) return this.#refuse(chain, failed ?? 'idp.otac.known');
      this.#record('allowed', chain, failed);
      return true;
    });
  }

  #refuse(reasons: Reason[], rule: IdpRule): false {
    this.#record('denied', reasons, rule);
    if (rule === 'idp.otac.given') this.#ctx.set('www-authenticate', 'Bearer realm="identity workflows"');
    sendRefused(this.#ctx, rule);
    return false;
  }

  #record(outcome: 'allowed' | 'denied', reasons: Reason[], failed: IdpRule | undefined): void {
    const account = this.#account();
    this.#parts.core.recorder.record({
      type: 'idp.otac.checked',
      outcome,
      ...(account === undefined ? {} : { subject: account }),
      reasons,
      data: {
        operation: this.#operation.name,
        mode: this.#mode,
        ...(outcome === 'denied' ? { rule: failed ?? null } : { overlooked: failed ?? 'nothing' }),
      },
    });
  }

  /** Who brings a code goes on with the story in which it was handed out. */
  #joinStory(handle: string): void {
    const flow = currentContext()?.flow;
    if (flow !== undefined) this.#parts.core.correlator.learn(flow, evidenceIn(handle));
  }

  #account(): string | undefined {
    return this.#operation.account(this.#parts, this.#body);
  }
}
