import { asPublicError } from '../client/public-error.ts';
import { setClock } from '../store/connection.ts';
import { gatehouse } from '../store/sandbox.ts';
import { announce, notify } from '../store/ui.ts';
import { formatClock, formatDuration } from '../ui/format.ts';

/** Moves the virtual clock by `ms`, backwards when negative. Answers whether it did; a failure is told. */
export async function jumpClock(ms: number): Promise<boolean> {
  try {
    const clock = await gatehouse().call('clock.advance', { ms });
    setClock(clock);
    const way = ms < 0 ? 'back' : 'ahead';
    announce(`The clock went ${formatDuration(ms)} ${way}. It is now ${formatClock(clock.now)}.`);
    return true;
  } catch (thrown) {
    notify({ tone: 'error', error: asPublicError(thrown) });
    return false;
  }
}

/** Puts the virtual clock back on real time. */
export async function resetClock(): Promise<boolean> {
  try {
    setClock(await gatehouse().call('clock.reset', {}));
    announce('The clock shows real time again.');
    return true;
  } catch (thrown) {
    notify({ tone: 'error', error: asPublicError(thrown) });
    return false;
  }
}
