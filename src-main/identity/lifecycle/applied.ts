import type { Reason } from '../../contract/events.ts';
import type { Account } from '../../store/accounts.ts';
import type { ConfirmationCode } from '../../store/confirmation-codes.ts';
import type { IdpRule } from '../rules.ts';
import type { IssuedCode } from './code-book.ts';
import type { Cut } from './cuts.ts';

/** What comes with a trigger and is written with it. */
export interface Change {
  /** Other attributes that change in the same moment, e.g. the hash of a new password. */
  attributes?: Partial<Account>;
  /** The code that was presented: it is used up. */
  code?: ConfirmationCode | undefined;
  /** The new address, where one changes. */
  address?: string;
  /** The session in which a person changes her own password: it stays. */
  session?: string;
  /** Whether every other session of hers ends then. */
  endsOthers?: boolean;
  /** Rules that looked before the life of the account was asked. */
  reasons?: readonly Reason[];
}

/** What a trigger came to. */
export type Applied =
  | { ok: true; account: Account | undefined; row: number | null; title: string; cut: Cut; issued: Issued[] }
  | { ok: false; deniedBy: IdpRule; reasons: Reason[] };

/** A code that a transition made, for the caller to hand on where nothing was sent. */
export type Issued = IssuedCode & { channel: ConfirmationCode['channel']; scenario: string };
