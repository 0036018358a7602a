import type { Channel } from '../../contract/account-state.ts';
import type { Reason } from '../../contract/events.ts';
import type { JsonObject } from '../../contract/json.ts';
import type { Account, NewAccount } from '../../store/accounts.ts';

/** The rules that let a write through, and who wrote, for the event that tells of it. */
export interface Write {
  reasons: Reason[];
  by: JsonObject;
}

/** How an account begins: as it is, by an invitation to choose a password, or with an address to confirm. */
export type Beginning = 'create' | 'invite' | 'create-to-verify';

/** What an administrator does to the state of an account. */
export type AdminAction = 'admin-lock' | 'admin-unlock' | 'disable' | 'enable' | 'force-reset' | 'delete';

/**
 * What SCIM asks of the life of accounts. Each is called inside a state transaction and records the event of what it
 * does. One that the state does not allow throws {@link ActionRefused}, which undoes the transaction.
 */
export interface AccountActions {
  /** Does work with transactions in which these actions are called: it may be taken back and done again. */
  deciding<T>(work: () => T): Promise<T>;
  /** The id of an account that is to be made. */
  newId(username: string): string;
  create(account: NewAccount, beginning: Beginning, write: Write): void;
  /** Writes attributes that mean no transition. `changed` names them, as SCIM does. */
  update(account: Account, changed: readonly string[], write: Write): void;
  act(id: string, action: AdminAction, write: Write): ActionResult;
  /** The policy of passwords, which applies whoever sets one. Throws {@link ActionRefused}. */
  checkPassword(password: string, id?: string): Promise<void>;
  /** `hash` is of the new password, which an administrator chose. */
  setPassword(id: string, hash: string, write: Write): void;
  /** Whether a new address is confirmed before it takes the place of the old one. */
  confirmsAddress(channel: Channel): boolean;
  /** A new address that waits: its code is sent once more, or the change is taken back. */
  waitingAddress(
    id: string,
    channel: Channel,
    what: 'send-address-again' | 'withdraw-address',
    write: Write,
  ): void;
  /** Parks a new address until it is confirmed. */
  changeAddress(id: string, channel: Channel, address: string, write: Write): void;
  /** Ends every access token of an account that lost a group. */
  revokeTokens(id: string): void;
}

/** What only the caller gets to know. */
export interface ActionResult {
  /** A code that the administrator hands over. */
  handedOver?: string;
}

/** The life of the account does not allow it; the last reason is the rule that says so. */
export class ActionRefused extends Error {
  readonly reasons: readonly Reason[];

  constructor(reasons: readonly Reason[]) {
    super(`The account does not allow this: ${reasons.at(-1)?.rule ?? 'unknown rule'}.`);
    this.name = 'ActionRefused';
    this.reasons = reasons;
  }
}
