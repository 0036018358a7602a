const UNITS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** A duration as definitions write it (`90s`, `15m`, `2h`, `3d`) in ms. The schema has checked its form. */
export function durationMs(text: string): number {
  return Number.parseInt(text, 10) * (UNITS[text.slice(-1)] ?? 1000);
}
