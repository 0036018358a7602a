import { z } from 'zod';

/**
 * The label of an account: WSO2's claim `http://wso2.org/claims/identity/accountState`. It tells what the account waits
 * for. Whether it can be used is told by the lock and by the disable flag, not by the label.
 */
export const accountLabelSchema = z.enum([
  'UNLOCKED',
  'LOCKED',
  'DISABLED',
  /** Registered by the person herself; her address is not confirmed yet. */
  'PENDING_SR',
  /** Registered with an address alone; the address is not confirmed yet. */
  'PENDING_LR',
  /** Made by an administrator, who wants the address confirmed. */
  'PENDING_EV',
  /** Invited: the person has yet to choose a password ("ask password"). */
  'PENDING_AP',
  /** An administrator wants the person to choose a new password ("forced user password reset"). */
  'PENDING_FUPR',
]);
export type AccountLabel = z.infer<typeof accountLabelSchema>;

/** Why an account is locked: WSO2's claim `http://wso2.org/claims/identity/lockedReason`. */
export const lockReasonSchema = z.enum([
  'PENDING_SELF_REGISTRATION',
  'PENDING_EMAIL_VERIFICATION',
  'PENDING_ASK_PASSWORD',
  'PENDING_ADMIN_FORCED_USER_PASSWORD_RESET',
  'MAX_ATTEMPTS_EXCEEDED',
  'ADMIN_INITIATED',
  'IDLE_ACCOUNT',
]);
export type LockReason = z.infer<typeof lockReasonSchema>;

/** How a person proves herself while an administrator's reset waits. `offline`: the administrator hands over the code. */
export const resetModeSchema = z.enum(['link', 'email-otp', 'sms-otp', 'offline-otp']);
export type ResetMode = z.infer<typeof resetModeSchema>;

export const channelSchema = z.enum(['email', 'sms']);
export type Channel = z.infer<typeof channelSchema>;

/** The state of an account: three things side by side (label, lock, disable flag), with the counters of sign-in. */
export const accountStateSchema = z.object({
  /** Null: none was ever written, as for accounts that need no confirmation. Such an account behaves as UNLOCKED. */
  label: accountLabelSchema.nullable(),
  locked: z.boolean(),
  lockReason: lockReasonSchema.nullable(),
  /** When the lock may end, virtual time, ms. Null: not before somebody unlocks. */
  unlockAt: z.number().nullable(),
  disabled: z.boolean(),
  /** Failed sign-ins since the last good one or the last lock. */
  failedAttempts: z.number().int(),
  /** Locks by failed sign-ins since the last completed sign-in: each makes the next lock longer. */
  lockoutCount: z.number().int(),
  /** How a forced reset that waits can be done. */
  resetMode: resetModeSchema.nullable(),
});
export type AccountState = z.infer<typeof accountStateSchema>;

/** Whether an account in this state can be used: sessions and tokens of one that is locked or disabled do not count. */
export const isUsable = (state: AccountState): boolean => !state.locked && !state.disabled;
