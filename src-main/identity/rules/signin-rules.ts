import { defineRules } from './rule.ts';

/** Rules of sign-in, consent and the interaction that leads through them. */
export const SIGNIN_RULES = defineRules({
  'idp.signin.credentials-given': {
    title: 'A user name and a password were given.',
    standard: 'OpenID Connect Core §3.1.2.3',
    next: 'Fill in both fields.',
    answer: '422',
  },
  'idp.signin.account-known': {
    title: 'The directory has an account of that user name.',
    standard: 'OpenID Connect Core §3.1.2.3',
    next: 'Use the user name of one of the personas.',
    answer: '422',
  },
  'idp.signin.password': {
    title: 'The password is that of the account.',
    standard: 'NIST SP 800-63B-4 §3.1.1',
    next: 'Type the password again; the personas and their passwords are listed in the app.',
    answer: '422',
  },
  'idp.signin.account-enabled': {
    title: 'The account may be used.',
    standard: 'OpenID Connect Core §3.1.2.3',
    next: 'An administrator can enable the account again.',
    answer: '422',
  },
  'idp.signin.not-cancelled': {
    title: 'The person went on with the sign-in.',
    standard: 'RFC 6749 §4.1.2.1',
    next: 'Start the sign-in again in the application.',
    answer: '303 access_denied',
  },
  'idp.signin.acr-reachable': {
    title: 'The provider can reach the authentication context that the application insists on.',
    standard: 'OpenID Connect Core §5.5.1.1',
    next: 'Ask for one of the values that the discovery document lists as acr_values_supported.',
    answer: '303 unmet_authentication_requirements',
  },
  'idp.interaction.known': {
    title: 'The page belongs to a sign-in that this browser has under way.',
    standard: 'RFC 6749 §10.12',
    next: 'Start the sign-in again in the application, and let the browser keep cookies of the provider.',
    answer: '400',
  },
  'idp.interaction.same-session': {
    title: 'The person signed in at the provider is still the one who began.',
    standard: 'RFC 6749 §10.12',
    next: 'Start again in the application.',
    answer: '400',
  },
  'idp.interaction.same-origin': {
    title: 'The form was sent by a page of the provider.',
    standard: 'RFC 6749 §10.12',
    next: 'Open the page at the provider itself and send the form from there.',
    answer: '400',
  },
  'idp.interaction.form': {
    title: 'The form says whether the person allows or denies.',
    standard: 'OpenID Connect Core §3.1.2.4',
    next: 'Send the field "decision" with "allow" or "deny".',
    answer: '422',
  },
  'idp.consent.allowed': {
    title: 'The person allows the application what it asked for.',
    standard: 'RFC 6749 §4.1.2.1',
    next: 'Start again in the application and choose Allow.',
    answer: '303 access_denied',
  },
  'idp.prompt.login-prompt': {
    title: 'The application does not ask for a fresh sign-in, or there was one.',
    standard: 'OpenID Connect Core §3.1.2.1',
    next: 'Sign in.',
    answer: '200',
  },
  'idp.prompt.no-session': {
    title: 'The person is signed in at the provider.',
    standard: 'OpenID Connect Core §3.1.2.3',
    next: 'Sign in; or leave out prompt=none.',
    answer: '303 login_required',
  },
  'idp.prompt.account-usable': {
    title: 'The account of the session exists and may be used.',
    standard: 'OpenID Connect Core §3.1.2.3',
    next: 'Sign in as another person, or have the account enabled.',
    answer: '303 login_required',
  },
  'idp.prompt.max-age': {
    title: 'The last sign-in is not older than max_age.',
    standard: 'OpenID Connect Core §3.1.2.1',
    next: 'Sign in again.',
    answer: '303 login_required',
  },
  'idp.prompt.id-token-hint': {
    title: 'The person signed in is the one whom id_token_hint names.',
    standard: 'OpenID Connect Core §3.1.2.1',
    next: 'Sign in as the person whom the application expects.',
    answer: '303 login_required',
  },
  'idp.prompt.claims-id-token-sub-value': {
    title: 'The person signed in is the one whom the claims parameter names.',
    standard: 'OpenID Connect Core §5.5.1',
    next: 'Sign in as the person whom the application expects.',
    answer: '303 login_required',
  },
  'idp.prompt.essential-acrs': {
    title: 'The sign-in reached one of the contexts that the application insists on.',
    standard: 'OpenID Connect Core §5.5.1.1',
    next: 'Sign in in the way that the application asks for.',
    answer: '303 login_required',
  },
  'idp.prompt.essential-acr': {
    title: 'The sign-in reached the context that the application insists on.',
    standard: 'OpenID Connect Core §5.5.1.1',
    next: 'Sign in in the way that the application asks for.',
    answer: '303 login_required',
  },
  'idp.prompt.consent-prompt': {
    title: 'The application does not ask for a fresh consent, or there was one.',
    standard: 'OpenID Connect Core §3.1.2.1',
    next: 'Allow or deny.',
    answer: '200',
  },
  'idp.prompt.native-client-prompt': {
    title: 'A native application has the consent of the person each time.',
    standard: 'RFC 8252 §8.6',
    next: 'Allow or deny.',
    answer: '303 interaction_required',
  },
  'idp.prompt.op-scopes-missing': {
    title: 'The person has decided on every identity scope asked for.',
    standard: 'OpenID Connect Core §3.1.2.4',
    next: 'Allow or deny.',
    answer: '303 consent_required',
  },
  'idp.prompt.op-claims-missing': {
    title: 'The person has decided on every claim asked for.',
    standard: 'OpenID Connect Core §3.1.2.4',
    next: 'Allow or deny.',
    answer: '303 consent_required',
  },
  'idp.prompt.rs-scopes-missing': {
    title: 'The person has decided on every API scope asked for.',
    standard: 'RFC 6749 §3.3',
    next: 'Allow or deny.',
    answer: '303 consent_required',
  },
});
