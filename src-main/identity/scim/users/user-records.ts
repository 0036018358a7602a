import { type Account, Accounts, parseAccount, SELECT_ACCOUNT } from '../../../store/accounts.ts';
import { ScimAttributeStore, type ScimAttributes } from '../../../store/scim-attributes.ts';
import type { StateStore } from '../../../store/state-store.ts';
import type { UserRecord } from './user-resource.ts';

const NOTHING: ScimAttributes = { externalId: undefined, attributes: {} };

/** Where users are kept: the account, what SCIM keeps beside it, and the groups. Many are read at a time. */
export class UserRecords {
  readonly #store: StateStore;
  readonly #accounts: Accounts;
  readonly #own: ScimAttributeStore;

  constructor(store: StateStore) {
    this.#store = store;
    this.#accounts = new Accounts(store);
    this.#own = new ScimAttributeStore(store);
  }

  account(id: string): Account | undefined {
    return this.#accounts.get(id);
  }

  byUsername(username: string): Account | undefined {
    return this.#accounts.byUsername(username);
  }

  saveOwn(id: string, own: ScimAttributes): void {
    this.#own.save(id, own);
  }

  /** Whole users, in the order of the ids. */
  all(ids: readonly string[]): UserRecord[] {
    const list = JSON.stringify(ids);
    const accounts = new Map(
      this.#store
        .prepare(`${SELECT_ACCOUNT} WHERE id IN (SELECT value FROM json_each(?))`)
        .all(list)
        .flatMap((row) => parseAccount(row) ?? [])
        .map((account) => [account.id, account]),
    );
    const own = this.#own.of(ids);
    const groups = this.#groups(list);
    return ids.flatMap((id) => {
      const account = accounts.get(id);
      return account ? [{ account, own: own.get(id) ?? NOTHING, groups: groups.get(id) ?? [] }] : [];
    });
  }

  #groups(list: string): Map<string, UserRecord['groups']> {
    const groups = new Map<string, UserRecord['groups']>();
    const rows = this.#store
      .prepare<{ account_id: string; id: string; name: string }>(
        `SELECT member.account_id, directory_group.id, directory_group.name FROM group_member AS member
         JOIN directory_group ON directory_group.id = member.group_id
         WHERE member.account_id IN (SELECT value FROM json_each(?)) ORDER BY directory_group.created_at, directory_group.name`,
      )
      .all(list);
    for (const { account_id, id, name } of rows) {
      const known = groups.get(account_id);
      if (known) known.push({ id, name });
      else groups.set(account_id, [{ id, name }]);
    }
    return groups;
  }
}
