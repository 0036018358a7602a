import { z } from 'zod';

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const DURATION = /^(-?)(\d{1,9})(ms|s|m|h|d)$/;

/** A span of virtual time as packs write it: `31s`, `15m`, `90d`; `-1h` goes back. */
export const durationSchema = z
  .string()
  .regex(DURATION, 'A duration is a whole number and a unit: 500ms, 31s, 15m, 2h, 90d; a minus goes back.');

/** The duration in ms. Throws RangeError when `text` is none. */
export function durationMs(text: string): number {
  const match = DURATION.exec(text);
  const unit = UNITS[match?.[3] ?? ''];
  if (!match || unit === undefined) throw new RangeError(`“${text}” is no duration.`);
  return Number(match[2]) * unit * (match[1] === '-' ? -1 : 1);
}

const NAMES: readonly (readonly [ms: number, name: string])[] = [
  [86_400_000, 'd'],
  [3_600_000, 'h'],
  [60_000, 'min'],
  [1000, 's'],
];

/** A span of time as a person reads it: `10 min`, `5 min 1 s`. `ms` is not negative. */
export function spanInWords(ms: number): string {
  let rest = ms;
  const parts: string[] = [];
  for (const [unit, name] of NAMES) {
    const count = Math.floor(rest / unit);
    if (count > 0) parts.push(`${count} ${name}`);
    rest -= count * unit;
  }
  return parts.length === 0 ? `${ms} ms` : parts.join(' ');
}

/** The longest jump of the clock, ms: it can be ten years away from real time at most. */
const LONGEST_JUMP = 3650 * 86_400_000;

/** A duration by which the clock can be moved. */
export const jumpSchema = durationSchema.refine(
  (text) => DURATION.test(text) && Math.abs(durationMs(text)) <= LONGEST_JUMP,
  'The clock moves by ten years at most: 3650d.',
);
