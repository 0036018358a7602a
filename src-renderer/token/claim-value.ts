import type { Json } from '../../src-main/contract/json.ts';
import { formatDateTime, formatTime } from '../ui/format.ts';

/** Claims that hold a NumericDate (RFC 7519 §2). */
const TIMES = new Set(['exp', 'iat', 'nbf', 'auth_time', 'updated_at']);

/** A claim's value as text, and for times what the number means on a clock. */
export function claimValue(name: string, value: Json): { text: string; meaning: string | undefined } {
  if (typeof value === 'number' && TIMES.has(name)) {
    const ms = value * 1000;
    const seconds = formatTime(ms).slice(-3);
    return { text: String(value), meaning: `${formatDateTime(ms)}${seconds}` };
  }
  return { text: typeof value === 'string' ? value : JSON.stringify(value), meaning: undefined };
}
