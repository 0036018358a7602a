import { LRUCache } from 'lru-cache';

/** How many texts are remembered. */
const REMEMBERED = 200;

/**
 * Remembers what was read from a text: the same text gives the same value, which nobody may change, so it is frozen
 * throughout.
 */
export function remembered<T extends object>(read: (text: string) => T): (text: string) => T {
  const values = new LRUCache<string, T>({ max: REMEMBERED });
  return (text) => {
    let value = values.get(text);
    if (!value) {
      value = freeze(read(text));
      values.set(text, value);
    }
    return value;
  };
}

function freeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  for (const member of Object.values(value)) freeze(member);
  return Object.freeze(value);
}
