import type { AccountAction } from '../contract/accounts.ts';
import type { MatrixState } from '../contract/answers.ts';
import type { Governance, GovernanceChange } from '../contract/governance.ts';
import { postJson, signIn, wso2Claims } from './ask.ts';
import type { AskedSandbox } from './ports.ts';

/** The account that is asked about. */
export interface TestAccount {
  id: string;
  username: string;
  email: string;
  /** Undefined where nobody knows it: the directory made a random one. */
  password: string | undefined;
  /** A refresh token that it was given before it came into the state, by its handle. */
  refreshToken: string | undefined;
  /** What led to the state, step by step. */
  way: string[];
}

const EMAIL = 'test.account@mail.example';
const USERNAME = 'test.account';
const PASSWORD = 'a long enough test password';
export const WRONG_PASSWORD = 'not the password of this account';
const MINUTE = 60_000;
/** No more wrong passwords than this are typed to reach a lock: each costs a hash. */
const MOST_ATTEMPTS = 5;

/** Puts a test account of a fork into a state, by the triggers that lead there. */
export function reach(fork: AskedSandbox, state: MatrixState): Promise<TestAccount> {
  return WAYS[state](fork);
}

const WAYS: Record<MatrixState, (fork: AskedSandbox) => Promise<TestAccount>> = {
  unlocked: open,
  'sr-locked': (fork) => registered(fork, true),
  'sr-open': (fork) => registered(fork, false),
  'ev-locked': (fork) => made(fork, 'verification', true),
  'ev-open': (fork) => made(fork, 'verification', false),
  'lr-locked': liteRegistered,
  'ap-locked': (fork) => made(fork, 'invitation', true),
  'ap-open': (fork) => made(fork, 'invitation', false),
  fupr: (fork) =>
    acted(fork, { kind: 'force-reset', mode: 'link' }, 'an administrator forces a reset', ON_RESET),
  locked,
  'locked-over': async (fork) => {
    const account = await locked(fork);
    const { state, now } = await fork.handlers['accounts.get']({ id: account.id });
    await fork.handlers['clock.advance']({ ms: Math.ceil((state.unlockAt ?? now) - now) + MINUTE });
    return { ...account, way: [...account.way, 'the time of the lock passes'] };
  },
  'locked-admin': (fork) => acted(fork, { kind: 'lock' }, 'an administrator locks it'),
  disabled: (fork) =>
    acted(fork, { kind: 'disable' }, 'an administrator disables it', { disabling: { enabled: true } }),
};

const ON_RESET: GovernanceChange = { adminReset: { link: true } };

/** Works under other switches, and puts those in force back. */
async function under<T>(fork: AskedSandbox, change: GovernanceChange, work: () => Promise<T>): Promise<T> {
  const { 'governance.get': get, 'governance.set': set } = fork.handlers;
  const before: Governance = await get({});
  await set(change);
  const result = await work();
  await set(before);
  return result;
}

async function made(
  fork: AskedSandbox,
  by: 'password' | 'invitation' | 'verification',
  lockOnCreation: boolean,
): Promise<TestAccount> {
  const password = by === 'invitation' ? '' : PASSWORD;
  const { id, title } = await under(
    fork,
    { emailVerification: { enabled: true, lockOnCreation } },
    async () =>
      fork.handlers['accounts.create']({
        username: USERNAME,
        name: 'Test account',
        email: EMAIL,
        phone: '',
        groups: [],
        by,
        password,
      }),
  );
  return {
    id,
    username: USERNAME,
    email: EMAIL,
    password: by === 'invitation' ? undefined : PASSWORD,
    refreshToken: undefined,
    way: [title],
  };
}

/** An account that can be used, with a sign-in behind it. */
async function open(fork: AskedSandbox): Promise<TestAccount> {
  const account = await made(fork, 'password', true);
  return withRefreshToken(fork, account);
}

/** Signs in once, so that there is a refresh token to try. */
export async function withRefreshToken(fork: AskedSandbox, account: TestAccount): Promise<TestAccount> {
  if (account.password === undefined) return account;
  const { ok } = await signIn(fork, account.username, account.password);
  const { tokens } = await fork.handlers['accounts.get']({ id: account.id });
  const refreshToken = ok ? tokens.find(({ kind }) => kind === 'refresh')?.handle : undefined;
  return { ...account, refreshToken };
}

async function acted(
  fork: AskedSandbox,
  action: AccountAction,
  step: string,
  change: GovernanceChange = {},
): Promise<TestAccount> {
  const account = await open(fork);
  await under(fork, change, async () => fork.handlers['accounts.act']({ id: account.id, action }));
  return { ...account, way: [...account.way, step] };
}

async function locked(fork: AskedSandbox): Promise<TestAccount> {
  const account = await open(fork);
  const { accountLock } = await fork.handlers['governance.get']({});
  const attempts = Math.min(accountLock.attempts, MOST_ATTEMPTS);
  await under(fork, { accountLock: { enabled: true, attempts } }, async () => {
    for (let attempt = 0; attempt < attempts; attempt += 1)
      await signIn(fork, account.username, WRONG_PASSWORD);
  });
  return { ...account, way: [...account.way, `a wrong password is typed ${attempts} times`] };
}

async function registered(fork: AskedSandbox, lockOnCreation: boolean): Promise<TestAccount> {
  const change = { selfRegistration: { enabled: true, sendConfirmation: true, lockOnCreation } };
  const claims = wso2Claims({ emailaddress: EMAIL, givenname: 'Test' });
  await under(fork, { ...change, password: { minLength: 1 } }, async () =>
    postJson(
      fork,
      '/api/identity/user/v1.0/me',
      { user: { username: USERNAME, password: PASSWORD, claims } },
      true,
    ),
  );
  return found(fork, USERNAME, PASSWORD, 'a person registers herself');
}

async function liteRegistered(fork: AskedSandbox): Promise<TestAccount> {
  await under(fork, { liteRegistration: { enabled: true, lockOnCreation: true } }, async () =>
    postJson(fork, '/api/identity/user/v1.0/lite', { email: EMAIL }, true),
  );
  return found(fork, EMAIL, undefined, 'a person registers with an address alone');
}

async function found(
  fork: AskedSandbox,
  username: string,
  password: string | undefined,
  step: string,
): Promise<TestAccount> {
  const { accounts } = await fork.handlers['accounts.list']({ search: username, offset: 0, limit: 1 });
  const id = accounts[0]?.id ?? '';
  return { id, username, email: EMAIL, password, refreshToken: undefined, way: [step] };
}
