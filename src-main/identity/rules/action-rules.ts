import { defineRules } from './rule.ts';

/** Rules of the services that are asked by HTTP before a token is issued and before a password is changed. */
export const ACTION_RULES = defineRules({
  'idp.action.reachable': {
    title: 'The service that is asked can be reached.',
    standard: 'WSO2 IS: actions, no answer is a failure',
    next: 'Start the service, or correct its address. Without an answer nothing is issued and nothing changed.',
    answer: '500 server_error',
  },
  'idp.action.in-time': {
    title: 'The service that is asked answers in time.',
    standard: 'WSO2 IS: actions, read timeout',
    next: 'Make the service faster, or give it more time.',
    answer: '500 server_error',
  },
  'idp.action.well-formed': {
    title: 'The answer of the service has the form that its contract asks for, and is not too large.',
    standard: 'WSO2 IS: actions, response contract',
    next: 'Answer 200 with JSON that has an actionStatus: SUCCESS, FAILED or ERROR.',
    answer: '500 server_error',
  },
  'idp.action.no-error': {
    title: 'The service that is asked is sound.',
    standard: 'WSO2 IS: actions, actionStatus ERROR',
    next: 'Look into the service: it says itself that something went wrong.',
    answer: '500 server_error',
  },
  'idp.action.operations': {
    title: 'The service changes only what the request allowed it to change.',
    standard: 'WSO2 IS: actions, allowedOperations',
    next: 'Keep to the operations and paths of allowedOperations; claims of the protocol are not among them.',
    answer: '500 server_error',
  },
  'idp.action.token': {
    title: 'The service that is asked lets the token be issued.',
    standard: 'WSO2 IS: pre-issue access token action, actionStatus FAILED',
    next: 'Read failureReason and failureDescription in the log: the service gives its reasons.',
    answer: '400 access_denied',
  },
  'idp.action.password': {
    title: 'The service that is asked lets the password be set.',
    standard: 'WSO2 IS: pre-update password action, actionStatus FAILED',
    next: 'Choose another password. The log has the reason that the service gave.',
    answer: '400 20035',
  },
});
