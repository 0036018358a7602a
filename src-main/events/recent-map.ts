/**
 * A map that remembers at least the newest `size` entries, and forgets at most as many at once. An entry that is read
 * counts as new. Each entry costs what it costs in a plain map, and so does each question: a list by age pays for every
 * answer, since it has to move what was asked for to its end.
 */
export class RecentMap<V> {
  readonly #size: number;
  #young = new Map<string, V>();
  #old = new Map<string, V>();

  constructor(size: number) {
    this.#size = size;
  }

  get(key: string): V | undefined {
    const young = this.#young.get(key);
    if (young !== undefined) return young;
    const old = this.#old.get(key);
    if (old !== undefined) this.set(key, old);
    return old;
  }

  set(key: string, value: V): void {
    if (this.#young.size >= this.#size) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(key, value);
  }

  has(key: string): boolean {
    return this.#young.has(key) || this.#old.has(key);
  }

  /** Every key that is remembered, once. */
  *keys(): Iterable<string> {
    yield* this.#young.keys();
    for (const key of this.#old.keys()) if (!this.#young.has(key)) yield key;
  }

  clear(): void {
    this.#young.clear();
    this.#old.clear();
  }
}
