import { assertOffset, VirtualClock } from '../../src-main/events/clock.ts';
import { installVirtualDate } from '../../src-main/events/virtual-date.ts';

let current = new VirtualClock();

/** Follows the clock of the test that runs now, whichever that is. */
class FollowingClock extends VirtualClock {
  override now(): number {
    return current.now();
  }
}

installVirtualDate(new FollowingClock());

/** A clock for one test, which `Date` follows from now on. The libraries under test ask `Date` anew each time. */
export function testClock(clock = new VirtualClock()): VirtualClock {
  current = clock;
  return clock;
}

/** A clock that stands still until somebody moves it, so that a test can stand on either side of a boundary. */
export class StillClock extends VirtualClock {
  readonly #start: number;
  #shift = 0;

  constructor(start: number) {
    super();
    this.#start = start;
  }

  override now(): number {
    return this.#start + this.#shift;
  }

  override get offset(): number {
    return this.#shift;
  }

  override setOffset(offset: number): void {
    assertOffset(offset);
    this.#shift = offset;
    super.setOffset(offset);
  }

  override slideTo(virtualTime: number): void {
    this.#shift = virtualTime - this.#start;
  }
}
