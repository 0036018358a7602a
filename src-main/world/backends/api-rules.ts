import type { Reason } from '../../contract/events.ts';
import type { RuleText } from '../../contract/rules.ts';

/** Rules by which the bank's APIs turn down what the gateway has let through. */
export const API_RULES = {
  'api.gateway.only': {
    title: 'The call comes from the gateway.',
    standard: 'RFC 9110 §15.5.4',
    next: 'Call the API at the gateway.',
    answer: '403 api.gateway.only',
  },
  'api.identity.present': {
    title: 'The gateway says which application calls.',
    standard: 'RFC 9110 §15.5.2',
    next: 'Call the API at the gateway, with an access token.',
    answer: '401 api.identity.present',
  },
  'api.identity.known': {
    title: 'The bank knows the person for whom the application calls.',
    standard: 'RFC 9110 §15.5.4',
    next: 'Sign in as one of the personas whose account is enabled.',
    answer: '403 api.identity.known',
  },
  'api.object.exists': {
    title: 'There is such an object.',
    standard: 'RFC 9110 §15.5.5',
    next: 'Ask for the list first, and use a number from it.',
    answer: '404 api.object.visible',
  },
  'api.object.owner': {
    title: 'The object belongs to the caller, who is otherwise told that there is none.',
    standard: 'OWASP API Security Top 10 2023, API1',
    next: 'Ask for an object of your own; a scope says what may be done, not with whose objects.',
    answer: '404 api.object.visible',
  },
  'api.payment.holder': {
    title: 'Only the holder pays from an account.',
    standard: 'OWASP API Security Top 10 2023, API1',
    next: 'Pay from an account of your own.',
    answer: '403 api.payment.holder',
  },
  'api.payment.covered': {
    title: 'The account holds the amount.',
    standard: 'RFC 9110 §15.5.21',
    next: 'Pay less, or from another account.',
    answer: '422 api.payment.covered',
  },
  'api.route.exists': {
    title: 'The API has this address with this method.',
    standard: 'RFC 9110 §15.5.5',
    next: 'Use an operation that the API lists.',
    answer: '404 api.route.exists',
  },
  'api.input.valid': {
    title: 'The body has the members that the operation takes.',
    standard: 'RFC 9110 §15.5.1',
    next: 'Correct the fields that the answer names.',
    answer: '400 api.input.valid',
  },
  'api.input.readable': {
    title: 'The body is JSON, and not too long.',
    standard: 'RFC 8259 §2',
    next: 'Send JSON of at most 16 KiB.',
    answer: '400 api.input.readable',
  },
  'api.sandbox.sound': {
    title: 'The API can finish the request.',
    standard: 'RFC 9110 §15.6.1',
    next: 'Try again. If it happens twice, copy the diagnostics from the settings.',
    answer: '500 api.failed',
  },
} as const satisfies Record<string, RuleText>;

export type ApiRule = keyof typeof API_RULES;

/** A reason of an API's decision, with the standard of its rule. */
export const apiReason = (
  rule: ApiRule,
  outcome: Reason['outcome'],
  details: Omit<Reason, 'rule' | 'outcome' | 'standard'>,
): Reason => ({ rule, outcome, ...details, standard: API_RULES[rule].standard });

/** The rule behind the code of a problem; whatever no rule stands for is a fault of the sandbox's own. */
export const apiRuleOf = (code: string): ApiRule =>
  Object.hasOwn(API_RULES, code) ? (code as ApiRule) : 'api.sandbox.sound';
