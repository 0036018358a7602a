import type { CodeStep, Scenario } from '../../../contract/codes.ts';

/** What a workflow is called in a list. */
export const SCENARIO_TITLES: Readonly<Record<Scenario, string>> = {
  SELF_SIGN_UP: 'Self-registration',
  LITE_SIGN_UP: 'Lite registration',
  ASK_PASSWORD: 'Invitation',
  ASK_PASSWORD_VIA_EMAIL_OTP: 'Invitation, by e-mail code',
  ASK_PASSWORD_VIA_SMS_OTP: 'Invitation, by SMS code',
  EMAIL_VERIFICATION_OTP: 'Verification of the address',
  EMAIL_VERIFICATION_ON_UPDATE: 'New e-mail address',
  MOBILE_VERIFICATION_ON_UPDATE: 'New telephone number',
  NOTIFICATION_BASED_PW_RECOVERY: 'Password recovery',
  USERNAME_RECOVERY: 'User name recovery',
  ADMIN_FORCED_PASSWORD_RESET_VIA_EMAIL_LINK: 'Forced password reset, by link',
  ADMIN_FORCED_PASSWORD_RESET_VIA_OTP: 'Forced password reset, by e-mail code',
  ADMIN_FORCED_PASSWORD_RESET_VIA_SMS_OTP: 'Forced password reset, by SMS code',
  ADMIN_FORCED_PASSWORD_RESET_OFFLINE: 'Forced password reset, offline',
  PASSWORD_EXPIRY: 'Password expiry',
  ADMIN_INVITE_SET_PASSWORD_OFFLINE: 'Offline invitation',
};

/** What a code is for, in a few words. */
export const STEP_WORDS: Readonly<Record<CodeStep, string>> = {
  CONFIRM_SIGN_UP: 'confirms the registration',
  CONFIRM_LITE_SIGN_UP: 'confirms the registration',
  CONFIRM_PENDING_EMAIL_VERIFICATION: 'confirms the address',
  VERIFY_EMAIL: 'confirms the new address',
  VERIFY_MOBILE_NUMBER: 'confirms the new number',
  UPDATE_PASSWORD: 'chooses a password',
  SET_PASSWORD: 'sets the new password',
  SEND_RECOVERY_INFORMATION: 'has the message sent',
  RESEND_CONFIRMATION_CODE: 'has the message sent again',
  RECOVERY_FLOW: 'stands for the recovery as a whole',
};

/** The label that an account has while a workflow waits for its code; undefined where the label does not wait. */
export function labelOf(scenario: Scenario): string | undefined {
  if (scenario === 'SELF_SIGN_UP') return 'PENDING_SR';
  if (scenario === 'LITE_SIGN_UP') return 'PENDING_LR';
  if (scenario === 'EMAIL_VERIFICATION_OTP') return 'PENDING_EV';
  if (scenario.startsWith('ASK_PASSWORD') || scenario.startsWith('ADMIN_INVITE')) return 'PENDING_AP';
  return scenario.startsWith('ADMIN_FORCED') ? 'PENDING_FUPR' : undefined;
}

export const isScenario = (value: unknown): value is Scenario =>
  typeof value === 'string' && Object.hasOwn(SCENARIO_TITLES, value);

export const isStep = (value: unknown): value is CodeStep =>
  typeof value === 'string' && Object.hasOwn(STEP_WORDS, value);
