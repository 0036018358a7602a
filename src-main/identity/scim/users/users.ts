import type { Json, JsonObject } from '../../../contract/json.ts';
import type { Core } from '../../../events/core.ts';
import { type Account, Accounts, parseAccount, SELECT_ACCOUNT } from '../../../store/accounts.ts';
import { ScimAttributeStore, type ScimAttributes } from '../../../store/scim-attributes.ts';
import { compact } from '../../compact.ts';
import { hashPassword } from '../../directory/password.ts';
import { USER_COLUMNS } from '../filter/user-columns.ts';
import { applyPatch } from '../patch/apply-patch.ts';
import { readPatch } from '../patch/operations.ts';
import type { AccountActions, ActionResult, Write } from '../ports.ts';
import { type Answered, etagOf, requireSchema, requireVersion } from '../resource.ts';
import type { RuleChain } from '../rule-chain.ts';
import { readResource } from '../schema/read-resource.ts';
import { USER_SCHEMAS } from '../schema/schemas.ts';
import { type Query, search } from '../search.ts';
import { USER_SCHEMA, WSO2_SCHEMA } from '../urns.ts';
import { readUser, type UserInput } from './read-user.ts';
import { type UserRecord, userResource } from './user-resource.ts';

const NOTHING: ScimAttributes = { externalId: undefined, attributes: {} };

/** Users over SCIM: the accounts of the directory (RFC 7643 §4.1). */
export class Users {
  readonly #core: Core;
  readonly #actions: AccountActions;
  readonly #accounts: Accounts;
  readonly #own: ScimAttributeStore;
  readonly #base: string;

  constructor(core: Core, actions: AccountActions, base: string) {
    this.#core = core;
    this.#actions = actions;
    this.#accounts = new Accounts(core.store);
    this.#own = new ScimAttributeStore(core.store);
    this.#base = base;
  }

  list(query: Query, chain: RuleChain): { resources: JsonObject[]; total: number; startIndex: number } {
    const { ids, ...rest } = search(
      this.#core.store,
      { schemas: USER_SCHEMAS, columns: USER_COLUMNS },
      query,
      chain,
    );
    return { ...rest, resources: this.#records(ids).map((record) => userResource(record, this.#base)) };
  }

  get(id: string, chain: RuleChain): Answered {
    return this.#shown(this.#known(id, chain));
  }

  async create(body: JsonObject, chain: RuleChain, by: JsonObject): Promise<Answered> {
    requireSchema(body, USER_SCHEMA, chain);
    const input = readUser(readResource(body, USER_SCHEMAS, chain));
    const username = requireUsername(input, chain);
    const { wanted } = input;
    // Whoever is invited chooses a password: one that was given for her is not kept.
    const password = wanted.invite ? undefined : input.password;
    const passwordHash = password === undefined ? '' : await this.#hash(password);
    const now = this.#core.clock.now();
    const id = this.#actions.newId(username);
    this.#core.store.transaction(() => {
      this.#requireUnique(username, undefined, chain);
      this.#requireManager(input.own, chain);
      const write = { reasons: chain.reasons, by };
      this.#actions.create(
        {
          id,
          username,
          passwordHash,
          name: input.name,
          email: input.email,
          claims: compact({ ...input.claims, phone_number: input.phone }),
          groups: [],
          createdAt: now,
          passwordChangedAt: passwordHash === '' ? null : now,
          ...(input.preferredChannel ? { preferredChannel: input.preferredChannel } : {}),
        },
        wanted.invite ? 'invite' : wanted.verifyEmail ? 'create-to-verify' : 'create',
        write,
      );
      this.#own.save(id, input.own);
      this.#move(id, input, write);
    });
    return this.get(id, chain);
  }

  async replace(id: string, body: JsonObject, version: string | undefined, chain: RuleChain, by: JsonObject) {
    requireSchema(body, USER_SCHEMA, chain);
    const input = readUser(readResource(body, USER_SCHEMAS, chain));
    return this.#write(id, () => input, input.password, version, chain, by);
  }

  /** `own`: a person changes her own entry, so only what is hers to change. */
  async patch(
    id: string,
    body: JsonObject,
    version: string | undefined,
    chain: RuleChain,
    by: JsonObject,
    own = false,
  ) {
    const operations = readPatch(body, chain);
    // Read twice: once for a password, which takes time to hash, and again inside the transaction that writes.
    const read = (branch: RuleChain) => {
      const now = userResource(this.#known(id, branch), this.#base);
      const patched = applyPatch(now, operations, USER_SCHEMAS, branch);
      if (own) requireOwnAttributes(now, patched, branch);
      return readUser(asked(now, patched));
    };
    const { password } = read(chain.branch());
    return this.#write(id, () => read(chain), password, version, chain, by);
  }

  remove(id: string, version: string | undefined, chain: RuleChain, by: JsonObject): void {
    this.#core.store.transaction(() => {
      const { account } = this.#known(id, chain);
      requireVersion(version, etagOf(account), chain);
      this.#actions.act(id, 'delete', { reasons: chain.reasons, by });
    });
  }

  async #write(
    id: string,
    read: () => UserInput,
    password: string | undefined,
    version: string | undefined,
    chain: RuleChain,
    by: JsonObject,
  ): Promise<Answered> {
    const hash = password === undefined ? undefined : await this.#hash(password, id);
    const result = this.#core.store.transaction(() => {
      const before = this.#known(id, chain);
      requireVersion(version, etagOf(before.account), chain);
      const input = read();
      const username = requireUsername(input, chain);
      this.#requireUnique(username, id, chain);
      this.#requireManager(input.own, chain);
      const write = { reasons: chain.reasons, by };
      this.#update(before, input, username, write);
      if (hash !== undefined) this.#actions.setPassword(id, hash, write);
      return this.#move(id, input, write);
    });
    const answered = this.get(id, chain);
    if (result.handedOver === undefined) return answered;
    const extension = answered.resource[WSO2_SCHEMA] as JsonObject;
    const shown = { ...extension, oneTimePassword: result.handedOver };
    return { ...answered, resource: { ...answered.resource, [WSO2_SCHEMA]: shown } };
  }

  async #hash(password: string, id?: string): Promise<string> {
    await this.#actions.checkPassword(password, id);
    return hashPassword(password);
  }

  /** Writes the attributes that mean no transition, in one event that names those that changed. */
  #update({ account, own }: UserRecord, input: UserInput, username: string, write: Write): void {
    const parksEmail =
      input.email !== account.email && input.email !== '' && this.#actions.confirmsAddress('email');
    const phone = account.claims.phone_number;
    const parksPhone =
      input.phone !== phone && input.phone !== undefined && this.#actions.confirmsAddress('sms');
    const claims = compact({
      ...account.claims,
      ...input.claims,
      phone_number: parksPhone ? phone : input.phone,
    });
    const after: Account = {
      ...account,
      username,
      name: input.name,
      email: parksEmail ? account.email : input.email,
      claims,
      preferredChannel: input.preferredChannel ?? account.preferredChannel,
    };
    const changed = [
      ...differing(flat(account), flat(after)),
      ...differing(flatOwn(own), flatOwn(input.own)),
    ];
    if (changed.length > 0) {
      this.#own.save(account.id, input.own);
      this.#actions.update(after, changed, write);
    }
    if (parksEmail && input.email !== account.pendingEmail)
      this.#actions.changeAddress(account.id, 'email', input.email, write);
    if (parksPhone && input.phone !== undefined && input.phone !== account.pendingPhone)
      this.#actions.changeAddress(account.id, 'sms', input.phone, write);
  }

  /** Does what the request wants of the state, where it differs from what is. */
  #move(id: string, { wanted }: UserInput, write: Write): ActionResult {
    const state = this.#accounts.get(id)?.state;
    // Two attributes say it: the one that asks for a change counts.
    const disabled = [wanted.disabled, wanted.active === undefined ? undefined : !wanted.active].find(
      (one) => one !== undefined && one !== state?.disabled,
    );
    if (disabled !== undefined) this.#actions.act(id, disabled ? 'disable' : 'enable', write);
    if (wanted.locked !== undefined && wanted.locked !== state?.locked)
      this.#actions.act(id, wanted.locked ? 'admin-lock' : 'admin-unlock', write);
    return wanted.forceReset ? this.#actions.act(id, 'force-reset', write) : {};
  }

  #requireUnique(username: string, id: string | undefined, chain: RuleChain): void {
    const other = this.#accounts.byUsername(username);
    chain.require(
      'scim.resource.unique',
      other === undefined || other.id === id,
      `There is a user with the userName “${username}”.`,
      { path: 'userName', seen: username, inputs: { userName: username } },
    );
  }

  #requireManager({ attributes }: ScimAttributes, chain: RuleChain): void {
    const manager = (attributes.enterprise as JsonObject | undefined)?.manager;
    if (typeof manager !== 'string') return;
    chain.require(
      'scim.value.reference',
      this.#accounts.get(manager) !== undefined,
      `There is no user ${manager}.`,
      {
        path: 'manager.value',
        seen: manager,
        inputs: { manager },
      },
    );
  }

  #known(id: string, chain: RuleChain): UserRecord {
    const [record] = this.#records([id]);
    if (!record)
      return chain.fail('scim.resource.known', `There is no user ${id}.`, {
        path: 'id',
        seen: id,
        inputs: { id },
      });
    return record;
  }

  #shown(record: UserRecord): Answered {
    return { resource: userResource(record, this.#base), etag: etagOf(record.account) };
  }

  /** Whole users, in the order of the ids. */
  #records(ids: readonly string[]): UserRecord[] {
    const list = JSON.stringify(ids);
    const { store } = this.#core;
    const accounts = new Map(
      store
        .prepare(`${SELECT_ACCOUNT} WHERE id IN (SELECT value FROM json_each(?))`)
        .all(list)
        .flatMap((row) => parseAccount(row) ?? [])
        .map((account) => [account.id, account]),
    );
    const own = this.#own.of(ids);
    const groups = new Map<string, UserRecord['groups']>();
    const rows = store
      .prepare<{ account_id: string; id: string; name: string }>(
        `SELECT member.account_id, directory_group.id, directory_group.name FROM group_member AS member
         JOIN directory_group ON directory_group.id = member.group_id
         WHERE member.account_id IN (SELECT value FROM json_each(?)) ORDER BY directory_group.created_at, directory_group.name`,
      )
      .all(list);
    for (const { account_id, id, name } of rows)
      groups.set(account_id, [...(groups.get(account_id) ?? []), { id, name }]);
    return ids.flatMap((id) => {
      const account = accounts.get(id);
      return account ? [{ account, own: own.get(id) ?? NOTHING, groups: groups.get(id) ?? [] }] : [];
    });
  }
}

/** What a person may change of herself. */
const OWN: ReadonlySet<string> = new Set([
  'name',
  'displayName',
  'nickName',
  'profileUrl',
  'preferredLanguage',
  'locale',
  'timezone',
  'emails',
  'phoneNumbers',
  'ims',
  'photos',
  'addresses',
]);

function requireOwnAttributes(before: JsonObject, after: JsonObject, chain: RuleChain): void {
  const beyond = differing(before, after).filter((name) => !OWN.has(name));
  chain.require('scim.me.attribute', beyond.length === 0, `${beyond.join(', ')} is not yours to change.`, {
    path: beyond[0] ?? 'Operations',
    inputs: { attributes: beyond },
  });
}

function requireUsername({ username }: UserInput, chain: RuleChain): string {
  if (username !== undefined) return username;
  return chain.fail('scim.value.required', 'userName is required.', {
    path: 'userName',
    inputs: { attribute: 'userName' },
  });
}

/**
 * What a patched resource asks for. Flags that the operations left as they were are no wish: `active` and
 * `accountDisabled` say the same, and only the one that was changed counts.
 */
function asked(before: JsonObject, after: JsonObject): JsonObject {
  const kept = { ...(after[WSO2_SCHEMA] as JsonObject | undefined) };
  const known = (before[WSO2_SCHEMA] as JsonObject | undefined) ?? {};
  for (const name of ['accountDisabled', 'accountLocked']) if (kept[name] === known[name]) delete kept[name];
  const { active, ...rest } = after;
  return {
    ...rest,
    ...(active === undefined || active === before.active ? {} : { active }),
    [WSO2_SCHEMA]: kept,
  };
}

const flat = ({ username, name, email, claims, preferredChannel }: Account): JsonObject => ({
  userName: username,
  displayName: name,
  emails: email,
  preferredChannel,
  ...claims,
});
const flatOwn = ({ externalId, attributes }: ScimAttributes): JsonObject => ({
  ...(externalId === undefined ? {} : { externalId }),
  ...attributes,
});

function differing(before: JsonObject, after: JsonObject): string[] {
  const text = (value: Json | undefined) => JSON.stringify(value) ?? '';
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (name) => text(before[name]) !== text(after[name]),
  );
}
