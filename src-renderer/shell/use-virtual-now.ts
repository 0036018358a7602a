import { useEffect, useState } from 'react';
import { useSandbox, virtualNow } from '../store/sandbox.ts';

const TICK_MS = 250;

/** Virtual now, rounded down to a second, kept current. Ms since the epoch. */
export function useVirtualNow(): number {
  const clock = useSandbox((state) => state.clock);
  const [now, setNow] = useState(virtualNow);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a jump of the clock shows at once, not at the next tick.
  useEffect(() => {
    const tick = () => setNow(Math.floor(virtualNow() / 1000) * 1000);
    tick();
    const timer = setInterval(tick, TICK_MS);
    return () => clearInterval(timer);
  }, [clock]);
  return now;
}
