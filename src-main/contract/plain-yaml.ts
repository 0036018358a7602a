import type { Json } from './json.ts';

/**
 * An upper bound of the nesting of a YAML text, found without recursion, since the parser itself recurses: open brackets,
 * and the markers and blanks at the start of a line.
 */
export function nestingOf(text: string): number {
  let deepest = 0;
  let brackets = 0;
  for (const line of text.split('\n')) {
    const indent = /^(?:[ \t]|[-?:] )*/.exec(line)?.[0] ?? '';
    deepest = Math.max(deepest, Math.floor(indent.length / 2));
    for (const char of line) {
      if (char === '[' || char === '{') brackets++;
      else if ((char === ']' || char === '}') && brackets > 0) brackets--;
      deepest = Math.max(deepest, brackets);
    }
  }
  return deepest;
}

/** What YAML may hold and JSON cannot (NaN, dates, big numbers, an alias inside of what it names) is refused. Throws TypeError. */
export function plainJson(value: unknown, within: readonly unknown[] = []): Json {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (value === undefined) return null;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (within.includes(value)) throw new TypeError('an alias stands inside of what it names');
  const inner = [...within, value];
  if (Array.isArray(value)) return value.map((member) => plainJson(member, inner));
  if (typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype)
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, plainJson(member, inner)]));
  throw new TypeError('only text, numbers, true, false, null, lists and maps may be used');
}
