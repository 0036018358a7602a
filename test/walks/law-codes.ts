import type { Channel, ResetMode } from '../../src-main/contract/account-state.ts';
import type { CodeFormat, CodeStep, Scenario } from '../../src-main/contract/codes.ts';
import type { Governance } from '../../src-main/contract/governance.ts';

/** A code that is made, and the message by which it goes out. */
export interface Issue {
  scenario: Scenario;
  step: CodeStep;
  format: CodeFormat;
  channel: Channel | 'handed-over';
  /** ms */
  lifetime: number;
  template: string;
}

/** The code of an invitation. */
export function invitation({ emailVerification: { inviteBy, codeLifetime } }: Governance): Issue {
  const step = 'UPDATE_PASSWORD';
  const lifetime = codeLifetime;
  if (inviteBy === 'link')
    return {
      scenario: 'ASK_PASSWORD',
      step,
      format: 'link',
      channel: 'email',
      lifetime,
      template: 'askPassword',
    };
  return inviteBy === 'email-otp'
    ? {
        scenario: 'ASK_PASSWORD_VIA_EMAIL_OTP',
        step,
        format: 'otp',
        channel: 'email',
        lifetime,
        template: 'askPasswordEmailOTP',
      }
    : {
        scenario: 'ASK_PASSWORD_VIA_SMS_OTP',
        step,
        format: 'otp',
        channel: 'sms',
        lifetime,
        template: 'askPasswordSMSOTP',
      };
}

export function verification({ emailVerification: { verifyBy, codeLifetime } }: Governance): Issue {
  const lifetime = codeLifetime;
  return verifyBy === 'link'
    ? {
        scenario: 'SELF_SIGN_UP',
        step: 'CONFIRM_SIGN_UP',
        format: 'link',
        channel: 'email',
        lifetime,
        template: 'emailconfirm',
      }
    : {
        scenario: 'EMAIL_VERIFICATION_OTP',
        step: 'CONFIRM_PENDING_EMAIL_VERIFICATION',
        format: 'otp',
        channel: 'email',
        lifetime,
        template: 'EmailOTPVerification',
      };
}

export const registration = (lifetime: number, template: string): Issue => ({
  scenario: 'SELF_SIGN_UP',
  step: 'CONFIRM_SIGN_UP',
  format: 'link',
  channel: 'email',
  lifetime,
  template,
});
export const lite = (lifetime: number, template: string): Issue => ({
  scenario: 'LITE_SIGN_UP',
  step: 'CONFIRM_LITE_SIGN_UP',
  format: 'link',
  channel: 'email',
  lifetime,
  template,
});

const RESETS: Readonly<Record<ResetMode, Omit<Issue, 'step' | 'lifetime'>>> = {
  link: {
    scenario: 'ADMIN_FORCED_PASSWORD_RESET_VIA_EMAIL_LINK',
    format: 'link',
    channel: 'email',
    template: 'adminforcedpasswordreset',
  },
  'email-otp': {
    scenario: 'ADMIN_FORCED_PASSWORD_RESET_VIA_OTP',
    format: 'otp',
    channel: 'email',
    template: 'adminforcedpasswordresetwithotp',
  },
  'sms-otp': {
    scenario: 'ADMIN_FORCED_PASSWORD_RESET_VIA_SMS_OTP',
    format: 'otp',
    channel: 'sms',
    template: 'adminforcedpasswordresetwithsmsotp',
  },
  'offline-otp': {
    scenario: 'ADMIN_FORCED_PASSWORD_RESET_OFFLINE',
    format: 'otp',
    channel: 'handed-over',
    template: '',
  },
};
export const reset = (mode: ResetMode, { adminReset }: Governance): Issue => ({
  ...RESETS[mode],
  step: 'UPDATE_PASSWORD',
  lifetime: adminReset.codeLifetime,
});
