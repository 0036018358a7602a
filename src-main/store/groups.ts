import type { StateStore } from './state-store.ts';

/** A group of the directory. Times are virtual, ms. */
export interface Group {
  id: string;
  name: string;
  createdAt: number;
  updatedAt: number;
  /** Another number after each change. */
  version: number;
}

interface Row {
  id: string;
  name: string;
  created_at: number;
  updated_at: number;
  version: number;
}

/** The groups of the directory and who belongs to them. */
export class Groups {
  readonly #store: StateStore;

  constructor(store: StateStore) {
    this.#store = store;
  }

  get(id: string): Group | undefined {
    return parse(this.#store.prepare<Row>('SELECT * FROM directory_group WHERE id = ?').get(id));
  }

  /** Finds a group by its name, in any letter case. */
  byName(name: string): Group | undefined {
    return parse(this.#store.prepare<Row>('SELECT * FROM directory_group WHERE name = ?').get(name));
  }

  all(): Group[] {
    const rows = this.#store.prepare<Row>('SELECT * FROM directory_group ORDER BY created_at, name').all();
    return rows.flatMap((row) => parse(row) ?? []);
  }

  /** Account ids of the members, in order. */
  members(id: string): string[] {
    return this.#store
      .prepare<{ account_id: string }>(
        'SELECT account_id FROM group_member WHERE group_id = ? ORDER BY account_id',
      )
      .all(id)
      .map((row) => row.account_id);
  }

  /** Adds a group, or replaces the one with the same id; its members stay. */
  save(group: Group): void {
    this.#store.transaction(() =>
      this.#store
        .prepare(
          `INSERT INTO directory_group (id, name, created_at, updated_at, version) VALUES (?, ?, ?, ?, ?)
           ON CONFLICT (id) DO UPDATE SET name = excluded.name, updated_at = excluded.updated_at,
             version = excluded.version`,
        )
        .run(group.id, group.name, group.createdAt, group.updatedAt, group.version),
    );
  }

  remove(id: string): boolean {
    return this.#store.transaction(
      () => this.#store.prepare('DELETE FROM directory_group WHERE id = ?').run(id).changes > 0,
    );
  }

  addMember(id: string, account: string): void {
    this.#store.transaction(() =>
      this.#store
        .prepare('INSERT OR IGNORE INTO group_member (group_id, account_id) VALUES (?, ?)')
        .run(id, account),
    );
  }

  removeMember(id: string, account: string): void {
    this.#store.transaction(() =>
      this.#store.prepare('DELETE FROM group_member WHERE group_id = ? AND account_id = ?').run(id, account),
    );
  }

  /** Makes an account a member of exactly the groups named. A group that does not exist yet is made at `now`. */
  setMembership(account: string, names: readonly string[], now: number): void {
    this.#store.transaction(() => {
      const wanted = new Set(names.map((name) => this.#idOf(name, now)));
      const held = this.#store
        .prepare<{ group_id: string }>('SELECT group_id FROM group_member WHERE account_id = ?')
        .all(account)
        .map((row) => row.group_id);
      const lost = held.filter((id) => !wanted.has(id));
      const gained = [...wanted].filter((id) => !held.includes(id));
      for (const id of lost) this.removeMember(id, account);
      for (const id of gained) this.addMember(id, account);
      for (const id of [...lost, ...gained])
        this.#store
          .prepare('UPDATE directory_group SET version = version + 1, updated_at = ? WHERE id = ?')
          .run(now, id);
    });
  }

  /** Each group of an account is another version: groups show the names of their members. */
  touchOf(account: string, now: number): void {
    this.#store
      .prepare(
        `UPDATE directory_group SET version = version + 1, updated_at = ?
         WHERE id IN (SELECT group_id FROM group_member WHERE account_id = ?)`,
      )
      .run(now, account);
  }

  /** A group that is made by its name alone is known by that name, so that labs can address it. */
  #idOf(name: string, now: number): string {
    const known = this.byName(name);
    if (known) return known.id;
    this.save({ id: name, name, createdAt: now, updatedAt: now, version: 1 });
    return name;
  }
}

function parse(row: Row | undefined): Group | undefined {
  if (!row) return undefined;
  return {
    id: row.id,
    name: row.name,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    version: row.version,
  };
}
