/** A time, ms since the epoch, as RFC 3339 writes it. */
export const toDateTime = (ms: number): string => new Date(ms).toISOString();

const DATE_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?$/i;

/** Reads a time (XML Schema dateTime; without an offset it is UTC), ms. Undefined for anything else. */
export function fromDateTime(text: string): number | undefined {
  const match = DATE_TIME.exec(text);
  if (!match) return undefined;
  const ms = Date.parse(match[2] === undefined ? `${text}Z` : text);
  return Number.isNaN(ms) ? undefined : ms;
}
