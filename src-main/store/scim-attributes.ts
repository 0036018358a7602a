import type { JsonObject } from '../contract/json.ts';
import type { StateStore } from './state-store.ts';

/** What SCIM keeps of a user beside the attributes of the account. */
export interface ScimAttributes {
  externalId: string | undefined;
  attributes: JsonObject;
}

interface Row {
  account_id: string;
  external_id: string | null;
  attributes: string;
}

/** The attributes that only SCIM knows of accounts. Whoever keeps nothing has no row. */
export class ScimAttributeStore {
  readonly #store: StateStore;

  constructor(store: StateStore) {
    this.#store = store;
  }

  of(ids: readonly string[]): Map<string, ScimAttributes> {
    const rows = this.#store
      .prepare<Row>(
        'SELECT account_id, external_id, attributes FROM scim_user WHERE account_id IN (SELECT value FROM json_each(?))',
      )
      .all(JSON.stringify(ids));
    return new Map(
      rows.map((row) => [
        row.account_id,
        { externalId: row.external_id ?? undefined, attributes: JSON.parse(row.attributes) as JsonObject },
      ]),
    );
  }

  save(account: string, { externalId, attributes }: ScimAttributes): void {
    const lists = Object.values(attributes).some(Array.isArray) ? 1 : 0;
    this.#store.transaction(() => {
      if (externalId === undefined && Object.keys(attributes).length === 0) {
        this.#store.prepare('DELETE FROM scim_user WHERE account_id = ?').run(account);
        return;
      }
      this.#store
        .prepare(
          `INSERT INTO scim_user (account_id, external_id, attributes, lists) VALUES (?, ?, ?, ?)
           ON CONFLICT (account_id) DO UPDATE SET external_id = excluded.external_id,
             attributes = excluded.attributes, lists = excluded.lists`,
        )
        .run(account, externalId ?? null, JSON.stringify(attributes), lists);
    });
  }
}
