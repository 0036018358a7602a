import { defineRules } from './rule.ts';

/** Rules of the learner's own endpoints and handlers. */
export const EXTENSION_RULES = defineRules({
  'idp.extension.token': {
    title: 'Whoever calls this endpoint shows a bearer token that is good.',
    standard: 'RFC 6750 §3.1',
    next: 'Send an access token of this sandbox, or the token of SCIM that Connect shows.',
    answer: '401',
  },
  'idp.extension.audience': {
    title: 'The token was issued for this provider or its directory, not for an API.',
    standard: 'RFC 9068 §4',
    next: 'Ask for a token with the scope openid and no resource, or with the address of SCIM as its `resource`.',
    answer: '401',
  },
  'idp.extension.request': {
    title: 'What is sent to the endpoint is JSON, and not too long.',
    standard: 'RFC 9110 §15.5.16',
    next: 'Send application/json, 64 KiB at most.',
    answer: '415',
  },
  'idp.extension.depth': {
    title: 'Scripts do not set off one another without end.',
    standard: 'RFC 5842 §7.2',
    next: 'Look at the trace: which script calls which? Let one of them stop.',
    answer: '508',
  },
  'idp.extension.sound': {
    title: 'The script comes to its end without an error.',
    standard: 'RFC 9110 §15.6.1',
    next: 'Open the script at the line that the error names, and mend it.',
    answer: '500',
  },
  'idp.extension.time': {
    title: 'The script ends within its time.',
    standard: 'RFC 9110 §15.6.5',
    next: 'Look for a loop without an end, or for a promise that nobody settles.',
    answer: '504',
  },
  'idp.extension.memory': {
    title: 'The script keeps to its memory.',
    standard: 'RFC 4918 §11.5',
    next: 'Look for a list or a text that grows with each turn of a loop.',
    answer: '507',
  },
  'idp.extension.answer': {
    title: 'The script gives back what its kind has to.',
    standard: 'RFC 9110 §15.6.1',
    next: 'An endpoint returns {status, body}. A handler before the event returns nothing, or members that may be rewritten.',
    answer: '500',
  },
  'idp.extension.veto': {
    title: 'No handler of one’s own refuses.',
    standard: 'WSO2 IS: IdentityEventException of a PRE handler',
    next: 'The reason is in the words of the handler. Meet it, or switch the handler off.',
    answer: '403',
  },
  'idp.extension.changed': {
    title: 'What handlers were asked about is the same still when it is to be written.',
    standard: 'RFC 9110 §15.5.10',
    next: 'Try again. If it comes again and again, look in the log at who changes the account meanwhile.',
    answer: '409',
  },
});
