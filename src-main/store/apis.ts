import { type ApiDefinition, apiDefinitionSchema } from './records.ts';
import { remembered } from './remembered.ts';
import type { StateStore } from './state-store.ts';

/** An API that stands behind the gateway, at `/<id>/<version>`. */
export interface ApiRecord {
  id: string;
  name: string;
  version: string;
  definition: ApiDefinition;
  position: number;
}

interface Row {
  id: string;
  name: string;
  version: string;
  definition: string;
  position: number;
}

/** The APIs that provider and gateway know. */
export class Apis {
  readonly #store: StateStore;

  constructor(store: StateStore) {
    this.#store = store;
  }

  get(id: string): ApiRecord | undefined {
    return parse(this.#store.prepare<Row>('SELECT * FROM api WHERE id = ?').get(id));
  }

  all(): ApiRecord[] {
    const apis = this.#store.kept('api', 'all', () =>
      this.#store
        .prepare<Row>('SELECT * FROM api ORDER BY position, id')
        .all()
        .flatMap((row) => parse(row) ?? []),
    );
    return apis.map((api) => ({ ...api }));
  }

  /** Adds an API, or replaces the one with the same id. */
  save(api: ApiRecord): void {
    this.#store.changed('api');
    this.#store.transaction(() =>
      this.#store
        .prepare(
          'INSERT OR REPLACE INTO api (id, name, version, definition, position) VALUES (?, ?, ?, ?, ?)',
        )
        .run(api.id, api.name, api.version, JSON.stringify(api.definition), api.position),
    );
  }
}

function parse(row: Row | undefined): ApiRecord | undefined {
  if (!row) return undefined;
  return { ...row, definition: definitionOf(row.definition) };
}

/** Definitions are read at each token that is issued, and hardly ever change. */
const definitionOf = remembered((text) => apiDefinitionSchema.parse(JSON.parse(text)));
