import { type Account, parseAccount, SELECT_ACCOUNT } from './accounts.ts';
import type { StateStore } from './state-store.ts';

/** Which accounts to look for. */
export interface AccountQuery {
  /** The beginning of user name, name or address. */
  search: string;
  label?: string | undefined;
  locked?: boolean | undefined;
  disabled?: boolean | undefined;
  group?: string | undefined;
  offset: number;
  limit: number;
}

/** Looks through the directory, however large it is: a page at a time. */
export class AccountSearch {
  readonly #store: StateStore;

  constructor(store: StateStore) {
    this.#store = store;
  }

  /** A page of accounts by user name, and how many there are in all. */
  page(query: AccountQuery): { found: Account[]; total: number } {
    const { where, values } = conditions(query);
    const found = this.#store
      .prepare(`${SELECT_ACCOUNT} ${where} ORDER BY username LIMIT ? OFFSET ?`)
      .all(...values, query.limit, query.offset)
      .flatMap((row) => parseAccount(row) ?? []);
    const total =
      this.#store.prepare<{ n: number }>(`SELECT count(*) AS n FROM account ${where}`).get(...values)?.n ?? 0;
    return { found, total };
  }

  /** The groups of the directory, with how many accounts belong to each. */
  groups(): { id: string; name: string; members: number }[] {
    return this.#store
      .prepare<{ id: string; name: string; members: number }>(
        `SELECT id, name, (SELECT count(*) FROM group_member m WHERE m.group_id = g.id) AS members
         FROM directory_group g ORDER BY created_at, name`,
      )
      .all();
  }

  /** How many accounts belong to a group. */
  membersOf(group: string): number {
    return (
      this.#store
        .prepare<{ n: number }>('SELECT count(*) AS n FROM group_member WHERE group_id = ?')
        .get(group)?.n ?? 0
    );
  }

  /** How many tokens of a group's members work at `now` (s). */
  tokensOfGroup(group: string, now: number): number {
    return this.tokensOfMembers(group, [], now);
  }

  /** The same, of the members but for those named. */
  tokensOfMembers(group: string, without: readonly string[], now: number): number {
    return (
      this.#store
        .prepare<{ n: number }>(
          `SELECT count(*) AS n FROM group_member m JOIN issued_token t ON t.account_id = m.account_id
           WHERE m.group_id = ? AND m.account_id NOT IN (SELECT value FROM json_each(?))
             AND t.kind != 'id' AND t.revoked_at IS NULL AND (t.expires_at IS NULL OR t.expires_at > ?)`,
        )
        .get(group, JSON.stringify(without), now)?.n ?? 0
    );
  }

  /** Accounts with an e-mail address, in any letter case, the oldest first. */
  byEmail(email: string): Account[] {
    return this.#store
      .prepare(`${SELECT_ACCOUNT} WHERE email = ? COLLATE NOCASE ORDER BY created_at, id LIMIT 10`)
      .all(email)
      .flatMap((row) => parseAccount(row) ?? []);
  }

  /** The sessions of an account at the provider. `since` is virtual time, ms. */
  sessionsOf(account: string): { uid: string; since: number | null; clients: string[] }[] {
    return this.#store
      .prepare<{ uid: string; since: number | null; clients: string }>(
        `SELECT json_extract(payload, '$.uid') AS uid, json_extract(payload, '$.loginTs') * 1000 AS since,
           (SELECT json_group_array(key) FROM json_each(payload, '$.authorizations')) AS clients
         FROM oidc_artifact WHERE model = 'Session' AND json_extract(payload, '$.accountId') = ?`,
      )
      .all(account)
      .map(({ clients, ...session }) => ({ ...session, clients: JSON.parse(clients) as string[] }));
  }

  /** The tokens of an account that still work at `now` (s), newest first, a hundred at most. Times are virtual, ms. */
  tokensOf(account: string, now: number) {
    return this.#store
      .prepare<{
        handle: string;
        kind: 'access' | 'refresh';
        client: string;
        scope: string | null;
        issuedAt: number;
        expiresAt: number | null;
      }>(
        `SELECT handle, kind, client_id AS client, scope, issued_at * 1000 AS issuedAt, expires_at * 1000 AS expiresAt
         FROM issued_token WHERE account_id = ? AND kind != 'id' AND revoked_at IS NULL
           AND (expires_at IS NULL OR expires_at > ?) ORDER BY issued_at DESC, rowid DESC LIMIT 100`,
      )
      .all(account, now);
  }
}

function conditions(query: AccountQuery): { where: string; values: unknown[] } {
  const terms: string[] = [];
  const values: unknown[] = [];
  if (query.search !== '') {
    const beginning = `${query.search.replace(/[\\%_]/g, '\\$&')}%`;
    terms.push(
      "(username LIKE ? ESCAPE '\\' OR email LIKE ? ESCAPE '\\' OR name LIKE ? ESCAPE '\\' OR name LIKE ? ESCAPE '\\')",
    );
    values.push(beginning, beginning, beginning, `% ${beginning}`);
  }
  const equal = (term: string, value: unknown) => {
    terms.push(term);
    values.push(value);
  };
  if (query.label !== undefined) equal('label = ?', query.label);
  if (query.locked !== undefined) equal('locked = ?', query.locked ? 1 : 0);
  if (query.disabled !== undefined) equal('enabled = ?', query.disabled ? 0 : 1);
  if (query.group !== undefined)
    equal(
      'id IN (SELECT m.account_id FROM group_member m JOIN directory_group g ON g.id = m.group_id WHERE g.name = ?)',
      query.group,
    );
  return { where: terms.length === 0 ? '' : `WHERE ${terms.join(' AND ')}`, values };
}
