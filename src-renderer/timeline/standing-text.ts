import type { StateEntry } from '../../src-main/trace/views/state-at.ts';
import type { OutcomeLook } from '../flows/outcomes.ts';
import { formatDuration } from '../ui/format.ts';

/** How something stands, in words: `✓ 4 min 31 s left`. `now` is virtual time, ms. */
export function standingText(entry: StateEntry, now: number): { tone: OutcomeLook['tone']; text: string } {
  switch (entry.standing) {
    case 'ended':
      return { tone: entry.how === 'redeemed' ? 'neutral' : 'denied', text: `– ${entry.how}` };
    case 'expired':
      return { tone: 'denied', text: `✕ expired ${formatDuration(now - (entry.expires ?? now))} ago` };
    case 'future':
      return { tone: 'challenged', text: `! from the future: ${formatDuration(entry.begun - now)} ahead` };
    default:
      return {
        tone: 'allowed',
        text:
          entry.expires === undefined
            ? '✓ no end of its own'
            : `✓ ${formatDuration(entry.expires - now)} left`,
      };
  }
}
