import type { Account } from '../../../store/accounts.ts';
import { eventsBefore } from '../handler-events.ts';
import type { AskBefore, Verdict } from '../hooks.ts';
import { json } from './json.ts';
import type { Move } from './move.ts';

const NOBODY: Pick<Account, 'username' | 'name' | 'email' | 'claims' | 'groups'> = {
  username: '',
  name: '',
  email: '',
  claims: {},
  groups: [],
};

/** Asks handlers of one's own before anything is written; of a new account they may rewrite what a person is. */
export function askHandlers(
  ask: AskBefore,
  { account, draft, trigger, before, next, change: { address } }: Move,
): Verdict | undefined {
  return ask(eventsBefore(trigger, before, next), () => {
    const { username, name, email, claims, groups } = account ?? draft ?? NOBODY;
    const payload = {
      trigger: trigger.kind,
      username,
      name,
      email,
      claims,
      groups,
      ...(address === undefined ? {} : { address }),
      from: json(before),
      to: json(next),
    };
    return {
      subject: account?.id,
      rewritable: account === undefined,
      payload,
      // A lock ends so long after it begins: that moves with the clock, and means the same.
      holds: { ...payload, to: json(next && { ...next, unlockAt: null }) },
    };
  });
}
