import type { StateStore } from './state-store.ts';

/** A token in the register. Times are NumericDates of the virtual clock, s. The token itself is not here. */
export interface IssuedToken {
  /** The vault's handle of the token. */
  handle: string;
  kind: 'access' | 'id' | 'refresh';
  format: 'jwt' | 'opaque';
  jti: string | undefined;
  grant: string | undefined;
  account: string | undefined;
  client: string;
  scope: string | undefined;
  audience: string | undefined;
  flow: string | undefined;
  issuedAt: number;
  expiresAt: number | undefined;
  revokedAt: number | undefined;
  /** Why it was revoked, e.g. `revocation`, `refresh-reuse`, `logout`. */
  revokedBy: string | undefined;
}

interface Row {
  handle: string;
  kind: IssuedToken['kind'];
  format: IssuedToken['format'];
  jti: string | null;
  grant_id: string | null;
  account_id: string | null;
  client_id: string;
  scope: string | null;
  audience: string | null;
  flow: string | null;
  issued_at: number;
  expires_at: number | null;
  revoked_at: number | null;
  revoked_by: string | null;
}

/** How many answers are remembered. */
const REMEMBERED = 5_000;

/**
 * The register of every token that was issued. JWT access tokens are stored nowhere else, so introspection,
 * revocation and the gateway ask here.
 */
export class IssuedTokens {
  readonly #store: StateStore;
  /** Null: there is none. */
  readonly #byJti = new Map<string, IssuedToken | null>();
  #revision = -1;

  constructor(store: StateStore) {
    this.#store = store;
  }

  register(token: IssuedToken): void {
    this.#store.transaction(() =>
      this.#store
        .prepare(
          `INSERT OR REPLACE INTO issued_token (handle, kind, format, jti, grant_id, account_id, client_id, scope,
             audience, flow, issued_at, expires_at, revoked_at, revoked_by)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        )
        .run(
          token.handle,
          token.kind,
          token.format,
          token.jti ?? null,
          token.grant ?? null,
          token.account ?? null,
          token.client,
          token.scope ?? null,
          token.audience ?? null,
          token.flow ?? null,
          token.issuedAt,
          token.expiresAt ?? null,
          token.revokedAt ?? null,
          token.revokedBy ?? null,
        ),
    );
  }

  byHandle(handle: string): IssuedToken | undefined {
    return parse(this.#store.prepare<Row>('SELECT * FROM issued_token WHERE handle = ?').get(handle));
  }

  /** Remembers its answers until the state changes: the gateway asks at each call. */
  byJti(jti: string): IssuedToken | undefined {
    if (this.#store.inTransaction) return this.#readByJti(jti);
    if (this.#revision !== this.#store.revision || this.#byJti.size >= REMEMBERED) {
      this.#byJti.clear();
      this.#revision = this.#store.revision;
    }
    let found = this.#byJti.get(jti);
    if (found === undefined) {
      found = this.#readByJti(jti) ?? null;
      this.#byJti.set(jti, found);
    }
    return found ?? undefined;
  }

  #readByJti(jti: string): IssuedToken | undefined {
    return parse(this.#store.prepare<Row>('SELECT * FROM issued_token WHERE jti = ?').get(jti));
  }

  byGrant(grant: string): IssuedToken[] {
    const rows = this.#store
      .prepare<Row>('SELECT * FROM issued_token WHERE grant_id = ? ORDER BY rowid')
      .all(grant);
    return rows.flatMap((row) => parse(row) ?? []);
  }

  /** The newest access token of an account for an audience, through one application or any. */
  newestAccessToken(account: string, audience: string, client?: string): IssuedToken | undefined {
    return parse(
      this.#store
        .prepare<Row>(
          `SELECT * FROM issued_token WHERE kind = 'access' AND account_id = ? AND audience = ?
             AND (? IS NULL OR client_id = ?) ORDER BY issued_at DESC, rowid DESC LIMIT 1`,
        )
        .get(account, audience, client ?? null, client ?? null),
    );
  }

  /** The newest ID token of an account, of one application or any. */
  newestIdToken(account: string, client?: string): IssuedToken | undefined {
    return parse(
      this.#store
        .prepare<Row>(
          `SELECT * FROM issued_token WHERE kind = 'id' AND account_id = ? AND (? IS NULL OR client_id = ?)
             ORDER BY issued_at DESC, rowid DESC LIMIT 1`,
        )
        .get(account, client ?? null, client ?? null),
    );
  }

  /** Tokens whose `iat` lies after `now` (s): they exist when the clock has gone back. */
  issuedAfter(now: number): IssuedToken[] {
    const rows = this.#store
      .prepare<Row>('SELECT * FROM issued_token WHERE issued_at > ? ORDER BY issued_at LIMIT 100')
      .all(now);
    return rows.flatMap((row) => parse(row) ?? []);
  }

  /** Marks one token as revoked; one that was revoked already stays as it is. */
  revoke(handle: string, at: number, by: string): void {
    this.#store.transaction(() =>
      this.#store
        .prepare(
          'UPDATE issued_token SET revoked_at = ?, revoked_by = ? WHERE handle = ? AND revoked_at IS NULL',
        )
        .run(at, by, handle),
    );
  }

  /** Marks every token of a grant as revoked. */
  revokeGrant(grant: string, at: number, by: string): void {
    this.#store.transaction(() =>
      this.#store
        .prepare(
          'UPDATE issued_token SET revoked_at = ?, revoked_by = ? WHERE grant_id = ? AND revoked_at IS NULL',
        )
        .run(at, by, grant),
    );
  }
}

function parse(row: Row | undefined): IssuedToken | undefined {
  if (!row) return undefined;
  return {
    handle: row.handle,
    kind: row.kind,
    format: row.format,
    jti: row.jti ?? undefined,
    grant: row.grant_id ?? undefined,
    account: row.account_id ?? undefined,
    client: row.client_id,
    scope: row.scope ?? undefined,
    audience: row.audience ?? undefined,
    flow: row.flow ?? undefined,
    issuedAt: row.issued_at,
    expiresAt: row.expires_at ?? undefined,
    revokedAt: row.revoked_at ?? undefined,
    revokedBy: row.revoked_by ?? undefined,
  };
}
