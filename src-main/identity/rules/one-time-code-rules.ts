import { defineRules } from './rule.ts';

/** Rules of the one-time authorization code between the calls of a workflow. Answers have the codes of WSO2's sample. */
export const ONE_TIME_CODE_RULES = defineRules({
  'idp.otac.given': {
    title: 'A call that follows another brings the code that the answer before handed out.',
    standard: 'WSO2 IS: sample authz-rest-otac, OTACRestAuthzHandler',
    next: 'Send the header One-Time-Authorization-Code of the last answer, or begin the workflow again.',
    answer: '401 UE-10001',
  },
  'idp.otac.known': {
    title: 'The one-time authorization code is one that was handed out.',
    standard: 'WSO2 IS: sample authz-rest-otac, INVALID',
    next: 'Copy the whole header of the last answer, or begin the workflow again.',
    answer: '401 OTAC-10010',
  },
  'idp.otac.unexpired': {
    title: 'The one-time authorization code has not expired.',
    standard: 'WSO2 IS: sample authz-rest-otac, EXPIRED',
    next: 'Begin the workflow again, and go on sooner.',
    answer: '401 OTAC-10011',
  },
  'idp.otac.unused': {
    title: 'The one-time authorization code was not used before.',
    standard: 'WSO2 IS: sample authz-rest-otac, INACTIVE',
    next: 'Use the code of the newest answer: each lets one call through.',
    answer: '401 OTAC-10012',
  },
  'idp.otac.operation': {
    title: 'The one-time authorization code is for this call.',
    standard: 'RFC 9700 §4.8',
    next: 'Make the call that follows the one that handed the code out.',
    answer: '401 OTAC-10014',
  },
  'idp.otac.account': {
    title: 'The one-time authorization code is for the account that the call is about.',
    standard: 'RFC 9700 §4.8',
    next: 'Go on with the account with which the workflow began.',
    answer: '401 OTAC-10015',
  },
});
