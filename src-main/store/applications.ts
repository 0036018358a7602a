import { z } from 'zod';
import { jsonObjectSchema } from '../contract/json.ts';
import { applicationSettingsSchema } from './records.ts';
import { remembered } from './remembered.ts';
import type { StateStore } from './state-store.ts';

/** An application (OAuth client). `metadata` is its client metadata (RFC 7591 §2, OpenID Connect Registration §2). */
export const applicationRecordSchema = z.object({
  clientId: z.string(),
  kind: z.enum(['server', 'spa', 'native', 'outside']),
  name: z.string(),
  about: z.string(),
  metadata: jsonObjectSchema,
  settings: applicationSettingsSchema,
  /** Part of the world, not connected by a person. */
  builtIn: z.boolean(),
  position: z.number().int(),
});
export type ApplicationRecord = z.infer<typeof applicationRecordSchema>;

interface Row {
  client_id: string;
  kind: string;
  name: string;
  about: string;
  metadata: string;
  settings: string;
  built_in: number;
  position: number;
}

const COLUMNS = 'client_id, kind, name, about, metadata, settings, built_in, position';

/** The applications that the provider knows. */
export class Applications {
  readonly #store: StateStore;

  constructor(store: StateStore) {
    this.#store = store;
  }

  get(clientId: string): ApplicationRecord | undefined {
    const found = this.#store.kept('application', clientId, () =>
      parse(this.#store.prepare<Row>(`SELECT ${COLUMNS} FROM application WHERE client_id = ?`).get(clientId)),
    );
    return found && { ...found };
  }

  all(): ApplicationRecord[] {
    const rows = this.#store
      .prepare<Row>(`SELECT ${COLUMNS} FROM application ORDER BY position, client_id`)
      .all();
    return rows.flatMap((row) => parse(row) ?? []);
  }

  /** Adds an application, or replaces the one with the same client id. */
  save(application: ApplicationRecord): void {
    this.#store.changed('application');
    this.#store.transaction(() =>
      this.#store
        .prepare(`INSERT OR REPLACE INTO application (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`)
        .run(
          application.clientId,
          application.kind,
          application.name,
          application.about,
          JSON.stringify(application.metadata),
          JSON.stringify(application.settings),
          application.builtIn ? 1 : 0,
          application.position,
        ),
    );
  }

  remove(clientId: string): void {
    this.#store.changed('application');
    this.#store.transaction(() =>
      this.#store.prepare('DELETE FROM application WHERE client_id = ?').run(clientId),
    );
  }
}

function parse(row: Row | undefined): ApplicationRecord | undefined {
  if (!row) return undefined;
  return {
    clientId: row.client_id,
    kind: kindSchema.parse(row.kind),
    name: row.name,
    about: row.about,
    metadata: metadataOf(row.metadata),
    settings: settingsOf(row.settings),
    builtIn: row.built_in === 1,
    position: row.position,
  };
}

const { kind: kindSchema } = applicationRecordSchema.shape;

/** Applications are read at each request of the provider, and hardly ever change. */
const metadataOf = remembered((text) => jsonObjectSchema.parse(JSON.parse(text)));
const settingsOf = remembered((text) => applicationSettingsSchema.parse(JSON.parse(text)));
