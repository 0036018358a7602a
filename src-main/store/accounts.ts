import { z } from 'zod';
import { type AccountState, accountStateSchema, channelSchema } from '../contract/account-state.ts';
import { jsonObjectSchema } from '../contract/json.ts';
import { Groups } from './groups.ts';
import type { StateStore } from './state-store.ts';

/** An account of the directory. `claims` are OpenID Connect claims; `passwordHash` comes from a memory-hard function. */
export const accountSchema = z.object({
  id: z.string(),
  username: z.string(),
  passwordHash: z.string(),
  name: z.string(),
  email: z.string(),
  claims: jsonObjectSchema,
  /** Names of the groups that it belongs to, in order. */
  groups: z.array(z.string()),
  state: accountStateSchema,
  /** New addresses that wait to be confirmed; the old ones hold until then. */
  pendingEmail: z.string().nullable(),
  pendingPhone: z.string().nullable(),
  /** Where messages go first. */
  preferredChannel: channelSchema,
  /** Times are virtual, ms. */
  confirmedAt: z.number().nullable(),
  passwordChangedAt: z.number().nullable(),
  lastSignInAt: z.number().nullable(),
  createdAt: z.number(),
  updatedAt: z.number(),
  /** Another number after each change. */
  version: z.number().int(),
});
export type Account = z.infer<typeof accountSchema>;

/** What an account is made from; the rest is as for one that needs nothing and waits for nothing. */
export type NewAccount = Pick<
  Account,
  'id' | 'username' | 'passwordHash' | 'name' | 'email' | 'claims' | 'groups' | 'createdAt'
> &
  Partial<Account>;

/** The state of an account that may be used and never had trouble. */
export const UNTROUBLED: AccountState = {
  label: 'UNLOCKED',
  locked: false,
  lockReason: null,
  unlockAt: null,
  disabled: false,
  failedAttempts: 0,
  lockoutCount: 0,
  resetMode: null,
};

interface Row {
  id: string;
  username: string;
  password_hash: string;
  name: string;
  email: string;
  claims: string;
  groups: string;
  enabled: number;
  label: string | null;
  locked: number;
  lock_reason: string | null;
  unlock_at: number | null;
  failed_attempts: number;
  lockout_count: number;
  pending_email: string | null;
  pending_phone: string | null;
  preferred_channel: string;
  reset_mode: string | null;
  confirmed_at: number | null;
  password_changed_at: number | null;
  last_sign_in_at: number | null;
  created_at: number;
  updated_at: number;
  version: number;
}

const STORED = [
  'id',
  'username',
  'password_hash',
  'name',
  'email',
  'claims',
  'enabled',
  'label',
  'locked',
  'lock_reason',
  'unlock_at',
  'failed_attempts',
  'lockout_count',
  'pending_email',
  'pending_phone',
  'preferred_channel',
  'reset_mode',
  'confirmed_at',
  'password_changed_at',
  'last_sign_in_at',
  'created_at',
  'updated_at',
  'version',
] as const;

const GROUP_NAMES = `(SELECT json_group_array(name) FROM (SELECT g.name FROM group_member m
  JOIN directory_group g ON g.id = m.group_id WHERE m.account_id = account.id ORDER BY g.created_at, g.name)) AS groups`;

/** Reads whole accounts; conditions, order and limits are put behind it. */
export const SELECT_ACCOUNT = `SELECT ${STORED.join(', ')}, ${GROUP_NAMES} FROM account`;

const UPSERT = `INSERT INTO account (${STORED.join(', ')}) VALUES (${STORED.map(() => '?').join(', ')})
  ON CONFLICT (id) DO UPDATE SET ${STORED.filter((column) => column !== 'id')
    .map((column) => `${column} = excluded.${column}`)
    .join(', ')}`;

/** The accounts of the directory. */
export class Accounts {
  readonly #store: StateStore;
  readonly #groups: Groups;

  constructor(store: StateStore) {
    this.#store = store;
    this.#groups = new Groups(store);
  }

  get(id: string): Account | undefined {
    return parseAccount(this.#store.prepare<Row>(`${SELECT_ACCOUNT} WHERE id = ?`).get(id));
  }

  /** Finds an account by user name, in any letter case. */
  byUsername(username: string): Account | undefined {
    return parseAccount(this.#store.prepare<Row>(`${SELECT_ACCOUNT} WHERE username = ?`).get(username));
  }

  all(): Account[] {
    const rows = this.#store.prepare<Row>(`${SELECT_ACCOUNT} ORDER BY created_at, id`).all();
    return rows.flatMap((row) => parseAccount(row) ?? []);
  }

  /** Adds an account, or replaces the one with the same id. A group that does not exist yet is made. */
  save(account: NewAccount): void {
    const whole = completed(account);
    const { state } = whole;
    this.#store.transaction(() => {
      if (this.#isRenamed(whole)) this.#groups.touchOf(whole.id, whole.updatedAt);
      this.#store
        .prepare(UPSERT)
        .run(
          whole.id,
          whole.username,
          whole.passwordHash,
          whole.name,
          whole.email,
          JSON.stringify(whole.claims),
          state.disabled ? 0 : 1,
          state.label,
          state.locked ? 1 : 0,
          state.lockReason,
          state.unlockAt,
          state.failedAttempts,
          state.lockoutCount,
          whole.pendingEmail,
          whole.pendingPhone,
          whole.preferredChannel,
          state.resetMode,
          whole.confirmedAt,
          whole.passwordChangedAt,
          whole.lastSignInAt,
          whole.createdAt,
          whole.updatedAt,
          whole.version,
        );
      this.#groups.setMembership(whole.id, whole.groups, whole.updatedAt);
    });
  }

  #isRenamed({ id, name }: Account): boolean {
    const known = this.#store.prepare<{ name: string }>('SELECT name FROM account WHERE id = ?').get(id);
    return known !== undefined && known.name !== name;
  }

  /** Removes an account and its membership of groups, at a time in ms. Answers whether there was one. */
  remove(id: string, now: number): boolean {
    return this.#store.transaction(() => {
      this.#groups.touchOf(id, now);
      return this.#store.prepare('DELETE FROM account WHERE id = ?').run(id).changes > 0;
    });
  }
}

function completed(account: NewAccount): Account {
  return {
    state: UNTROUBLED,
    pendingEmail: null,
    pendingPhone: null,
    preferredChannel: 'email',
    confirmedAt: null,
    passwordChangedAt: null,
    lastSignInAt: null,
    updatedAt: account.createdAt,
    version: 1,
    ...account,
  };
}

/** Reads a row of {@link SELECT_ACCOUNT}. */
export function parseAccount(row: unknown): Account | undefined {
  if (!row) return undefined;
  const found = row as Row;
  return accountSchema.parse({
    id: found.id,
    username: found.username,
    passwordHash: found.password_hash,
    name: found.name,
    email: found.email,
    claims: JSON.parse(found.claims),
    groups: JSON.parse(found.groups),
    state: {
      label: found.label,
      locked: found.locked === 1,
      lockReason: found.lock_reason,
      unlockAt: found.unlock_at,
      disabled: found.enabled === 0,
      failedAttempts: found.failed_attempts,
      lockoutCount: found.lockout_count,
      resetMode: found.reset_mode,
    },
    pendingEmail: found.pending_email,
    pendingPhone: found.pending_phone,
    preferredChannel: found.preferred_channel,
    confirmedAt: found.confirmed_at,
    passwordChangedAt: found.password_changed_at,
    lastSignInAt: found.last_sign_in_at,
    createdAt: found.created_at,
    updatedAt: found.updated_at,
    version: found.version,
  });
}
