import { count, type Ledger, Register } from './ledger.ts';
import type { Random } from './random.ts';
import type { SandboxProcess } from './sandbox-process.ts';
import { type Deed, type Tuple, tableSays } from './table.ts';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const WSO2 = 'urn:scim:wso2:schema';
const MESSAGES = 'urn:ietf:params:scim:api:messages:2.0';
/** Users of one bulk request. */
const BULK = 12;
/** Beyond so many, accounts are only moved on. */
const MOST = 150;

const flag = (name: string, value: boolean) => ({
  op: 'replace',
  path: name === 'active' ? name : `${WSO2}:${name}`,
  value,
});
const MOVES: Partial<Record<Deed, object>> = {
  disable: flag('active', false),
  enable: flag('active', true),
  'admin-lock': flag('accountLocked', true),
  'admin-unlock': flag('accountLocked', false),
  'force-reset': flag('adminForcedPasswordReset', true),
};

/** What the ledger keeps of an account: label and flags, as text. */
export const asText = (tuple: Tuple): string =>
  JSON.stringify(tuple && [tuple.label, tuple.locked, tuple.disabled]);

/** Makes accounts and moves them through their lives: one by one and in bulk by SCIM, and by the registration's REST. */
export class Administrator {
  readonly #sandbox: SandboxProcess;
  readonly #ledger: Ledger;
  readonly #random: Random;

  constructor(sandbox: SandboxProcess, ledger: Ledger, random: Random) {
    this.#sandbox = sandbox;
    this.#ledger = ledger;
    this.#random = random;
  }

  async work(): Promise<void> {
    const { accounts } = this.#ledger.state;
    const few = accounts.size < MOST;
    if (few && (accounts.size < 5 || this.#random.chance(0.15))) return this.#invite();
    if (few && this.#random.chance(0.1)) return this.#bulk();
    if (few && this.#random.chance(0.1)) return this.#register();
    return this.#move();
  }

  async #invite(): Promise<void> {
    const name = this.#name();
    const body = { schemas: [USER], userName: name, emails: mail(name), [WSO2]: { askPassword: true } };
    await this.#fresh(name).change(begun('invite'), () => this.#scim('POST', '/Users', body, 201));
    count(this.#ledger, 'transitions');
  }

  async #register(): Promise<void> {
    const name = this.#name();
    const body = {
      user: {
        username: name,
        password: 'a password of some length',
        claims: [{ uri: 'http://wso2.org/claims/emailaddress', value: `${name}@mail.example` }],
      },
      properties: [],
    };
    await this.#fresh(name).change(begun('self-register'), async () => {
      const url = `${this.#sandbox.line.issuer}/api/identity/user/v1.0/me`;
      const headers = { 'content-type': 'application/json' };
      const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
      const text = await response.text();
      if (response.status !== 201) throw new Error(`a registration was answered ${response.status} ${text}`);
    });
    count(this.#ledger, 'registrations');
  }

  async #bulk(): Promise<void> {
    const names = Array.from({ length: BULK }, () => this.#name());
    const made = names.map((name) => this.#fresh(name));
    for (const register of made) register.pending = { value: begun('create') };
    const Operations = names.map((name) => ({
      method: 'POST',
      path: '/Users',
      bulkId: name,
      data: { schemas: [USER], userName: name, emails: mail(name) },
    }));
    await this.#scim('POST', '/Bulk', { schemas: [`${MESSAGES}:BulkRequest`], Operations }, 200);
    for (const register of made) {
      register.acknowledged = begun('create');
      register.pending = undefined;
    }
    count(this.#ledger, 'bulk requests');
  }

  async #move(): Promise<void> {
    const [name, register] = this.#random.pick([...this.#ledger.state.accounts]) as [
      string,
      Register<string>,
    ];
    const filter = encodeURIComponent(`userName eq "${name}"`);
    const { Resources } = (await this.#scim('GET', `/Users?filter=${filter}`, undefined, 200)) as {
      Resources: { id: string; active: boolean; [WSO2]: { accountState: string; accountLocked: boolean } }[];
    };
    const [user] = Resources;
    const before: Tuple = user
      ? ({
          label: user[WSO2].accountState,
          locked: user[WSO2].accountLocked,
          disabled: !user.active,
        } as Tuple)
      : null;
    if (!register.allows(asText(before)))
      throw new Error(`${name} is ${asText(before)}, not ${register.acknowledged}`);
    register.acknowledged = asText(before);
    if (!user) return;
    const deed = this.#random.pick([...Object.keys(MOVES), 'delete'] as Deed[]);
    await register.change(asText(tableSays(deed, before)), () =>
      deed === 'delete'
        ? this.#scim('DELETE', `/Users/${user.id}`, undefined, 204)
        : this.#scim(
            'PATCH',
            `/Users/${user.id}`,
            { schemas: [`${MESSAGES}:PatchOp`], Operations: [MOVES[deed]] },
            200,
          ),
    );
    count(this.#ledger, 'transitions');
  }

  #name(): string {
    this.#ledger.named += 1;
    return `k-${this.#ledger.named}`;
  }

  #fresh(name: string): Register<string> {
    const register = new Register(asText(null));
    this.#ledger.state.accounts.set(name, register);
    return register;
  }

  async #scim(method: string, path: string, body: object | undefined, wanted: number): Promise<unknown> {
    const { url, token } = this.#sandbox.line.scim;
    const response = await fetch(`${url}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json' },
      body: body === undefined ? null : JSON.stringify(body),
    });
    const text = await response.text();
    if (response.status !== wanted)
      throw new Error(`${method} ${path} was answered ${response.status} ${text}`);
    return text === '' ? {} : JSON.parse(text);
  }
}

const begun = (deed: Deed): string => asText(tableSays(deed, null));
const mail = (name: string) => [{ value: `${name}@mail.example` }];
