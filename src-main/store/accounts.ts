import { z } from 'zod';
import { jsonObjectSchema } from '../contract/json.ts';
import type { StateStore } from './state-store.ts';

/** An account of the directory. `claims` are OpenID Connect claims; `passwordHash` comes from a memory-hard function. */
export const accountSchema = z.object({
  id: z.string(),
  username: z.string(),
  passwordHash: z.string(),
  name: z.string(),
  email: z.string(),
  claims: jsonObjectSchema,
  groups: z.array(z.string()),
  enabled: z.boolean(),
  /** Virtual time, ms. */
  createdAt: z.number(),
});
export type Account = z.infer<typeof accountSchema>;

interface Row {
  id: string;
  username: string;
  password_hash: string;
  name: string;
  email: string;
  claims: string;
  groups: string;
  enabled: number;
  created_at: number;
}

const COLUMNS = 'id, username, password_hash, name, email, claims, groups, enabled, created_at';

/** The accounts of the directory. */
export class Accounts {
  readonly #store: StateStore;

  constructor(store: StateStore) {
    this.#store = store;
  }

  get(id: string): Account | undefined {
    return parse(this.#store.prepare<Row>(`SELECT ${COLUMNS} FROM account WHERE id = ?`).get(id));
  }

  /** Finds an account by user name, in any letter case. */
  byUsername(username: string): Account | undefined {
    return parse(this.#store.prepare<Row>(`SELECT ${COLUMNS} FROM account WHERE username = ?`).get(username));
  }

  all(): Account[] {
    const rows = this.#store.prepare<Row>(`SELECT ${COLUMNS} FROM account ORDER BY created_at, id`).all();
    return rows.flatMap((row) => parse(row) ?? []);
  }

  /** Adds an account, or replaces the one with the same id. */
  save(account: Account): void {
    this.#store.transaction(() =>
      this.#store
        .prepare(`INSERT OR REPLACE INTO account (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`)
        .run(
          account.id,
          account.username,
          account.passwordHash,
          account.name,
          account.email,
          JSON.stringify(account.claims),
          JSON.stringify(account.groups),
          account.enabled ? 1 : 0,
          account.createdAt,
        ),
    );
  }
}

function parse(row: Row | undefined): Account | undefined {
  if (!row) return undefined;
  return accountSchema.parse({
    id: row.id,
    username: row.username,
    passwordHash: row.password_hash,
    name: row.name,
    email: row.email,
    claims: JSON.parse(row.claims),
    groups: JSON.parse(row.groups),
    enabled: row.enabled === 1,
    createdAt: row.created_at,
  });
}
