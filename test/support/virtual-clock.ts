import { VirtualClock } from '../../src-main/events/clock.ts';
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
export function testClock(): VirtualClock {
  current = new VirtualClock();
  return current;
}
