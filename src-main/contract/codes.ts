import { z } from 'zod';

/** For which workflow a code was sent: WSO2's recovery scenarios. */
export const scenarioSchema = z.enum([
  'SELF_SIGN_UP',
  'LITE_SIGN_UP',
  'ASK_PASSWORD',
  'ASK_PASSWORD_VIA_EMAIL_OTP',
  'ASK_PASSWORD_VIA_SMS_OTP',
  'EMAIL_VERIFICATION_OTP',
  'EMAIL_VERIFICATION_ON_UPDATE',
  'MOBILE_VERIFICATION_ON_UPDATE',
  'NOTIFICATION_BASED_PW_RECOVERY',
  'USERNAME_RECOVERY',
  'ADMIN_FORCED_PASSWORD_RESET_VIA_EMAIL_LINK',
  'ADMIN_FORCED_PASSWORD_RESET_VIA_OTP',
  'ADMIN_FORCED_PASSWORD_RESET_VIA_SMS_OTP',
  'ADMIN_FORCED_PASSWORD_RESET_OFFLINE',
  'PASSWORD_EXPIRY',
  'ADMIN_INVITE_SET_PASSWORD_OFFLINE',
]);
export type Scenario = z.infer<typeof scenarioSchema>;

/** What a code may be used for. A code is checked against its step: one of a sign-up cannot reset a password. */
export const codeStepSchema = z.enum([
  'CONFIRM_SIGN_UP',
  'CONFIRM_LITE_SIGN_UP',
  'CONFIRM_PENDING_EMAIL_VERIFICATION',
  'VERIFY_EMAIL',
  'VERIFY_MOBILE_NUMBER',
  'UPDATE_PASSWORD',
  'SET_PASSWORD',
  'SEND_RECOVERY_INFORMATION',
  'RESEND_CONFIRMATION_CODE',
  /** A recovery as a whole: whoever began it shows this code at each further step. */
  'RECOVERY_FLOW',
]);
export type CodeStep = z.infer<typeof codeStepSchema>;

/** A long random code inside a link, or a short one that a person types. */
export const codeFormatSchema = z.enum(['link', 'otp']);
export type CodeFormat = z.infer<typeof codeFormatSchema>;

/** `superseded`: a newer one took its place. `withdrawn`: what it was for is over. `worn-out`: too many wrong tries. */
export const codeStatusSchema = z.enum(['open', 'used', 'superseded', 'withdrawn', 'worn-out']);
export type CodeStatus = z.infer<typeof codeStatusSchema>;
