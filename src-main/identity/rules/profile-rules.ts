import { defineRules } from './rule.ts';

/** Rules of the page, and of the endpoints, at which a person keeps her own account. */
export const PROFILE_RULES = defineRules({
  'idp.profile.signed-in': {
    title: 'Somebody is signed in at the provider.',
    standard: 'OpenID Connect Core §3.1.2.3',
    next: 'Sign in, and let the browser keep cookies of the provider. Nothing was changed.',
    answer: '401',
  },
  'idp.profile.account-usable': {
    title: 'The account of whoever is signed in may be used.',
    standard: 'WSO2 IS: accountLocked, accountDisabled',
    next: 'Sign in again: the sign-in page says what stands in the way.',
    answer: '403',
  },
  'idp.profile.act': {
    title: 'The form says what is to be changed.',
    standard: 'WSO2 IS: users/v1/me',
    next: 'Use one of the buttons of the page.',
    answer: '400',
  },
  'idp.profile.fresh': {
    title: 'The account is as it was when the page was opened.',
    standard: 'RFC 7644 §3.14',
    next: 'Look at how it is now, and change it again if you still want to.',
    answer: '409',
  },
  'idp.profile.complete': {
    title: 'What is given can be a name, an e-mail address or a telephone number.',
    standard: 'RFC 7643 §4.1',
    next: 'Give a name, an address with an @ in it, or a number of digits that may begin with +.',
    answer: '422',
  },
  'idp.profile.token': {
    title: 'An access token shows whose account it is.',
    standard: 'RFC 6750 §3.1',
    next: 'Send an access token of the person for the provider itself: issued without a resource, with the scope openid.',
    answer: '401 invalid_token',
  },
  'idp.profile.audience': {
    title: 'The access token was issued for the provider itself.',
    standard: 'RFC 9068 §4',
    next: 'Get a token without a resource: whoever runs an API must not act for its callers here.',
    answer: '401 invalid_token',
  },
  'idp.profile.scope': {
    title: 'The access token lets the application act for the person.',
    standard: 'RFC 6750 §3.1',
    next: 'Ask for the scope openid.',
    answer: '403 insufficient_scope',
  },
  'idp.profile.body': {
    title: 'The body says what is to be sent again, or confirmed.',
    standard: 'WSO2 IS: POST /me/resend-code, /me/validate-code',
    next: 'To have a code sent again, send a property RecoveryScenario: EMAIL_VERIFICATION_ON_UPDATE or MOBILE_VERIFICATION_ON_UPDATE. To confirm, send code.',
    answer: '400 UE-10000',
  },
});
