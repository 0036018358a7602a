import { createHash, randomFillSync } from 'node:crypto';
import { realNow } from './clock.ts';

const POOL = Buffer.alloc(8 * 1024);
let digits = '';
let used = 0;

/** Where ids are drawn from; undefined: from the system. */
let seeded: { seed: string; blocks: number; ids: number } | undefined;

/**
 * Draws ids from a seed from now on, so that two runs of the same have the same ids; undefined: from the system again.
 * For worlds that are thrown away: ids that are drawn twice cannot stand in one log. No secret is ever drawn from it.
 */
export function seedIds(seed: string | undefined): void {
  seeded = seed === undefined ? undefined : { seed, blocks: 0, ids: 0 };
  digits = '';
  used = 0;
  eventTime = '';
}

function fill(): void {
  if (!seeded) {
    randomFillSync(POOL);
    return;
  }
  for (let at = 0; at < POOL.length; at += 32) {
    createHash('sha256')
      .update(`${seeded.seed} ${seeded.blocks++}`)
      .digest()
      .copy(POOL, at);
  }
}

/** Random bytes in hex. They are drawn in advance: asking the system for each id costs more than all else about it. */
function randomHex(bytes: number): string {
  const end = used + bytes * 2;
  if (end > digits.length) {
    fill();
    digits = POOL.toString('hex');
    used = 0;
    return randomHex(bytes);
  }
  const drawn = digits.slice(used, end);
  used = end;
  return drawn;
}

/** A new W3C trace id. */
export const newTraceId = (): string => randomHex(16);
/** A new W3C span id. */
export const newSpanId = (): string => randomHex(8);

let millisecond = 0;
let beginning = '';

/** Real time in hex, ms, 12 digits. */
function timeInHex(): string {
  // Seeded, ids are counted: they grow as well, and real time would make each run another one.
  if (seeded) return (seeded.ids++).toString(16).padStart(12, '0');
  const now = realNow();
  if (now !== millisecond) {
    millisecond = now;
    beginning = now.toString(16).padStart(12, '0');
  }
  return beginning;
}

/** The last two digits of a count, by the count. */
const BYTES = Array.from({ length: 256 }, (_, value) => value.toString(16).padStart(2, '0'));

let eventTime = '';
let eventPrefix = '';
let eventCount = 0;

/**
 * A new id for an event: a UUID that begins with the time (RFC 9562 §5.7, version 7), so that the index of ids grows at
 * its end instead of everywhere. Ids of one millisecond share their random bits and are counted behind them (§6.2,
 * method 1).
 */
export function newEventId(): string {
  const time = timeInHex();
  if (time !== eventTime || eventCount === 0x1_0000) {
    eventTime = time;
    eventCount = 0;
    const random = randomHex(8);
    const variant = '89ab'[Number.parseInt(random.charAt(3), 16) % 4];
    eventPrefix = `${time.slice(0, 8)}-${time.slice(8)}-7${random.slice(0, 3)}-${variant}${random.slice(4, 7)}-${random.slice(7, 15)}`;
  }
  const count = eventCount++;
  return `${eventPrefix}${BYTES[count >> 8]}${BYTES[count & 0xff]}`;
}

/** A new id for a story; it begins with the time for the same reason. */
export const newFlowId = (): string => `f${timeInHex().slice(1)}${randomHex(3)}`;
