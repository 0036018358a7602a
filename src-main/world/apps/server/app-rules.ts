import type { Reason } from '../../../contract/events.ts';
import type { RuleText } from '../../../contract/rules.ts';

/** Rules by which the demo applications themselves turn somebody away. */
export const APP_RULES = {
  'app.signin.finished': {
    title: 'The provider’s answer is a sign-in that this application began, and it can be finished.',
    standard: 'OpenID Connect Core §3.1.2.7',
    next: 'Start again with the application’s sign-in button. The decision before this one says what went wrong.',
    answer: '400',
  },
  'app.form.own-origin': {
    title: 'A form comes from a page of the application itself.',
    standard: 'RFC 6749 §10.12',
    next: 'Use the buttons on the application’s page.',
    answer: '403',
  },
  'app.form.valid': {
    title: 'A form has the fields that its page sends.',
    standard: 'RFC 9110 §15.5.1',
    next: 'Open the page again and send its form unchanged.',
    answer: '400',
  },
  'app.logout-token.valid': {
    title:
      'A logout token is signed by the provider for this application, and is nothing but a logout token.',
    standard: 'OpenID Connect Back-Channel Logout §2.6',
    next: 'Only the provider can end a session in this way; sign out at the application instead.',
    answer: '400 invalid_request',
  },
  'app.provider.reachable': {
    title: 'The identity provider answers the application.',
    standard: 'RFC 9110 §15.6.3',
    next: 'Wait a moment and try again.',
    answer: '502',
  },
  'app.sandbox.sound': {
    title: 'The application can finish the request.',
    standard: 'RFC 9110 §15.6.1',
    next: 'Try again. If it happens twice, copy the diagnostics from the settings.',
    answer: '500',
  },
} as const satisfies Record<string, RuleText>;

export type AppRule = keyof typeof APP_RULES;

/** The reason of a refusal by an application, with the standard of its rule. */
export const appRefusal = (
  rule: AppRule,
  details: Omit<Reason, 'rule' | 'outcome' | 'standard'>,
): Reason => ({ rule, outcome: 'fail', ...details, standard: APP_RULES[rule].standard });
