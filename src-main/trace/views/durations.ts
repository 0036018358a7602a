const UNITS: [number, string][] = [
  [86_400, 'd'],
  [3600, 'h'],
  [60, 'min'],
  [1, 's'],
];

/** A length of time in at most two units, e.g. `4 min 31 s`. `seconds` may be negative; its sign is left out. */
export function formatSeconds(seconds: number): string {
  let rest = Math.floor(Math.abs(seconds));
  const parts: string[] = [];
  for (const [size, unit] of UNITS) {
    const amount = Math.floor(rest / size);
    if (amount === 0) {
      if (parts.length > 0) break;
      continue;
    }
    parts.push(`${amount} ${unit}`);
    rest -= amount * size;
    if (parts.length === 2) break;
  }
  return parts.length === 0 ? '0 s' : parts.join(' ');
}

/** A length of real time for a hop: `3 ms`, `1.24 s`. */
export function formatMillis(ms: number): string {
  if (ms >= 9_950) return `${Math.round(ms / 1000)} s`;
  if (ms >= 1000) return `${(ms / 1000).toFixed(2)} s`;
  return ms >= 10 || Number.isInteger(ms) ? `${Math.round(ms)} ms` : `${ms.toFixed(1)} ms`;
}
