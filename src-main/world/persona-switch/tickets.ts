import { randomBytes } from 'node:crypto';
import type { Clock } from '../../events/clock.ts';

/** How long a ticket may lie around, ms of virtual time. */
const VALID_MS = 2 * 60 * 1000;

/** Tickets that work once: whoever holds one may do the one thing for which it was made. */
export class Tickets<T> {
  readonly #clock: Clock;
  readonly #open = new Map<string, { value: T; madeAt: number }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  issue(value: T): string {
    this.#forgetOld();
    const ticket = randomBytes(24).toString('base64url');
    this.#open.set(ticket, { value, madeAt: this.#clock.now() });
    return ticket;
  }

  /** What the ticket is for; it is worth nothing afterwards. Absent for one that is unknown, used or old. */
  redeem(ticket: string): T | undefined {
    this.#forgetOld();
    const found = this.#open.get(ticket);
    this.#open.delete(ticket);
    return found?.value;
  }

  /** After a jump of the clock, in either direction, a ticket counts as old. */
  #forgetOld(): void {
    for (const [ticket, { madeAt }] of this.#open) {
      if (Math.abs(this.#clock.now() - madeAt) > VALID_MS) this.#open.delete(ticket);
    }
  }
}
