import type { Channel } from '../../../contract/account-state.ts';
import type { JsonObject } from '../../../contract/json.ts';
import type { Core } from '../../../events/core.ts';
import type { Account } from '../../../store/accounts.ts';
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
import { asked, changedAttributes, claimsAfter, namedChannels, unproven } from './user-changes.ts';
import { UserRecords } from './user-records.ts';
import { type UserRecord, userResource } from './user-resource.ts';
import { requireManager, requireOwnAttributes, requireUnique, requireUsername } from './user-rules.ts';

/** Users over SCIM: the accounts of the directory (RFC 7643 §4.1). */
export class Users {
  readonly #core: Core;
  readonly #actions: AccountActions;
  readonly #users: UserRecords;
  readonly #base: string;

  constructor(core: Core, actions: AccountActions, base: string) {
    this.#core = core;
    this.#actions = actions;
    this.#users = new UserRecords(core.store);
    this.#base = base;
  }

  list(query: Query, chain: RuleChain): { resources: JsonObject[]; total: number; startIndex: number } {
    const { ids, ...rest } = search(
      this.#core.store,
      { schemas: USER_SCHEMAS, columns: USER_COLUMNS },
      query,
      chain,
    );
    return { ...rest, resources: this.#users.all(ids).map((record) => userResource(record, this.#base)) };
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
    await this.#deciding(chain, (branch) => {
      requireUnique(this.#users, username, undefined, branch);
      requireManager(this.#users, input, undefined, branch);
      const write = { reasons: branch.reasons, by };
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
      this.#users.saveOwn(id, input.own);
      this.#move(id, input, write);
    });
    return this.get(id, chain);
  }

  async replace(id: string, body: JsonObject, version: string | undefined, chain: RuleChain, by: JsonObject) {
    requireSchema(body, USER_SCHEMA, chain);
    const input = readUser(readResource(body, USER_SCHEMAS, chain));
    return this.#write(id, () => input, { password: input.password }, version, chain, by);
  }

  /**
   * `own`: a person changes her own entry, so only what is hers to change. If she names the address that waits to be
   * confirmed, its code is sent again; with the one that she has, the change is taken back.
   */
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
    const named = own ? namedChannels(operations) : undefined;
    return this.#write(id, read, { password, own: named }, version, chain, by);
  }

  async remove(id: string, version: string | undefined, chain: RuleChain, by: JsonObject): Promise<void> {
    await this.#deciding(chain, (branch) => {
      const { account } = this.#known(id, branch);
      requireVersion(version, etagOf(account), branch);
      this.#actions.act(id, 'delete', { reasons: branch.reasons, by });
    });
  }

  /** One transaction, which is done again where handlers are asked amid it: of its rules, those of the last time count. */
  #deciding<T>(chain: RuleChain, work: (branch: RuleChain) => T): Promise<T> {
    return this.#actions.deciding(() => {
      const branch = chain.branch();
      const result = this.#core.store.transaction(() => work(branch));
      chain.goOnFrom(branch);
      return result;
    });
  }

  async #write(
    id: string,
    read: (chain: RuleChain) => UserInput,
    { password, own }: { password: string | undefined; own?: ReadonlySet<Channel> | undefined },
    version: string | undefined,
    chain: RuleChain,
    by: JsonObject,
  ): Promise<Answered> {
    const hash = password === undefined ? undefined : await this.#hash(password, id);
    const result = await this.#deciding(chain, (branch) => {
      const before = this.#known(id, branch);
      requireVersion(version, etagOf(before.account), branch);
      const input = read(branch);
      const username = requireUsername(input, branch);
      requireUnique(this.#users, username, id, branch);
      requireManager(this.#users, input, before.own, branch);
      const write = { reasons: branch.reasons, by };
      this.#update(before, input, { username, own: own !== undefined }, write);
      if (own) this.#waiting(before, input, own, write);
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
  #update(
    { account, own }: UserRecord,
    input: UserInput,
    { username, own: byHerself }: { username: string; own: boolean },
    write: Write,
  ): void {
    const parksEmail =
      input.email !== account.email && input.email !== '' && this.#actions.confirmsAddress('email');
    const phone = account.claims.phone_number;
    const parksPhone =
      input.phone !== phone && input.phone !== undefined && this.#actions.confirmsAddress('sms');
    const claims = claimsAfter(account.claims, {
      ...input.claims,
      ...(byHerself &&
        unproven(account, parksEmail ? account.email : input.email, parksPhone ? phone : input.phone)),
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
    const changed = changedAttributes({ account, own }, { account: after, own: input.own });
    if (changed.length > 0) {
      this.#users.saveOwn(account.id, input.own);
      this.#actions.update(after, changed, write);
    }
    if (parksEmail && input.email !== account.pendingEmail)
      this.#actions.changeAddress(account.id, 'email', input.email, write);
    if (parksPhone && input.phone !== undefined && input.phone !== account.pendingPhone)
      this.#actions.changeAddress(account.id, 'sms', input.phone, write);
  }

  /** What a person does about a new address of hers that waits already. */
  #waiting({ account }: UserRecord, input: UserInput, named: ReadonlySet<Channel>, write: Write): void {
    const phone = account.claims.phone_number;
    for (const [channel, wanted, has, waits] of [
      ['email', input.email, account.email, account.pendingEmail],
      ['sms', input.phone, phone, account.pendingPhone],
    ] as const) {
      if (waits === null || !named.has(channel)) continue;
      if (wanted === waits) this.#actions.waitingAddress(account.id, channel, 'send-address-again', write);
      else if (wanted === has) this.#actions.waitingAddress(account.id, channel, 'withdraw-address', write);
    }
  }

  /** Does what the request wants of the state, where it differs from what is. */
  #move(id: string, { wanted }: UserInput, write: Write): ActionResult {
    const state = this.#users.account(id)?.state;
    // Two attributes say it: the one that asks for a change counts.
    const disabled = [wanted.disabled, wanted.active === undefined ? undefined : !wanted.active].find(
      (one) => one !== undefined && one !== state?.disabled,
    );
    if (disabled !== undefined) this.#actions.act(id, disabled ? 'disable' : 'enable', write);
    if (wanted.locked !== undefined && wanted.locked !== state?.locked)
      this.#actions.act(id, wanted.locked ? 'admin-lock' : 'admin-unlock', write);
    return wanted.forceReset ? this.#actions.act(id, 'force-reset', write) : {};
  }

  #known(id: string, chain: RuleChain): UserRecord {
    const [record] = this.#users.all([id]);
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
}
