import type { AccountState } from '../../src-main/contract/account-state.ts';
import type { CodeStep } from '../../src-main/contract/codes.ts';
import type { Governance } from '../../src-main/contract/governance.ts';
import type { Issue } from './law-codes.ts';

/** What the law says of a deed: where it leads, and all that it does beside. */
export interface Ruling {
  /** Null: the account is gone. */
  next: AccountState | null;
  /** All open codes of the account end, in this way. */
  ends?: 'superseded' | 'withdrawn';
  /** Only those of this step, superseded. */
  endsStep?: CodeStep;
  issue?: Issue;
  /** Mails beside that of the code. */
  mails?: readonly string[];
  /** What is cut beside what the edges of lock and disable flag cut. */
  cuts?: 'tokens and codes';
  /** The channel of the code that was shown is verified. */
  verifies?: boolean;
  /** A password was changed. */
  password?: boolean;
}

/** Where the directory knows no label, none is written. */
export const written = (ruling: Ruling | undefined, state: AccountState | null, governance: Governance) =>
  ruling?.next && !governance.notifications.labelDefined
    ? { ...ruling, next: { ...ruling.next, label: state?.label ?? null } }
    : ruling;
