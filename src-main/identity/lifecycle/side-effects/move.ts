import type { AccountState } from '../../../contract/account-state.ts';
import type { Account, Accounts, NewAccount } from '../../../store/accounts.ts';
import type { Change } from '../applied.ts';
import type { CodeBook } from '../code-book.ts';
import type { CutParts } from '../cuts.ts';
import type { FormerPasswords } from '../former-passwords.ts';
import type { GovernanceSettings } from '../governance.ts';
import type { Postman } from '../postman.ts';
import type { Transition } from '../transition.ts';
import type { Effect, Trigger } from '../trigger.ts';

/** A row of the table that was taken and is being carried out: from where, by what, to where. */
export interface Move {
  id: string;
  /** As it was before; undefined: it is made now. */
  account: Account | undefined;
  /** Of an account that is made now, all but its state. */
  draft: Omit<NewAccount, 'state'> | undefined;
  trigger: Trigger;
  change: Change;
  taken: Transition;
  before: AccountState | null;
  /** Null: the account is deleted. */
  next: AccountState | null;
  effects: readonly Effect[];
}

/** What side effects are carried out with. */
export interface SideEffectParts extends CutParts {
  accounts: Accounts;
  codes: CodeBook;
  former: FormerPasswords;
  governance: GovernanceSettings;
  postman: Postman;
  /** The address of the page at which a code of a link is used. */
  linkOf: (code: { scenario: string; secret: string }) => string;
}
