import { type Group, Groups } from '../../../store/groups.ts';
import type { StateStore } from '../../../store/state-store.ts';

/** A group with what SCIM keeps of it. */
export interface GroupRecord {
  group: Group;
  externalId: string | undefined;
}

/** Groups and their members, many at a time: members are never read one by one. */
export class GroupStore {
  readonly groups: Groups;
  readonly #store: StateStore;

  constructor(store: StateStore) {
    this.#store = store;
    this.groups = new Groups(store);
  }

  records(ids: readonly string[]): GroupRecord[] {
    const external = this.#store.prepare<{ external_id: string | null }>(
      'SELECT external_id FROM scim_group WHERE group_id = ?',
    );
    return ids.flatMap((id) => {
      const group = this.groups.get(id);
      return group ? [{ group, externalId: external.get(id)?.external_id ?? undefined }] : [];
    });
  }

  save({ group, externalId }: GroupRecord): void {
    this.groups.save(group);
    this.#store
      .prepare(
        `INSERT INTO scim_group (group_id, external_id) VALUES (?, ?)
         ON CONFLICT (group_id) DO UPDATE SET external_id = excluded.external_id`,
      )
      .run(group.id, externalId ?? null);
  }

  /** Members with their names, in order. */
  members(id: string): { id: string; name: string }[] {
    return this.#store
      .prepare<{ id: string; name: string }>(
        `SELECT account.id, account.name FROM group_member AS member
         JOIN account ON account.id = member.account_id WHERE member.group_id = ? ORDER BY member.account_id`,
      )
      .all(id);
  }

  /** Those of the ids that are no account. */
  unknown(ids: readonly string[]): string[] {
    return this.#store
      .prepare<{ value: string }>(
        'SELECT value FROM json_each(?) WHERE NOT EXISTS (SELECT 1 FROM account WHERE id = value)',
      )
      .all(JSON.stringify(ids))
      .map(({ value }) => value);
  }

  /** Of the ids, those that are members now. */
  belonging(id: string, ids: readonly string[]): Set<string> {
    const rows = this.#store
      .prepare<{ account_id: string }>(
        'SELECT account_id FROM group_member WHERE group_id = ? AND account_id IN (SELECT value FROM json_each(?))',
      )
      .all(id, JSON.stringify(ids));
    return new Set(rows.map(({ account_id }) => account_id));
  }

  /** Every member is another version: users show the names of their groups. */
  touchMembers(id: string, now: number): void {
    this.#store
      .prepare(
        `UPDATE account SET version = version + 1, updated_at = ?
         WHERE id IN (SELECT account_id FROM group_member WHERE group_id = ?)`,
      )
      .run(now, id);
  }

  /** Adds and removes members. Whoever gains or loses a group is another version of a user, since users show groups. */
  change(id: string, added: readonly string[], removed: readonly string[], now: number): void {
    const touched = JSON.stringify([...added, ...removed]);
    this.#store
      .prepare('INSERT OR IGNORE INTO group_member (group_id, account_id) SELECT ?, value FROM json_each(?)')
      .run(id, JSON.stringify(added));
    this.#store
      .prepare(
        'DELETE FROM group_member WHERE group_id = ? AND account_id IN (SELECT value FROM json_each(?))',
      )
      .run(id, JSON.stringify(removed));
    this.#store
      .prepare(
        'UPDATE account SET version = version + 1, updated_at = ? WHERE id IN (SELECT value FROM json_each(?))',
      )
      .run(now, touched);
  }
}
