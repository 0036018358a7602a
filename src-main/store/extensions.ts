import { type Extension, extensionSchema } from '../contract/extensions.ts';
import type { StateStore } from './state-store.ts';

/** The scripts of the learner, which are part of the state. */
export class ExtensionStore {
  readonly #store: StateStore;

  constructor(store: StateStore) {
    this.#store = store;
  }

  /** Every script, by id. */
  all(): Extension[] {
    return this.#store
      .prepare<{ definition: string }>('SELECT definition FROM extension ORDER BY id')
      .all()
      .map(({ definition }) => extensionSchema.parse(JSON.parse(definition)));
  }

  get(id: string): Extension | undefined {
    const row = this.#store
      .prepare<{ definition: string }>('SELECT definition FROM extension WHERE id = ?')
      .get(id);
    return row && extensionSchema.parse(JSON.parse(row.definition));
  }

  /** Adds a script, or replaces the one with the same id. */
  save(extension: Extension): void {
    this.#store.transaction(() =>
      this.#store
        .prepare(
          'INSERT INTO extension (id, definition) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET definition = excluded.definition',
        )
        .run(extension.id, JSON.stringify(extension)),
    );
  }

  /** Answers whether there was one. */
  remove(id: string): boolean {
    return this.#store.transaction(
      () => this.#store.prepare('DELETE FROM extension WHERE id = ?').run(id).changes > 0,
    );
  }
}
