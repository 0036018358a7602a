import { z } from 'zod';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const flag = (value: boolean) => z.boolean().default(value);
const count = (value: number, max: number) => z.number().int().min(1).max(max).default(value);
/** A length of time, ms, from one second to ten years. */
const duration = (value: number) =>
  z
    .number()
    .int()
    .min(1000)
    .max(3650 * DAY)
    .default(value);
/** An address of this machine, or none: what an action sends must not leave it. */
const ownAddress = z
  .string()
  .max(500)
  .refine(
    (url) => url === '' || isOwnAddress(url),
    'An address of this machine begins with http://127.0.0.1, http://localhost or http://[::1].',
  )
  .default('');
const isOwnAddress = (url: string): boolean => {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname, username, password } = new URL(url);
  return (
    protocol === 'http:' &&
    username === '' &&
    password === '' &&
    ['localhost', '127.0.0.1', '[::1]'].includes(hostname)
  );
};
/** A service that is asked by HTTP: the bank's own, or one at `url`. `timeoutMs` is real time. */
const actionService = {
  service: z.enum(['none', 'harbour', 'own']).default('none'),
  url: ownAddress,
  timeoutMs: z.number().int().min(50).max(10_000).default(2000),
};
const section = <T extends z.ZodRawShape>(shape: T) =>
  z
    .object(shape)
    .strict()
    .prefault({} as never);

/**
 * How the directory governs its accounts: the switches of WSO2's identity governance, under names that can be read.
 * Comments name WSO2's key where there is one. Part of the state: a restore takes changes back.
 */
export const governanceSchema = z
  .object({
    selfRegistration: section({
      /** `SelfRegistration.Enable` */
      enabled: flag(true),
      /** `SelfRegistration.LockOnCreation` */
      lockOnCreation: flag(true),
      /** `SelfRegistration.SendConfirmationOnCreation` */
      sendConfirmation: flag(true),
      codeLifetime: duration(DAY),
    }),
    liteRegistration: section({
      /** `LiteRegistration.Enable` */
      enabled: flag(true),
      /** `LiteRegistration.LockOnCreation` */
      lockOnCreation: flag(true),
      codeLifetime: duration(DAY),
    }),
    /** `EmailVerification.*`: invitations ("ask password") and addresses that an administrator wants confirmed. */
    emailVerification: section({
      enabled: flag(true),
      lockOnCreation: flag(true),
      /** How an invited person proves that the address is hers. */
      inviteBy: z.enum(['link', 'email-otp', 'sms-otp']).default('link'),
      verifyBy: z.enum(['link', 'email-otp']).default('link'),
      codeLifetime: duration(DAY),
    }),
    accountLock: section({
      /** Whether failed sign-ins lock at all: `account.lock.handler.enable`. */
      enabled: flag(true),
      attempts: count(5, 100),
      /** The first lock, minutes; each further one is `ratio` times as long. */
      baseMinutes: count(5, 100_000),
      ratio: z.number().min(1).max(100).default(2),
    }),
    suspension: section({
      enabled: flag(false),
      idleDays: count(90, 3650),
      /** Reminders go out after so many idle days. */
      reminderDays: z.array(z.number().int().min(1).max(3650)).max(5).default([60, 80]),
    }),
    disabling: section({ enabled: flag(true) }),
    /** `Recovery.*` */
    recovery: section({
      passwordEnabled: flag(true),
      usernameEnabled: flag(true),
      byLink: flag(true),
      byOtp: flag(true),
      /** How long a recovery that was begun may be gone on with. */
      flowLifetime: duration(15 * MINUTE),
      recoveryCodeLifetime: duration(MINUTE),
      resendCodeLifetime: duration(MINUTE),
      confirmationLifetime: duration(HOUR),
      /**
       * What a recovery that is done does to the state. The newest sources write UNLOCKED for every scenario; those of
       * 2021 to 2024 left the state alone. Inferred from sources: try both.
       */
      writesState: flag(true),
      notifySuccess: flag(true),
    }),
    adminReset: section({
      link: flag(true),
      emailOtp: flag(true),
      smsOtp: flag(true),
      offline: flag(true),
      lockNotification: flag(false),
      unlockNotification: flag(false),
      codeLifetime: duration(DAY),
    }),
    /** `UserClaimUpdate.*`: a new address is confirmed before it holds. */
    verificationOnUpdate: section({
      email: flag(true),
      phone: flag(true),
      notifyOldAddress: flag(true),
      /** Read in a source, never seen to run: confirming an address also unlocks. Off: it leaves the state alone. */
      clearsLock: flag(true),
      codeLifetime: duration(DAY),
    }),
    /** What a stranger learns about accounts: `Recovery.NotifyUserExistence` and its neighbours. */
    enumeration: section({
      notifyUserExistence: flag(false),
      notifyEmailExistence: flag(false),
      notifyAccountStatus: flag(true),
      hideUserExistence: flag(false),
      /** Whether the sign-in page says why an account cannot be used. */
      signInTellsState: flag(true),
    }),
    password: section({
      minLength: count(12, 128),
      /** So many former passwords may not come back. 0: any may. */
      history: z.number().int().min(0).max(24).default(0),
      expiryEnabled: flag(false),
      expiryDays: count(90, 3650),
    }),
    codes: section({
      /** `…ConfirmationCodeTolerancePeriod`: within it, asking again gives the same code. 0: always a new one. */
      tolerance: z.number().int().min(0).max(HOUR).default(0),
      otpLength: z.number().int().min(4).max(12).default(6),
      /** Wrong tries after which an open code is closed. */
      maxTries: count(5, 100),
    }),
    notifications: section({
      /** `Notification.InternallyManage`. Off: nothing is sent, and the caller of the API gets the code to deliver. */
      internal: flag(true),
      /** Whether the label is kept up at all: before IS 5.9.0 the claim did not exist. */
      labelDefined: flag(true),
    }),
    /**
     * The code that proves, from one call of a workflow's REST chain to the next, that the call before succeeded for the same
     * caller. `result-ignored` and `never-consumed` are flawed on purpose, after a published sample.
     */
    oneTimeCode: section({
      mode: z.enum(['off', 'sound', 'result-ignored', 'never-consumed']).default('off'),
      lifetime: duration(5 * MINUTE),
    }),
    /**
     * Whether people join and leave groups whose name begins with `prefix` by themselves, through SCIM and without a scope of
     * administration. Two ways are flawed on purpose, after a published sample.
     */
    selfServiceGroups: section({
      mode: z.enum(['off', 'sound', 'first-operation', 'path-unchecked']).default('off'),
      prefix: z
        .string()
        .regex(/^[\w.-]{2,40}$/)
        .default('APP_'),
    }),
    /** Asked before a signed access token is issued: it may change claims and scopes, or refuse. */
    preIssueAccessToken: section(actionService),
    /** Asked before a password is changed: it may refuse. WSO2 shares the password hashed or as it is. */
    preUpdatePassword: section({ ...actionService, shares: z.enum(['hash', 'plain']).default('hash') }),
    /** What ends the sessions at the provider. No source that was read says it, so try both. */
    sessions: section({
      endOnLock: flag(false),
      endOnDisable: flag(false),
      endOnPasswordChange: flag(false),
      endOnDelete: flag(true),
    }),
  })
  .strict();

export type Governance = z.infer<typeof governanceSchema>;

type DeepPartial<T> = { [K in keyof T]?: T[K] extends readonly unknown[] ? T[K] : Partial<T[K]> };

/** Some of the switches, to be changed. */
export type GovernanceChange = DeepPartial<Governance>;

/** The same, checked at an edge; that the whole still holds is checked when it is merged. */
export const governanceChangeSchema: z.ZodType<GovernanceChange> = z.partialRecord(
  z.enum(Object.keys(governanceSchema.shape) as [keyof Governance, ...(keyof Governance)[]]),
  z.record(z.string(), z.unknown()),
) as unknown as z.ZodType<GovernanceChange>;
