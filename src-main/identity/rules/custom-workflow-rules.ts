import { defineRules } from './rule.ts';

/** Rules of the endpoints at which custom workflows start. They answer with problem documents. */
export const CUSTOM_WORKFLOW_RULES = defineRules({
  'idp.custom.path-known': {
    title: 'A workflow starts at this address, or a run is there.',
    standard: 'RFC 9110 §15.5.5',
    next: 'Look the address up in the list of workflows.',
    answer: '404 workflow_unknown',
  },
  'idp.custom.method': {
    title: 'A workflow is started by POST, and a run is read by GET.',
    standard: 'RFC 9110 §15.5.6',
    next: 'Send the request by the method that the answer allows.',
    answer: '405 method_not_allowed',
  },
  'idp.custom.starter': {
    title: 'Whoever starts this workflow shows a good access token of a person.',
    standard: 'RFC 6750 §3.1',
    next: 'Sign in with the scope openid and no resource, and send that access token.',
    answer: '401 invalid_token',
  },
  'idp.custom.audience': {
    title: 'The token was issued for this provider, not for an API.',
    standard: 'RFC 9068 §4',
    next: 'Ask for a token with the scope openid and no resource: what was sent to an API must not act for its person.',
    answer: '401 invalid_token',
  },
  'idp.custom.scope': {
    title: 'The token lets the application act for the person here.',
    standard: 'RFC 6750 §3.1',
    next: 'Sign in with the scope openid.',
    answer: '403 insufficient_scope',
  },
  'idp.custom.body': {
    title: 'The request brings a JSON object of 64 KiB at most.',
    standard: 'RFC 9110 §15.5.1',
    next: 'Send application/json with one object in it.',
    answer: '400 invalid_request',
  },
  'idp.custom.input': {
    title: 'The input is what the workflow declares: all that is required, each of its type, nothing else.',
    standard: 'RFC 9457 §3',
    next: 'Correct the member that the answer names.',
    answer: '400 invalid_input',
  },
  'idp.custom.key': {
    title: 'A request that comes again under its Idempotency-Key asks for the same as before.',
    standard: 'draft-ietf-httpapi-idempotency-key-header §2.7',
    next: 'Send the same input again, or another request under a key of its own.',
    answer: '422 key_reused',
  },
  'idp.custom.nesting': {
    title: 'Workflows that start one another do so five deep at most.',
    standard: 'RFC 9110 §15.6.1',
    next: 'Look for the workflow whose call starts itself again.',
    answer: '508 workflow_loop',
  },
  'idp.custom.room': {
    title: 'There is room for one more run.',
    standard: 'RFC 6585 §4',
    next: 'Wait until runs have ended, or cancel some that wait.',
    answer: '429 too_many_runs',
  },
  'idp.custom.carried-out': {
    title: 'Each step of the workflow could be carried out.',
    standard: 'RFC 9110 §15.6.3',
    next: 'Open the run and see which step failed, and how it was answered.',
    answer: '502 workflow_failed',
  },
  'idp.custom.accepted': {
    title: 'The workflow does not turn the request down.',
    standard: 'RFC 9110 §15.5.4',
    next: 'Read the answer of the workflow: it may say why.',
    answer: '403 workflow_rejected',
  },
});

/** Rules of tokens that are bound to a key, at the endpoints of custom workflows (RFC 9449 §7). */
export const POSSESSION_RULES = defineRules({
  'idp.possession.scheme': {
    title: 'A token that is bound to a key comes under the scheme DPoP, any other one under Bearer.',
    standard: 'RFC 9449 §7.1',
    next: 'Send a bound token as `Authorization: DPoP …` with a proof.',
    answer: '401 invalid_token',
  },
  'idp.possession.nonce': {
    title: 'The DPoP proof carries a nonce that was handed out lately.',
    standard: 'RFC 9449 §9',
    next: 'Put the DPoP-Nonce of the answer into the proof and send the request again.',
    answer: '401 use_dpop_nonce',
  },
  'idp.possession.proof': {
    title:
      'The DPoP proof is made for this request and this token, with the key to which the token is bound.',
    standard: 'RFC 9449 §4.3',
    next: 'Make a new proof for each request: typ, htm, htu, ath and jti, signed by the key of the token.',
    answer: '401 invalid_dpop_proof',
  },
});

/** Rules of the decisions that workflows ask people for. */
export const APPROVAL_RULES = defineRules({
  'idp.approval.token': {
    title: 'Decisions are open to a good access token of the person who decides.',
    standard: 'RFC 6750 §3.1',
    next: 'Sign in as the person who is to decide, and send her access token as a bearer token.',
    answer: '401 invalid_token',
  },
  'idp.approval.audience': {
    title: 'The token was issued for this provider, not for an API.',
    standard: 'RFC 9068 §4',
    next: 'Ask for a token with the scope openid and no resource: what was sent to an API must not decide for its person.',
    answer: '401 invalid_token',
  },
  'idp.approval.scope': {
    title: 'The token lets the application know who the person is.',
    standard: 'RFC 6750 §3.1',
    next: 'Sign in with the scope openid.',
    answer: '403 insufficient_scope',
  },
  'idp.approval.known': {
    title: 'The decision is known.',
    standard: 'WSO2 IS: approval-tasks',
    next: 'List the decisions again: it may have gone with its run.',
    answer: '404 task_unknown',
  },
  'idp.approval.action': {
    title:
      'The action is CLAIM, RELEASE, APPROVE or REJECT; for a call of unknown outcome RETRY, DONE or UNDO.',
    standard: 'WSO2 IS: approval-tasks, PUT state',
    next: 'Send {"action": "APPROVE"}, or another that the task takes.',
    answer: '400 invalid_action',
  },
  'idp.approval.open': {
    title: 'The decision is still to be made.',
    standard: 'WSO2 IS: approval-tasks',
    next: 'See who decided, or that its time was over.',
    answer: '409 task_closed',
  },
  'idp.approval.four-eyes': {
    title: 'Nobody decides about a request of her own.',
    standard: 'NIST SP 800-53 AC-5',
    next: 'Have somebody else decide.',
    answer: '403 own_request',
  },
  'idp.approval.approver': {
    title: 'Whoever decides is one of those that the workflow names.',
    standard: 'WSO2 IS: approval-tasks',
    next: 'Sign in as one of them, or change the workflow.',
    answer: '403 not_an_approver',
  },
  'idp.approval.claimed': {
    title: 'Nobody else has taken the decision upon herself.',
    standard: 'WSO2 IS: approval-tasks, CLAIM',
    next: 'Have the other person decide, or release it.',
    answer: '409 task_claimed',
  },
});
