import type { JsonObject } from '../../../../contract/json.ts';
import type { WorkflowApprovers } from '../../../../contract/workflow-definition.ts';
import type { Account, Accounts } from '../../../../store/accounts.ts';
import type { StateStore } from '../../../../store/state-store.ts';
import { holds, type Values } from '../expressions/cel.ts';
import { ExpressionError } from '../expressions/expression-error.ts';
import { fillText } from '../expressions/template.ts';
import { accountValues } from './values.ts';

/** As many people are named, told by mail, and looked at for an expression. */
export const MOST_PEOPLE = 20;
const MOST_LOOKED_AT = 200;

/** Who may decide, with names filled in: kept with the task. */
export function namedApprovers(by: WorkflowApprovers, values: Values): WorkflowApprovers {
  if ('person' in by) return { person: fillText(by.person, values) };
  if ('group' in by) return { group: fillText(by.group, values) };
  return by;
}

/** Whether an account is among those who may decide now. An expression that fails names nobody. */
export function mayDecide(by: WorkflowApprovers, account: Account, values: Values): boolean {
  if ('person' in by) return account.username.toLowerCase() === by.person.trim().toLowerCase();
  if ('group' in by)
    return account.groups.some((group) => group.toLowerCase() === by.group.trim().toLowerCase());
  try {
    return holds(by.expression, 'approver', { ...values, approver: accountValues(account) });
  } catch (error) {
    if (error instanceof ExpressionError) return false;
    throw error;
  }
}

/** Those who may decide now, twenty at most. */
export function peopleOf(
  by: WorkflowApprovers,
  { accounts, store, values }: { accounts: Accounts; store: StateStore; values: Values },
): Account[] {
  if ('person' in by) {
    const account = accounts.byUsername(by.person.trim());
    return account ? [account] : [];
  }
  const ids =
    'group' in by
      ? store
          .prepare<{ id: string }>(
            `SELECT m.account_id AS id FROM group_member m JOIN directory_group g ON g.id = m.group_id
               WHERE g.name = ? COLLATE NOCASE ORDER BY m.account_id LIMIT ${MOST_PEOPLE}`,
          )
          .all(by.group.trim())
      : store
          .prepare<{ id: string }>(`SELECT id FROM account ORDER BY created_at, id LIMIT ${MOST_LOOKED_AT}`)
          .all();
  return ids
    .flatMap(({ id }) => accounts.get(id) ?? [])
    .filter((account) => 'group' in by || mayDecide(by, account, values))
    .slice(0, MOST_PEOPLE);
}

/** Who may decide, in words. */
export function approversInWords(by: WorkflowApprovers, accounts: Accounts): string {
  if ('person' in by) return accounts.byUsername(by.person.trim())?.name ?? by.person;
  return 'group' in by ? `members of ${by.group}` : 'whoever fits the rule';
}

export const asApprovers = (stored: JsonObject): WorkflowApprovers => stored as unknown as WorkflowApprovers;
