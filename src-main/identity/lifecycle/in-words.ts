const UNITS = [
  ['day', 24 * 3600 * 1000],
  ['hour', 3600 * 1000],
  ['minute', 60 * 1000],
  ['second', 1000],
] as const;

/** A length of time (ms) for people, rounded up: `5 minutes`, `1 day`. */
export function inWords(ms: number): string {
  const [unit, size] = UNITS.find(([, length]) => ms > length * 0.95) ?? ['second', 1000];
  const count = Math.max(1, Math.ceil(ms / size - 0.05));
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
