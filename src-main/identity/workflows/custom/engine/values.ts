import type { JsonObject } from '../../../../contract/json.ts';
import type { Account, Accounts } from '../../../../store/accounts.ts';
import type { Values } from '../expressions/cel.ts';
import type { Run } from './run.ts';

/** What expressions see of an account. */
export function accountValues(account: Account): JsonObject {
  const { id, username, name, email, groups, claims, state } = account;
  return {
    id,
    username,
    name,
    email,
    groups: [...groups],
    emailVerified: claims.email_verified === true,
    label: state.label,
    locked: state.locked,
    disabled: state.disabled,
  };
}

/** What the expressions of a run read at this moment. `now`: virtual time, ms. */
export function valuesOf(run: Run, accounts: Accounts, now: number): Values {
  const account = run.account === null ? undefined : accounts.get(run.account);
  return {
    input: run.state.input,
    steps: Object.fromEntries(
      run.state.steps
        .filter((step) => Object.keys(step.value).length > 0 || step.undo !== null)
        .map((step) => [step.id, step.value]),
    ),
    account: account ? accountValues(account) : null,
    event: run.state.event,
    now,
  };
}
