import { randomFillSync } from 'node:crypto';
import { realNow } from './clock.ts';

const POOL = Buffer.alloc(8 * 1024);
let used = POOL.length;

/** Random bytes in hex. They are drawn in advance: asking the system for each id costs more than all else about it. */
function randomHex(bytes: number): string {
  if (used + bytes > POOL.length) {
    randomFillSync(POOL);
    used = 0;
  }
  used += bytes;
  return POOL.toString('hex', used - bytes, used);
}

/** A new W3C trace id. */
export const newTraceId = (): string => randomHex(16);
/** A new W3C span id. */
export const newSpanId = (): string => randomHex(8);

let millisecond = 0;
let beginning = '';

/** Real time in hex, ms, 12 digits. */
function timeInHex(): string {
  const now = realNow();
  if (now !== millisecond) {
    millisecond = now;
    beginning = now.toString(16).padStart(12, '0');
  }
  return beginning;
}

/**
 * A new id for an event: a UUID that begins with the time (RFC 9562 §5.7, version 7), so that the index of ids grows at
 * its end instead of everywhere.
 */
export function newEventId(): string {
  const time = timeInHex();
  const random = randomHex(10);
  const variant = '89ab'[Number.parseInt(random.charAt(3), 16) % 4];
  return `${time.slice(0, 8)}-${time.slice(8)}-7${random.slice(0, 3)}-${variant}${random.slice(4, 7)}-${random.slice(7, 19)}`;
}

/** A new id for a story; it begins with the time for the same reason. */
export const newFlowId = (): string => `f${timeInHex().slice(1)}${randomHex(3)}`;
