import type { z } from 'zod';
import type { StateStore } from './state-store.ts';

/** Reads and writes values of the `setting` table, which are part of the state and travel with snapshots. */
export class StateSettings {
  readonly #store: StateStore;

  constructor(store: StateStore) {
    this.#store = store;
  }

  get<T>(key: string, schema: z.ZodType<T>): T | undefined {
    const text = this.text(key);
    return text === undefined ? undefined : schema.parse(JSON.parse(text));
  }

  /** The value as it is kept: JSON. */
  text(key: string): string | undefined {
    return this.#store.kept(
      'setting',
      key,
      () => this.#store.prepare<{ value: string }>('SELECT value FROM setting WHERE key = ?').get(key)?.value,
    );
  }

  set(key: string, value: unknown): void {
    this.#store.changed('setting');
    this.#store.transaction(() =>
      this.#store
        .prepare(
          'INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
        )
        .run(key, JSON.stringify(value)),
    );
  }

  remove(key: string): void {
    this.#store.changed('setting');
    this.#store.transaction(() => this.#store.prepare('DELETE FROM setting WHERE key = ?').run(key));
  }
}
