// The user interface reads these values. No schema stands beside them: the page's policy lets none of zod's run there.

/** What a handler on an event can still do: before, it may refuse or change what is written; after, it is too late. */
export type EventPhase = 'pre' | 'post';

/** A name of WSO2's event bus, and where it happens here. */
export interface ExtensionEvent {
  name: string;
  phase: EventPhase;
  /** When handlers are asked, or told, in plain words. */
  when: string;
  /** What a handler before may give another value: members of `payload`. */
  rewrites?: readonly string[];
  /** Why it never happens here; absent where it does. */
  missing?: string;
}

const PERSON = ['name', 'email', 'claims'] as const;

/** The names of the facts' section 1.9 that handlers of one's own can start at, in the order in which an account meets them. */
export const EXTENSION_EVENTS = [
  {
    name: 'PRE_ADD_USER',
    phase: 'pre',
    when: 'An account is about to be made, in whatever way.',
    rewrites: PERSON,
  },
  { name: 'POST_ADD_USER', phase: 'post', when: 'An account was made.' },
  {
    name: 'PRE_SELF_SIGNUP_REGISTER',
    phase: 'pre',
    when: 'Somebody registers herself, with a password or with an address alone. Asked before PRE_ADD_USER.',
    rewrites: PERSON,
  },
  { name: 'POST_SELF_SIGNUP_REGISTER', phase: 'post', when: 'Somebody has registered herself.' },
  {
    name: 'PRE_ADD_USER_WITH_ASK_PASSWORD',
    phase: 'pre',
    when: 'Somebody is about to be invited to choose a password.',
    rewrites: PERSON,
  },
  { name: 'POST_ADD_USER_WITH_ASK_PASSWORD', phase: 'post', when: 'Somebody was invited.' },
  {
    name: 'PRE_VERIFY_EMAIL_CLAIM',
    phase: 'pre',
    when: 'An administrator makes an account whose address is to be confirmed.',
    rewrites: PERSON,
  },
  { name: 'POST_VERIFY_EMAIL_CLAIM', phase: 'post', when: 'Such an account was made.' },
  {
    name: 'PRE_USER_ACCOUNT_CONFIRMATION',
    phase: 'pre',
    when: 'The right code of a registration is about to open the account.',
  },
  { name: 'POST_USER_ACCOUNT_CONFIRMATION', phase: 'post', when: 'A registration was confirmed.' },
  {
    name: 'PRE_EMAIL_CHANGE_VERIFICATION',
    phase: 'pre',
    when: 'The right code of a new e-mail address was shown.',
  },
  { name: 'POST_EMAIL_CHANGE_VERIFICATION', phase: 'post', when: 'A new e-mail address was confirmed.' },
  { name: 'POST_MOBILE_CHANGE_VERIFICATION', phase: 'post', when: 'A new telephone number was confirmed.' },
  {
    name: 'PRE_SEND_RECOVERY_NOTIFICATION',
    phase: 'pre',
    when: 'A recovery is about to begin, before its first code is made.',
  },
  {
    name: 'POST_SEND_RECOVERY_NOTIFICATION',
    phase: 'post',
    when: 'The code of a recovery was made and sent.',
  },
  {
    name: 'PRE_ADD_NEW_PASSWORD',
    phase: 'pre',
    when: 'A person is about to set a password, by a code or at her own account. The password is not shown.',
  },
  { name: 'POST_ADD_NEW_PASSWORD', phase: 'post', when: 'A person has set a password.' },
  {
    name: 'PRE_FORCE_PASSWORD_RESET_BY_ADMIN',
    phase: 'pre',
    when: 'An administrator is about to ask for a new password.',
  },
  { name: 'POST_FORCE_PASSWORD_RESET_BY_ADMIN', phase: 'post', when: 'A new password was asked for.' },
  { name: 'POST_UPDATE_CREDENTIAL_BY_ADMIN', phase: 'post', when: 'An administrator has set a password.' },
  {
    name: 'PRE_SET_USER_CLAIMS',
    phase: 'pre',
    when: 'Attributes are about to change, over SCIM. For an address that waits to be confirmed nothing can be rewritten.',
    rewrites: PERSON,
  },
  { name: 'POST_SET_USER_CLAIMS', phase: 'post', when: 'Attributes have changed.' },
  {
    name: 'PRE_LOCK_ACCOUNT',
    phase: 'pre',
    when: 'An administrator, or one failed sign-in too many, is about to lock an account.',
  },
  { name: 'POST_LOCK_ACCOUNT', phase: 'post', when: 'An account was locked.' },
  { name: 'PRE_UNLOCK_ACCOUNT', phase: 'pre', when: 'An administrator is about to unlock an account.' },
  { name: 'POST_UNLOCK_ACCOUNT', phase: 'post', when: 'An account was unlocked, by whomever.' },
  { name: 'PRE_DISABLE_ACCOUNT', phase: 'pre', when: 'An administrator is about to disable an account.' },
  { name: 'POST_DISABLE_ACCOUNT', phase: 'post', when: 'An account was disabled.' },
  { name: 'PRE_ENABLE_ACCOUNT', phase: 'pre', when: 'An administrator is about to enable an account.' },
  { name: 'POST_ENABLE_ACCOUNT', phase: 'post', when: 'An account was enabled.' },
  {
    name: 'POST_ACCOUNT_SUSPENSION',
    phase: 'post',
    when: 'An account was locked because nobody used it for long.',
  },
  { name: 'POST_DELETE_USER', phase: 'post', when: 'An account was deleted.' },
  {
    name: 'PRE_AUTHENTICATION',
    phase: 'pre',
    when: 'User name and password were typed, and nothing was looked at yet. The password is not shown.',
  },
  {
    name: 'POST_AUTHENTICATION',
    phase: 'post',
    when: 'A sign-in succeeded or failed; the outcome says which.',
  },
  {
    name: 'POST_NON_BASIC_AUTHENTICATION',
    phase: 'post',
    when: 'A sign-in by something else than a password.',
    missing: 'Every sign-in of this directory is by password.',
  },
  {
    name: 'TRIGGER_NOTIFICATION',
    phase: 'post',
    when: 'A mail was delivered. Here the handler is told and sends nothing.',
  },
  {
    name: 'TRIGGER_SMS_NOTIFICATION',
    phase: 'post',
    when: 'A text message was delivered. Here too the handler is told.',
  },
] as const satisfies readonly ExtensionEvent[];

/** A name of {@link EXTENSION_EVENTS}. */
export type ExtensionEventName = (typeof EXTENSION_EVENTS)[number]['name'];
/** Those at which a handler may still refuse. */
export type PreEventName = Extract<(typeof EXTENSION_EVENTS)[number], { phase: 'pre' }>['name'];
/** Those that tell of what has happened. */
export type PostEventName = Extract<(typeof EXTENSION_EVENTS)[number], { phase: 'post' }>['name'];

/** What a script may use. Times are real, ms; sizes are bytes or characters. */
export const SCRIPT_LIMITS = {
  /** Of its own work; while it waits for a call, nothing is counted. */
  handlerMs: 250,
  endpointMs: 1000,
  memoryBytes: 16 * 1024 * 1024,
  stackBytes: 256 * 1024,
  /** Of what it answers, as JSON. */
  answerLength: 64 * 1024,
  consoleLines: 40,
  consoleLineLength: 500,
  calls: 20,
  sourceLength: 32 * 1024,
  /** How deep scripts may set off one another, and how many in all one request may. */
  depth: 4,
  runs: 60,
} as const;
