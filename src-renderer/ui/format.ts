const CLOCK = new Intl.DateTimeFormat('en-GB', {
  weekday: 'short',
  day: '2-digit',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});
const DATE_TIME = new Intl.DateTimeFormat('en-GB', {
  day: '2-digit',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
});
const TIME = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});
const TIME_MS = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
});

/** `Tue 24 Nov 09:14:31`, with the year when it is not the present one. `time` is ms since the epoch. */
export function formatClock(time: number): string {
  const text = CLOCK.format(time).replaceAll(',', '');
  const year = new Date(time).getFullYear();
  return year === new Date().getFullYear() ? text : text.replace(/ (\d\d:)/, ` ${year} $1`);
}

/** `24 Nov 2026 09:14`. */
export function formatDateTime(time: number): string {
  return DATE_TIME.format(time).replace(',', '');
}

/** `09:14:31`. */
export function formatTime(time: number): string {
  return TIME.format(time);
}

/** `09:14:31.118`. */
export function formatTimeMs(time: number): string {
  return TIME_MS.format(time);
}

const UNITS = [
  { ms: 86_400_000, word: 'd' },
  { ms: 3_600_000, word: 'h' },
  { ms: 60_000, word: 'min' },
  { ms: 1000, word: 's' },
] as const;

/** The two largest units of a length of time: `90 d`, `1 h 30 min`, `31 s`. The sign is dropped. */
export function formatDuration(ms: number): string {
  let rest = Math.round(Math.abs(ms) / 1000) * 1000;
  const parts: string[] = [];
  for (const unit of UNITS) {
    const count = Math.floor(rest / unit.ms);
    if (count > 0) parts.push(`${count} ${unit.word}`);
    rest -= count * unit.ms;
    if (parts.length === 2) break;
  }
  return parts.length > 0 ? parts.join(' ') : '0 s';
}

/** How the virtual clock stands to the real one: `real time`, `15 min ahead`, `90 d behind`. */
export function formatOffset(ms: number): string {
  if (Math.abs(ms) < 500) return 'real time';
  return `${formatDuration(ms)} ${ms > 0 ? 'ahead' : 'behind'}`;
}

/** `1.4 MB`. Powers of 1000. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${(bytes / 1000).toFixed(bytes < 10_000 ? 1 : 0)} kB`;
  return `${(bytes / 1_000_000).toFixed(bytes < 10_000_000 ? 1 : 0)} MB`;
}

/** `1 step`, `3 steps`. */
export function count(n: number, one: string, many = `${one}s`): string {
  return `${n} ${n === 1 ? one : many}`;
}
