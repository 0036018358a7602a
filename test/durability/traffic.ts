import { randomBytes } from 'node:crypto';
import { harbourIban } from '../../src-main/world/iban.ts';
import { Administrator } from './administrator.ts';
import { signInWithCode } from './code-flow.ts';
import { copyState, count, type Ledger, type StateLedger, Turnstile } from './ledger.ts';
import type { Random } from './random.ts';
import type { SandboxProcess } from './sandbox-process.ts';

const JUMP_MS = 31_000;
const PERSONAS = ['alice', 'bob', 'carol'] as const;
const STEPS = ['who-is-who', 'code-exchange', 'look-inside', 'why-allowed'] as const;
export const LAB = { pack: 'io.gatehouse.first-steps', lab: 'sign-in-and-call' } as const;

/** Mixed traffic against one life of a sandbox, until the sandbox is killed. What is answered goes into the ledger. */
export class Traffic {
  readonly #sandbox: SandboxProcess;
  readonly #ledger: Ledger;
  readonly #random: Random;
  readonly #turnstile = new Turnstile();
  /** What went wrong though the sandbox was alive. */
  readonly faults: string[] = [];

  constructor(sandbox: SandboxProcess, ledger: Ledger, random: Random) {
    this.#sandbox = sandbox;
    this.#ledger = ledger;
    this.#random = random;
  }

  /** Resolves when every client has noticed that the sandbox is dead. */
  async run(): Promise<void> {
    await Promise.all([
      this.#repeat(() => this.#machine()),
      this.#repeat(() => this.#machine()),
      this.#repeat(() => this.#person()),
      this.#repeat(() => this.#payer()),
      this.#repeat(() => this.#operator()),
      this.#repeat(() => this.#administrator()),
      this.#repeat(() => this.#traveller()),
    ]);
  }

  async #repeat(work: () => Promise<void>): Promise<void> {
    while (!this.#sandbox.killed) {
      try {
        await work();
      } catch (error) {
        if (this.#sandbox.killed) return;
        const cause = error instanceof Error && error.cause ? ` (${String(error.cause)})` : '';
        this.faults.push(`${String(error)}${cause}`);
        // The process may be gone before its end is noticed here; anything else shows again in the next turn.
        if (this.faults.length > 5) return;
      }
    }
  }

  /** A machine: a token of its own, a call with it, and now and then the end of the token. */
  async #machine(): Promise<void> {
    const ledger = this.#ledger;
    await this.#turnstile.shared(async () => {
      const { access_token: token } = await this.#token({
        grant_type: 'client_credentials',
        ...STATEMENT_JOB,
        scope: 'accounts:list',
        resource: this.#sandbox.line.apis[0]?.resource ?? '',
      });
      const jti = this.#given(token);
      if ((await this.#callApi(token)) === 200) count(ledger, 'gateway calls');
      if (!this.#random.chance(0.3)) return;
      ledger.state.tokens.set(jti, 'revoking');
      const response = await this.#post('/token/revocation', { ...STATEMENT_JOB, token });
      if (response.status !== 200) throw new Error(`revocation answered ${response.status}`);
      ledger.state.tokens.set(jti, 'revoked');
      ledger.revoked.push(jti);
      count(ledger, 'revocations');
    });
  }

  /** A person: signs in, and then her application exchanges refresh tokens and calls. */
  async #person(): Promise<void> {
    const ledger = this.#ledger;
    const tokens = await this.#turnstile.shared(async () => {
      const given = await signInWithCode(this.#sandbox.line, this.#random.pick(PERSONAS));
      this.#given(given.access_token);
      ledger.state.families.push({ current: given.refresh_token, used: [], pending: false });
      count(ledger, 'sign-ins');
      return given;
    });
    await this.#turnstile.shared(() => this.#callApi(tokens.access_token));
    for (let turn = 0; turn < 6; turn += 1) await this.#turnstile.shared(() => this.#refresh());
  }

  /** Alice pays Bob a cent at a time: two accounts, their bookings, the payment and its event are one promise. */
  async #payer(): Promise<void> {
    const ledger = this.#ledger;
    await this.#turnstile.shared(async () => {
      if (ledger.payer === undefined) {
        const { access_token: token } = await signInWithCode(this.#sandbox.line, 'alice', PAYING);
        this.#given(token);
        ledger.payer = token;
      }
      const reference = randomBytes(12).toString('hex');
      const response = await fetch(this.#sandbox.line.apis.find(isPayments)?.url ?? '', {
        method: 'POST',
        headers: { authorization: `Bearer ${ledger.payer}`, 'content-type': 'application/json' },
        body: JSON.stringify({
          from_account: '4711',
          to_iban: harbourIban('5120'),
          to_name: 'Bob Tanaka',
          reference,
          amount: '0.01',
        }),
      });
      const text = await response.text();
      if (response.status === 201) {
        ledger.state.payments.add(reference);
        ledger.paid.push(reference);
        return count(ledger, 'payments');
      }
      // Expired by a jump of the clock, or given out after the snapshot that was restored.
      if (response.status !== 401) throw new Error(`a payment was answered ${response.status} ${text}`);
      ledger.payer = undefined;
    });
  }

  async #refresh(): Promise<void> {
    const { families } = this.#ledger.state;
    const family = families.length > 0 ? this.#random.pick(families) : undefined;
    if (!family) return;
    family.pending = true;
    const given = await this.#token({
      grant_type: 'refresh_token',
      client_id: 'workbench',
      client_secret: 'workbench-sandbox-secret',
      refresh_token: family.current,
    });
    family.used.push(family.current);
    family.current = given.refresh_token;
    family.pending = false;
    this.#given(given.access_token);
    count(this.#ledger, 'refreshes');
  }

  /** Whoever sits at the window: settings, the clock, the lab, applications, keys. */
  async #operator(): Promise<void> {
    const ledger = this.#ledger;
    const { call } = this.#bound();
    await this.#turnstile.shared(async () => {
      const { state } = ledger;
      switch (this.#random.below(12)) {
        case 0: {
          const { clientId } = await call('apps.connect', {
            name: 'Of my own',
            kind: 'server',
            redirectUris: ['http://127.0.0.1/callback'],
          });
          state.applications.add(clientId);
          return count(ledger, 'applications registered');
        }
        case 1: {
          const { kid } = await call('keys.rotate', {});
          state.keys.add(kid);
          return count(ledger, 'keys rotated');
        }
        case 2:
        case 3: {
          const offset = (state.clockOffset.acknowledged ?? 0) + JUMP_MS;
          await state.clockOffset.change(offset, () => call('clock.advance', { ms: JUMP_MS }));
          return count(ledger, 'clock jumps');
        }
        case 4:
          await state.clockOffset.change(0, () => call('clock.reset', {}));
          return count(ledger, 'clock jumps');
        case 5:
        case 6: {
          const size = 80 + this.#random.below(120);
          await ledger.textSize.change(size, () => call('settings.set', { textSize: size }));
          return count(ledger, 'settings');
        }
        case 7:
        case 8: {
          const next = !(state.rotates.acknowledged ?? true);
          await state.rotates.change(next, () =>
            call('apps.update', { clientId: 'pocket', rotateRefreshTokens: next }),
          );
          return count(ledger, 'application changes');
        }
        default: {
          const step = this.#random.pick(STEPS);
          await ledger.step.change(step, () => call('labs.goto', { ...LAB, step }));
          return count(ledger, 'lab steps');
        }
      }
    });
  }

  /** Carol's tools: accounts are made and moved through their lives. */
  async #administrator(): Promise<void> {
    const administrator = new Administrator(this.#sandbox, this.#ledger, this.#random);
    await this.#turnstile.shared(() => administrator.work());
  }

  /** Takes snapshots and goes back to them, alone each time, so that what they hold is known exactly. */
  async #traveller(): Promise<void> {
    const ledger = this.#ledger;
    const { call } = this.#bound();
    // Others work meanwhile: the turnstile lets nobody in while a snapshot is taken.
    for (let turn = 0; turn < 5; turn += 1) await this.#turnstile.shared(() => call('clock.get', {}));
    await this.#turnstile.alone(async () => {
      if (ledger.snapshots.size === 0 || this.#random.chance(0.4)) {
        const { id } = await call('snapshots.take', { name: 'Under traffic' });
        ledger.snapshots.set(id, copyState(ledger.state));
        return count(ledger, 'snapshots taken');
      }
      const [id, state] = this.#random.pick([...ledger.snapshots]) as [string, StateLedger];
      ledger.restoring = copyState(state);
      await call('snapshots.restore', { id });
      ledger.state = ledger.restoring;
      ledger.restoring = undefined;
      count(ledger, 'snapshots restored');
    });
  }

  #bound() {
    return { call: this.#sandbox.call.bind(this.#sandbox) };
  }

  /** Notes a token that was given out. Answers its jti (RFC 7519 §4.1.7). */
  #given(token: string): string {
    const payload = Buffer.from(token.split('.')[1] ?? '', 'base64url').toString();
    const { jti } = JSON.parse(payload) as { jti: string };
    this.#ledger.state.tokens.set(jti, 'valid');
    this.#ledger.issued.push(jti);
    count(this.#ledger, 'tokens');
    return jti;
  }

  async #callApi(token: string): Promise<number> {
    const trace = randomBytes(16).toString('hex');
    const response = await fetch(this.#sandbox.line.apis[0]?.url ?? '', {
      headers: { authorization: `Bearer ${token}`, traceparent: `00-${trace}-00f067aa0ba902b7-01` },
    });
    const text = await response.text();
    // A token from before a jump of the clock may have expired; the refusal is right, and nothing to keep account of.
    if (response.status === 200) this.#ledger.calls.push(trace);
    else if (response.status !== 401) throw new Error(`the gateway answered ${response.status} ${text}`);
    return response.status;
  }

  #post(path: string, form: Record<string, string>): Promise<Response> {
    return fetch(`${this.#sandbox.line.issuer}${path}`, { method: 'POST', body: new URLSearchParams(form) });
  }

  async #token(form: Record<string, string>): Promise<{ access_token: string; refresh_token: string }> {
    const response = await this.#post('/token', form);
    const text = await response.text();
    if (response.status !== 200) throw new Error(`${form.grant_type}: ${response.status} ${text}`);
    return JSON.parse(text) as { access_token: string; refresh_token: string };
  }
}

const isPayments = ({ resource }: { resource: string }): boolean => resource.endsWith('/payments');
const PAYING = { scope: 'openid payments:create', api: isPayments } as const;
const STATEMENT_JOB = { client_id: 'statement-job', client_secret: 'statement-job-sandbox-secret' } as const;
