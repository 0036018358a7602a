import type { InspectedToken } from '../../src-main/contract/token.ts';
import type { OutcomeLook } from '../flows/outcomes.ts';
import { formatDuration } from '../ui/format.ts';

/** Where a token stands in its life. `share` is the part of it that is over, 0 to 1, when it has an end. */
export type LifetimeText = { tone: OutcomeLook['tone']; text: string; share: number | undefined };

/** Compares a token's times with `now` (virtual, ms since the epoch), so that it can be shown ticking. */
export function lifetimeText(lifetime: InspectedToken['lifetime'], now: number): LifetimeText | undefined {
  if (lifetime === undefined) return undefined;
  const { issuedAt, expiresAt } = lifetime;
  if (expiresAt !== undefined && expiresAt <= now) {
    return { tone: 'denied', text: `expired ${formatDuration(now - expiresAt)} ago`, share: 1 };
  }
  if (issuedAt !== undefined && issuedAt > now + 1000) {
    return {
      tone: 'challenged',
      text: `from the future: issued in ${formatDuration(issuedAt - now)}`,
      share: 0,
    };
  }
  if (expiresAt === undefined) return { tone: 'neutral', text: 'no end', share: undefined };
  const left = formatDuration(expiresAt - now);
  if (issuedAt === undefined) return { tone: 'allowed', text: `${left} left`, share: undefined };
  const whole = expiresAt - issuedAt;
  return {
    tone: 'allowed',
    text: `${left} left of ${formatDuration(whole)}`,
    share: Math.min(Math.max((now - issuedAt) / whole, 0), 1),
  };
}
