import { onTestFinished } from 'vitest';
import type { AccountState } from '../../src-main/contract/account-state.ts';
import type { EventType } from '../../src-main/contract/event-types.ts';
import type { SandboxEvent } from '../../src-main/contract/events.ts';
import type { Core } from '../../src-main/events/core.ts';
import type { CoreOptions } from '../../src-main/events/create-core.ts';
import { createObservedServer } from '../../src-main/events/observed-server.ts';
import { hashPassword } from '../../src-main/identity/directory/password.ts';
import { createIdentityProvider, type IdentityProvider } from '../../src-main/identity/identity-provider.ts';
import { Accounts } from '../../src-main/store/accounts.ts';
import { type ApplicationRecord, Applications } from '../../src-main/store/applications.ts';
import type { ApplicationSettings } from '../../src-main/store/records.ts';
import { seedWorld } from '../../src-main/world/seed/seed-world.ts';
import { Browser, type Page } from './browser.ts';
import { testCore } from './core.ts';

/** Where the test's applications would listen. Nobody does: the browser stops there. */
export const APP_URLS = {
  'online-banking': 'http://127.0.0.1:9501',
  'care-desk': 'http://127.0.0.1:9502',
  pocket: 'http://127.0.0.1:9503',
  tv: 'http://127.0.0.1:9504',
  notebook: 'http://127.0.0.1:9505',
  mail: 'http://127.0.0.1:9506',
  signet: 'http://127.0.0.1:9507',
} as const;
export const CALLBACK = `${APP_URLS['care-desk']}/callback`;
export const ACCOUNTS_API = 'https://api.harbour.example/accounts';
export const CARDS_API = 'https://api.harbour.example/cards';
export const CARE_DESK = { id: 'care-desk', secret: 'care-desk-sandbox-secret' } as const;
export const WORKBENCH = { id: 'workbench', secret: 'workbench-sandbox-secret' } as const;

/** A real provider on the world of Harbour Bank, listening on a port of its own. */
export interface TestIdentity {
  core: Core;
  provider: IdentityProvider;
  issuer: string;
  /** A browser that stops where the applications would listen. */
  browser(through?: typeof fetch): Browser;
  events(...types: EventType[]): SandboxEvent[];
  /** Changes the metadata of an application. */
  changeClient(clientId: string, metadata: Record<string, string | number | boolean | string[]>): void;
  changeSettings(clientId: string, settings: Partial<ApplicationSettings>): void;
  disable(account: string): void;
  /** Writes into the state of an account. */
  change(account: string, state: Partial<AccountState>): void;
  /** Ends it as a restart does: the listener and both databases are closed. */
  stop(): Promise<void>;
}

const hashes = new Map<string, Promise<string>>();

/** The same passwords in every test need to be hashed only once. */
function hashOnce(password: string): Promise<string> {
  const known = hashes.get(password) ?? hashPassword(password);
  hashes.set(password, known);
  return known;
}

export async function startIdentity(
  options: Partial<CoreOptions> & { port?: number } = {},
): Promise<TestIdentity> {
  const { port: wanted = 0, ...coreOptions } = options;
  const core = testCore(coreOptions);
  await seedWorld(core.store, { clock: core.clock, hashPassword: hashOnce, appUrls: APP_URLS });
  const server = createObservedServer({ core, node: 'idp', hosts: ['localhost'], handler: () => undefined });
  const port = await server.listen(wanted);
  const issuer = `http://localhost:${port}`;
  const provider = await createIdentityProvider(core, { issuer, organisation: 'Harbour Bank' });
  server.setHandler(provider.handler);
  onTestFinished(() => server.close());
  return {
    core,
    provider,
    issuer,
    browser: (through) => new Browser(['http://127.0.0.1'], through),
    events: (...types) =>
      core.log.list({ limit: 5000 }).filter((event) => types.length === 0 || types.includes(event.type)),
    changeClient: (clientId, metadata) =>
      change(core, clientId, (application) => ({
        ...application,
        metadata: { ...application.metadata, ...metadata },
      })),
    changeSettings: (clientId, settings) =>
      change(core, clientId, (application) => ({
        ...application,
        settings: { ...application.settings, ...settings },
      })),
    stop: async () => {
      await server.close();
      core.close();
    },
    disable: (id) => changeState(core, id, { label: 'DISABLED', disabled: true }),
    change: (id, state) => changeState(core, id, state),
  };
}

function changeState(core: Core, id: string, state: Partial<AccountState>): void {
  const accounts = new Accounts(core.store);
  const account = accounts.get(id);
  if (account) accounts.save({ ...account, state: { ...account.state, ...state } });
}

function change(core: Core, clientId: string, next: (now: ApplicationRecord) => ApplicationRecord): void {
  const applications = new Applications(core.store);
  const application = applications.get(clientId);
  if (!application) throw new Error(`no application ${clientId}`);
  applications.save(next(application));
}

/** Signs in and allows everything, from the address of an authorization request to the redirect to the application. */
export async function signIn(
  browser: Browser,
  authorizationUrl: string | URL,
  username = 'alice',
  password = `${username}-sandbox-1`,
): Promise<Page> {
  let page = await browser.open(authorizationUrl);
  for (let step = 0; step < 4 && page.status === 200 && page.forms.length > 0; step += 1) {
    const values: Record<string, string> =
      'password' in (page.forms[0]?.fields ?? {}) ? { username, password } : {};
    page = await browser.submit(page, values, 'allow');
  }
  return page;
}
