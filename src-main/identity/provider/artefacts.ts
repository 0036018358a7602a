import type { AdapterPayload } from 'oidc-provider';
import type { StateStore } from '../../store/state-store.ts';

interface Row {
  model: string;
  id: string;
  payload: string;
  consumed_at: number | null;
}

/** One artefact of the provider as it is kept. */
export interface Artefact {
  model: string;
  id: string;
  payload: AdapterPayload;
}

const COLUMNS = 'model, id, payload, consumed_at';

/**
 * The artefacts that the provider stores: sessions, interactions, grants, codes, opaque tokens. One table, keyed by
 * model and id, since ids of different models may be equal. An expired artefact is still found: the provider looks at
 * its time itself, and can then say "expired" instead of "unknown".
 */
export class Artefacts {
  readonly #store: StateStore;

  constructor(store: StateStore) {
    this.#store = store;
  }

  find(model: string, id: string): AdapterPayload | undefined {
    return this.#one('model = ? AND id = ?', model, id)?.payload;
  }

  findByUid(model: string, uid: string): AdapterPayload | undefined {
    return this.#one('model = ? AND uid = ?', model, uid)?.payload;
  }

  findByUserCode(model: string, userCode: string): AdapterPayload | undefined {
    return this.#one('model = ? AND user_code = ?', model, userCode)?.payload;
  }

  /** `expiresAt` is a NumericDate, s. What was marked as used stays so. */
  save(model: string, id: string, payload: AdapterPayload, expiresAt: number | undefined): void {
    this.#store.transaction(() =>
      this.#store
        .prepare(
          `INSERT INTO oidc_artifact (model, id, payload, grant_id, uid, user_code, expires_at, consumed_at)
           VALUES (?, ?, ?, ?, ?, ?, ?, NULL)
           ON CONFLICT (model, id) DO UPDATE SET payload = excluded.payload, grant_id = excluded.grant_id,
             uid = excluded.uid, user_code = excluded.user_code, expires_at = excluded.expires_at`,
        )
        .run(
          model,
          id,
          JSON.stringify(payload),
          payload.grantId ?? null,
          payload.uid ?? null,
          payload.userCode ?? null,
          expiresAt ?? null,
        ),
    );
  }

  consume(model: string, id: string, at: number): void {
    this.#store.transaction(() =>
      this.#store
        .prepare('UPDATE oidc_artifact SET consumed_at = ? WHERE model = ? AND id = ?')
        .run(at, model, id),
    );
  }

  remove(model: string, id: string): void {
    this.#store.transaction(() =>
      this.#store.prepare('DELETE FROM oidc_artifact WHERE model = ? AND id = ?').run(model, id),
    );
  }

  /**
   * Removes the tokens and codes of a grant; interactions that only mention it go on. Codes that were used stay until
   * they are swept, so that one which comes back is known as such, however often.
   */
  removeOfGrant(grantId: string): void {
    this.#store.transaction(() =>
      this.#store
        .prepare(
          `DELETE FROM oidc_artifact WHERE grant_id = ? AND (model IN ('AccessToken', 'RefreshToken')
             OR (model IN ('AuthorizationCode', 'DeviceCode') AND consumed_at IS NULL))`,
        )
        .run(grantId),
    );
  }

  /** Removes what expired before `time`, s. Answers how many. */
  sweep(time: number): number {
    return this.#store.transaction(
      () => this.#store.prepare('DELETE FROM oidc_artifact WHERE expires_at < ?').run(time).changes,
    );
  }

  #one(condition: string, ...values: string[]): Artefact | undefined {
    const row = this.#store
      .prepare<Row>(`SELECT ${COLUMNS} FROM oidc_artifact WHERE ${condition}`)
      .get(...values);
    return row ? parse(row) : undefined;
  }
}

function parse(row: Row): Artefact {
  const payload = JSON.parse(row.payload) as AdapterPayload;
  if (row.consumed_at !== null) payload.consumed = row.consumed_at;
  return { model: row.model, id: row.id, payload };
}
