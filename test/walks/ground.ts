import { Snapshots } from '../../src-main/events/snapshots.ts';
import { Accounts } from '../../src-main/store/accounts.ts';
import { type ConfirmationCode, ConfirmationCodes } from '../../src-main/store/confirmation-codes.ts';
import { AS_CARE_DESK, Kit } from '../integration/rules/identity/kit.ts';
import { freshFetch } from '../support/fresh-fetch.ts';
import { startIdentity, type TestIdentity } from '../support/identity.ts';
import { tempDir } from '../support/temp-dir.ts';
import { testClock } from '../support/virtual-clock.ts';

/** A token that a walk was given. */
export interface GivenToken {
  value: string;
  account: string;
  /** It was seen not to work any more. */
  dead: boolean;
}

/** What a walk remembers of the state, so that a restore takes it back too. */
interface Memory {
  /** Ids of codes that were seen used, superseded or otherwise ended. */
  ended: Set<string>;
  tokens: GivenToken[];
}

/** A provider with a directory that is restarted and put back under a walk, with what the walk knows of it. */
export class WalkGround {
  readonly #dataDir = tempDir();
  readonly #folder = tempDir();
  #identity: TestIdentity | undefined;
  #snapshot: { id: string; memory: Memory } | undefined;
  memory: Memory = { ended: new Set(), tokens: [] };
  /** Secrets of codes that were made, newest last; a restore does not make one forget what one has read. */
  readonly secrets: { secret: string; account: string }[] = [];

  get identity(): TestIdentity {
    if (!this.#identity) throw new Error('the ground is not open');
    return this.#identity;
  }

  async open(): Promise<void> {
    const port = this.#identity ? Number(new URL(this.#identity.issuer).port) : 0;
    this.#identity = await startIdentity({ dataDir: this.#dataDir, clock: testClock(), port });
  }

  async restart(): Promise<void> {
    await this.identity.stop();
    await this.open();
  }

  async close(): Promise<void> {
    await this.identity.stop();
  }

  get #snapshots(): Snapshots {
    const nobody = { readAll: async () => [], replaceAll: async () => [] };
    return new Snapshots(this.identity.core, this.#folder, nobody);
  }

  async snapshot(): Promise<void> {
    const { id } = await this.#snapshots.take('walk');
    const { ended, tokens } = this.memory;
    this.#snapshot = { id, memory: { ended: new Set(ended), tokens: tokens.map((one) => ({ ...one })) } };
  }

  /** Answers whether there was a snapshot to go back to. */
  async restore(): Promise<boolean> {
    if (!this.#snapshot) return false;
    await this.#snapshots.restore(this.#snapshot.id);
    const { ended, tokens } = this.#snapshot.memory;
    this.memory = { ended: new Set(ended), tokens: tokens.map((one) => ({ ...one })) };
    return true;
  }

  account(id: string) {
    return new Accounts(this.identity.core.store).get(id);
  }

  codes(): ConfirmationCode[] {
    const { store } = this.identity.core;
    const all = new ConfirmationCodes(store);
    return store
      .prepare<{ id: string }>('SELECT id FROM confirmation_code')
      .all()
      .flatMap(({ id }) => all.get(id) ?? []);
  }

  /** Signs a person in at the care desk. Answers whether she got a token. */
  async signIn(account: string): Promise<boolean> {
    const kit = new Kit(this.identity);
    const parameters = await kit.enter({}, account, this.identity.browser(freshFetch)).catch(() => undefined);
    const code = parameters?.get('code');
    if (!code) return false;
    const { access_token: value } = await this.#post('/token', kit.exchange(code));
    if (typeof value !== 'string') return false;
    this.memory.tokens.push({ value, account, dead: false });
    return true;
  }

  /** Whether the provider says that a token works (RFC 7662). */
  async works(token: string): Promise<boolean> {
    return (await this.#post('/token/introspection', { token })).active === true;
  }

  async scim(method: string, id: string, body?: object): Promise<number> {
    const { url, token } = this.identity.provider.scim();
    const response = await freshFetch(`${url}/Users/${id}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json' },
      body: body === undefined ? null : JSON.stringify(body),
    });
    await response.text();
    return response.status;
  }

  async #post(path: string, form: Record<string, string>): Promise<Record<string, unknown>> {
    const response = await freshFetch(`${this.identity.issuer}${path}`, {
      method: 'POST',
      headers: { authorization: AS_CARE_DESK },
      body: new URLSearchParams(form),
    });
    return (await response.json()) as Record<string, unknown>;
  }
}
