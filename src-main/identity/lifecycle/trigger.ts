import type { AccountState, Channel, ResetMode } from '../../contract/account-state.ts';
import type { CodeFormat, CodeStatus, CodeStep, Scenario } from '../../contract/codes.ts';
import type { Governance } from '../../contract/governance.ts';

/** What is known of a code that somebody presents. */
export interface PresentedCode {
  known: boolean;
  scenario: Scenario | null;
  step: CodeStep | null;
  status: CodeStatus | null;
  /** Virtual time, ms. */
  expiresAt: number | null;
  /** The steps that the place where it is presented takes. */
  accepted: readonly CodeStep[];
}

/** What can happen to an account. */
export type Trigger =
  | { kind: 'self-register'; channelVerified: boolean }
  | { kind: 'lite-register' }
  | { kind: 'create' }
  | { kind: 'invite' }
  | { kind: 'create-to-verify'; addressGiven: boolean }
  | { kind: 'confirm'; code: PresentedCode }
  | { kind: 'resend'; scenario: Scenario }
  | { kind: 'set-password'; code: PresentedCode }
  | { kind: 'offline-invite' }
  | { kind: 'change-password' }
  | { kind: 'admin-set-password' }
  | { kind: 'force-reset'; mode: ResetMode }
  | { kind: 'sign-in-failed' }
  | { kind: 'sign-in-completed' }
  | { kind: 'admin-lock' }
  | { kind: 'admin-unlock' }
  | { kind: 'idle'; idleDays: number }
  | { kind: 'disable' }
  | { kind: 'enable' }
  | { kind: 'change-address'; channel: Channel }
  | { kind: 'send-address-again'; channel: Channel }
  | { kind: 'withdraw-address'; channel: Channel }
  | { kind: 'delete' };

export type TriggerKind = Trigger['kind'];

/** All that a decision about an account reads. */
export interface Situation<K extends TriggerKind = TriggerKind> {
  /** Null: there is no account. */
  state: AccountState | null;
  trigger: Extract<Trigger, { kind: K }>;
  governance: Governance;
  /** Virtual time, ms. */
  now: number;
  /**
   * Whether the address that this is about is the one that waits: that of the code, or any of the channel. Undefined for
   * what is about none.
   */
  addressWaits?: boolean | undefined;
}

/** What a transition does beside the state. */
export type Effect =
  | {
      kind: 'issue-code';
      scenario: Scenario;
      step: CodeStep;
      format: CodeFormat;
      /** `handed-over`: an administrator gets it and passes it on. */
      channel: Channel | 'handed-over';
      /** ms */
      lifetime: number;
      template: string;
    }
  /** Every open code of the account ends, or those of some steps. */
  | { kind: 'end-codes'; steps?: readonly CodeStep[] }
  /** A new address waits no more; the old one stays. */
  | { kind: 'drop-address'; channel: Channel }
  | { kind: 'notify'; template: string; to?: 'old-address' }
  /** Tokens are revoked: access and refresh tokens, and authorization codes that were not redeemed where `codes`. */
  | { kind: 'cut'; codes: boolean }
  | { kind: 'end-sessions' }
  | { kind: 'verify-channel' }
  /** A name of WSO2's event bus, at which handlers of one's own can start. */
  | { kind: 'event'; name: string };
