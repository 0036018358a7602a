import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../clock.ts';

/** A new nonce begins each minute of virtual time; the last five are accepted. */
const PERIOD_S = 60;
const ACCEPTED_PERIODS = 5;

/**
 * Nonces that a protected resource hands out (RFC 9449 §9). A client whose clock differs from the virtual one can still make a
 * fresh proof: the nonce shows when it was made. They are computed, not stored, so nothing needs to be remembered.
 */
export class DpopNonces {
  readonly #key = randomBytes(32);
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The nonce to hand out now. */
  current(): string {
    return this.#at(this.#period());
  }

  /** Whether a nonce was handed out lately. */
  accepts(nonce: string): boolean {
    const given = Buffer.from(nonce);
    const period = this.#period();
    for (let back = 0; back < ACCEPTED_PERIODS; back += 1) {
      const wanted = Buffer.from(this.#at(period - back));
      if (wanted.length === given.length && timingSafeEqual(wanted, given)) return true;
    }
    return false;
  }

  #period(): number {
    return Math.floor(this.#clock.seconds() / PERIOD_S);
  }

  #at(period: number): string {
    return createHmac('sha256', this.#key).update(String(period)).digest('base64url').slice(0, 22);
  }
}
