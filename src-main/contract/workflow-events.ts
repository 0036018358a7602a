// The user interface reads these values. No schema stands beside them: the page's policy lets none of zod's run there.

/** The names of WSO2's event bus at which a custom workflow can start, or for which it can wait. */
export const WORKFLOW_EVENTS = [
  'POST_ADD_USER',
  'POST_SELF_SIGNUP_REGISTER',
  'POST_ADD_USER_WITH_ASK_PASSWORD',
  'POST_VERIFY_EMAIL_CLAIM',
  'POST_USER_ACCOUNT_CONFIRMATION',
  'POST_EMAIL_CHANGE_VERIFICATION',
  'POST_MOBILE_CHANGE_VERIFICATION',
  'POST_FORCE_PASSWORD_RESET_BY_ADMIN',
  'POST_LOCK_ACCOUNT',
  'POST_UNLOCK_ACCOUNT',
  'POST_DISABLE_ACCOUNT',
  'POST_ENABLE_ACCOUNT',
  'POST_ACCOUNT_SUSPENSION',
  'POST_UPDATE_CREDENTIAL_BY_ADMIN',
  'POST_ADD_NEW_PASSWORD',
  'POST_DELETE_USER',
] as const;
