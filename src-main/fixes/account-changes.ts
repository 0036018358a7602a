import type { AccountAction } from '../contract/accounts.ts';
import { Accounts } from '../store/accounts.ts';
import type { Change } from './change.ts';
import type { FixPorts } from './ports.ts';
import { signIn } from './run.ts';

/** The acts of an administrator that may help, by the rule that refused the account. */
const ACTS: Readonly<Record<string, readonly ('enable' | 'unlock')[]>> = {
  'idp.signin.account-enabled': ['enable'],
  'idp.signin.account-unlocked': ['unlock'],
  'idp.signin.confirmed': ['unlock'],
  'idp.account.usable': ['enable', 'unlock'],
  'idp.prompt.account-usable': ['enable', 'unlock'],
};

const WORDS = {
  enable: {
    title: 'Enable the account',
    detail: 'An administrator’s decision: the account can then be used in every application.',
  },
  unlock: {
    title: 'Unlock the account',
    detail:
      'An administrator’s decision, for every application. What the account had still to confirm is skipped.',
  },
} as const;

/** The single changes in the life of an account that may let its sign-in pass. The fork's own directory makes them. */
export function accountChanges({ core }: FixPorts, rule: string, persona: string, client: string): Change[] {
  const account = new Accounts(core.store).get(persona);
  const acts = ACTS[rule] ?? [];
  if (!account || acts.length === 0) return [];
  const byAdministrator = (kind: 'enable' | 'unlock'): Change => ({
    id: `${kind}-account`,
    ...WORDS[kind],
    privilege: 'wide',
    place: { view: 'identity', account: persona },
    run: async (fork) => {
      const action: AccountAction = { kind };
      await fork.actOnAccount(persona, action);
      return signIn(fork, persona, client);
    },
  });
  const { locked, unlockAt } = account.state;
  const waits: Change[] =
    locked && unlockAt !== null && rule === 'idp.signin.account-unlocked'
      ? [
          {
            id: 'wait-for-lock',
            title: 'Wait until the time of the lock is over',
            detail: 'Then the next good sign-in opens the account. Nothing opens it before.',
            privilege: 'none',
            run: async (fork) => {
              await fork.advanceTo(unlockAt);
              return signIn(fork, persona, client);
            },
          },
        ]
      : [];
  return [...waits, ...acts.map(byAdministrator)];
}
