import { createHash, randomBytes, scryptSync } from 'node:crypto';
import { Agent, fetch as undiciFetch } from 'undici';
import { realNow } from '../../src-main/events/clock.ts';
import { Snapshots } from '../../src-main/events/snapshots.ts';
import { verifyPassword } from '../../src-main/identity/directory/password.ts';
import { AccountSearch } from '../../src-main/store/account-search.ts';
import { type Account, Accounts } from '../../src-main/store/accounts.ts';
import { AS_CARE_DESK, Kit } from '../integration/rules/identity/kit.ts';
import type { Browser } from '../support/browser.ts';
import { startIdentity, type TestIdentity } from '../support/identity.ts';
import { tempDir } from '../support/temp-dir.ts';
import { StillClock, testClock } from '../support/virtual-clock.ts';

/** A message as it reached somebody. */
export interface Delivered {
  row: number;
  account: string;
  template: string;
  address: string;
  /** The code in its link, or the one to type. */
  secret: string | undefined;
}

/** How a sign-in ended: at the application with a code, at the page for a new password, or refused. */
export type Entered = { at: 'application'; code: string } | { at: 'new password' } | { at: 'refused' };

/** A provider with a directory that is restarted and put back under a walk. Its clock moves only when it is moved. */
export class WalkGround {
  readonly #dataDir = tempDir();
  readonly #folder = tempDir();
  readonly #start = Math.floor(realNow() / 1000) * 1000;
  readonly #browsers = new Map<string, Browser>();
  #agent = new Agent();
  #identity: TestIdentity | undefined;
  #snapshot: string | undefined;
  /** The state was put back once: the log, which is not, may tell of later states. */
  restored = false;

  get identity(): TestIdentity {
    if (!this.#identity) throw new Error('the ground is not open');
    return this.#identity;
  }

  get lifecycle() {
    return this.identity.provider.lifecycle;
  }

  get now(): number {
    return this.identity.core.clock.now();
  }

  async open(): Promise<void> {
    const port = this.#identity ? Number(new URL(this.#identity.issuer).port) : 0;
    const clock = testClock(new StillClock(this.#start));
    this.#identity = await startIdentity({ dataDir: this.#dataDir, clock, port });
  }

  async restart(): Promise<void> {
    await this.close();
    await this.open();
  }

  async close(): Promise<void> {
    await this.#agent.destroy();
    this.#agent = new Agent();
    await this.identity.stop();
  }

  get #snapshots(): Snapshots {
    const nobody = { readAll: async () => [], replaceAll: async () => [] };
    return new Snapshots(this.identity.core, this.#folder, nobody);
  }

  async snapshot(): Promise<void> {
    this.#snapshot = (await this.#snapshots.take('walk')).id;
  }

  async restore(): Promise<void> {
    if (!this.#snapshot) return;
    await this.#snapshots.restore(this.#snapshot);
    this.restored = true;
  }

  /** Whether a password is the one of an account. From then on its hash is a cheap one. */
  async knows(id: string, password: string): Promise<boolean> {
    if (!(await verifyPassword(password, this.account(id)?.passwordHash))) return false;
    this.setCheapPassword(id, password);
    return true;
  }

  account(id: string): Account | undefined {
    return new Accounts(this.identity.core.store).get(id);
  }

  /** Gives an account a password whose hash costs next to nothing, so that walks can sign in often. */
  setCheapPassword(id: string, password: string): void {
    const accounts = new Accounts(this.identity.core.store);
    const account = accounts.get(id);
    if (account) accounts.save({ ...account, passwordHash: cheapHash(password) });
  }

  /** Messages that were delivered after a row, oldest first. */
  messages(after: number): Delivered[] {
    return this.identity.core.store
      .prepare<Delivered & { link: string | null; code: string | null }>(
        `SELECT rowid AS row, account_id AS account, template, address, link, code FROM message
         WHERE rowid > ? ORDER BY rowid`,
      )
      .all(after)
      .map(({ link, code, ...message }) => ({
        ...message,
        secret: (link === null ? code : new URL(link).searchParams.get('confirmation')) ?? undefined,
      }));
  }

  sessions(account: string): string[] {
    return new AccountSearch(this.identity.core.store).sessionsOf(account).map(({ uid }) => uid);
  }

  /** Types a user name and a password at the sign-in page, and allows what the application asks for. */
  async signIn(account: string, password: string): Promise<Entered> {
    const kit = new Kit(this.identity);
    const browser = this.identity.browser(this.fetch);
    const form = await browser.open(kit.url({ scope: 'openid offline_access', prompt: 'consent' }));
    let page = await browser.submit(form, { username: account, password }, 'allow');
    if (page.status === 422) return { at: 'refused' };
    if ('again' in (page.forms[0]?.fields ?? {})) return { at: 'new password' };
    for (let step = 0; step < 3 && page.status === 200 && page.forms.length > 0; step += 1)
      page = await browser.submit(page, {}, 'allow');
    const code = new URL(page.url).searchParams.get('code');
    if (code === null) throw new Error(`a sign-in ended at ${page.url} (${page.status})`);
    for (const uid of this.sessions(account)) if (!this.#browsers.has(uid)) this.#browsers.set(uid, browser);
    return { at: 'application', code };
  }

  /** Whether the browser of a session gets a code for the application without anybody signing in. */
  async passes(session: string): Promise<boolean> {
    const browser = this.#browsers.get(session);
    if (!browser) return false;
    const page = await browser.open(new Kit(this.identity).url({ prompt: 'none' }));
    return new URL(page.url).searchParams.has('code');
  }

  /** Exchanges an authorization code or a refresh token. Undefined: the provider refused. */
  async tokens(by: { code: string } | { refresh: string }) {
    const kit = new Kit(this.identity);
    const form = 'code' in by ? kit.exchange(by.code) : kit.refresh(by.refresh);
    const {
      access_token: access,
      refresh_token: refresh,
      expires_in: seconds,
    } = await this.form('/token', form);
    if (typeof access !== 'string' || typeof seconds !== 'number') return undefined;
    return { access, refresh: typeof refresh === 'string' ? refresh : undefined, seconds };
  }

  /** Whether the provider says that a token works (RFC 7662). */
  async works(token: string): Promise<boolean> {
    return (await this.form('/token/introspection', { token })).active === true;
  }

  async scim(method: string, id: string, body?: object): Promise<number> {
    const { url, token } = this.identity.provider.scim();
    const response = await this.fetch(`${url}/Users/${id}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json' },
      body: body === undefined ? null : JSON.stringify(body),
    });
    await response.text();
    return response.status;
  }

  /** Calls an endpoint of the workflows, as a caller that the directory trusts. Undefined: it refused. */
  async rest(path: string, body: object): Promise<Record<string, unknown> | undefined> {
    const response = await this.fetch(`${this.identity.issuer}${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${this.identity.provider.scim().token}`,
      },
      body: JSON.stringify(body),
    });
    const answer = (await response.json()) as Record<string, unknown>;
    if (response.status >= 500) throw new Error(`${path} was answered ${response.status}`);
    return response.ok ? answer : undefined;
  }

  /** Sends the form of a page of the directory. Answers whether it was taken. */
  async page(path: string, form: Record<string, string>): Promise<boolean> {
    const response = await this.fetch(`${this.identity.issuer}${path}`, {
      method: 'POST',
      headers: { origin: this.identity.issuer },
      body: new URLSearchParams(form),
    });
    await response.text();
    if (response.status >= 500) throw new Error(`${path} was answered ${response.status}`);
    return response.status === 200;
  }

  async form(path: string, form: Record<string, string>): Promise<Record<string, unknown>> {
    const response = await this.fetch(`${this.identity.issuer}${path}`, {
      method: 'POST',
      headers: { authorization: AS_CARE_DESK },
      body: new URLSearchParams(form),
    });
    return (await response.json()) as Record<string, unknown>;
  }

  /** `fetch` over connections of this run alone: after a restart none of the old ones lives. */
  readonly fetch = ((input: string, init: object) =>
    undiciFetch(input, { ...init, dispatcher: this.#agent })) as unknown as typeof fetch;
}

/** A hash in the directory's own form, of next to no cost. */
export function cheapHash(password: string): string {
  const salt = randomBytes(16);
  const key = scryptSync(password.normalize('NFKC'), salt, 32, { N: 64, r: 8, p: 1 });
  return ['scrypt', 64, 8, 1, salt.toString('base64url'), key.toString('base64url')].join('$');
}

/** A short name for a secret in what a failed walk prints. */
export const short = (secret: string): string =>
  createHash('sha256').update(secret).digest('hex').slice(0, 6);
