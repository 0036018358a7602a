import { VirtualClock } from '../../../src-main/events/clock.ts';
import { installVirtualDate } from '../../../src-main/events/virtual-date.ts';

let current = new VirtualClock();

/** Shows the time of whichever world was started last. */
class CurrentClock extends VirtualClock {
  override now(): number {
    return current.now();
  }
}

// Importing this before any other library gives all of them the virtual Date.
installVirtualDate(new CurrentClock());

/** A clock for a new world, which `Date` follows from now on. */
export function newClock(): VirtualClock {
  current = new VirtualClock();
  return current;
}
