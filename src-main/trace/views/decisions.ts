import { EVENT_TYPES, type EventType } from '../../contract/event-types.ts';
import type { SandboxEvent } from '../../contract/events.ts';
import type { Decision } from '../../contract/flow.ts';
import { personName } from './participants.ts';
import { plainReason, reasonText, settlingReason } from './reasons.ts';
import { ruleLabel } from './rules.ts';

/** Facts that are shown although no rule settled them, since a reader looks for them. */
const ALWAYS: ReadonlySet<EventType> = new Set([
  'idp.signin.succeeded',
  'idp.consent.granted',
  'idp.device.approved',
  'idp.session.ended',
  'idp.grant.revoked',
  'idp.token.revoked',
  'app.session.started',
  'app.session.ended',
]);

/** Facts of the log that are drawn as something else, or not at all. */
const NEVER: ReadonlySet<EventType> = new Set([
  'http.request',
  'http.response',
  'flow.joined',
  'app.api.called',
]);

/** A refused recovery or change of an account is the provider's decision as well, and what “Why?” asks for. */
const PARTS = /^(?:(?:idp|gw|api|app|http|persona)\.|account\.change-refused$)/;

/** True for a fact that is a mark on a lifeline: something was decided there. */
export function isDecision(event: SandboxEvent): boolean {
  if (NEVER.has(event.type) || !PARTS.test(event.type)) return false;
  return event.reasons.length > 0 || !['allowed', 'ok'].includes(event.outcome) || ALWAYS.has(event.type);
}

type Words = string | ((event: SandboxEvent) => string);

const GOOD: Partial<Record<EventType, Words>> = {
  'idp.authorization.requested': 'request accepted',
  'idp.authorization.granted': 'code granted',
  'idp.interaction.started': (event) => `needs ${promptOf(event)}`,
  'idp.interaction.finished': (event) => `${promptOf(event)} answered`,
  'idp.signin.succeeded': (event) =>
    `signed in${event.subject === undefined ? '' : `: ${personName(event.subject)}`}`,
  'idp.consent.granted': 'consent given',
  'idp.session.started': 'session begins',
  'idp.session.ended': 'session ends',
  'idp.code.issued': 'code issued',
  'idp.code.consumed': 'code redeemed',
  'idp.token.issued': 'token issued',
  'idp.token.revoked': 'token revoked',
  'idp.token.introspected': 'token looked up',
  'idp.refresh.rotated': 'refresh token rotated',
  'idp.grant.revoked': 'grant revoked',
  'idp.device.approved': 'device approved',
  'idp.par.accepted': 'request stored',
  'idp.userinfo.answered': 'claims given',
  'idp.logout.succeeded': 'signed out',
  'idp.action.called': ({ data }) =>
    `asked: ${data.changes === 'nothing' ? 'nothing to change' : data.changes}`,
  'idp.otac.checked': ({ data }) =>
    data.overlooked === 'nothing'
      ? 'let through by its one-time code'
      : `let through although: ${ruleLabel(String(data.overlooked)).toLowerCase()} does not hold`,
  'gw.request.allowed': (event) => allChecks(event),
  'app.session.started': 'user signed in',
  'app.session.ended': 'user signed out',
};

function promptOf(event: SandboxEvent): string {
  const prompt = event.data.prompt ?? event.data.name;
  if (typeof prompt !== 'string') return 'the person';
  return prompt === 'login' ? 'sign-in' : prompt;
}

function allChecks(event: SandboxEvent): string {
  const passed = event.reasons.filter((reason) => reason.outcome === 'pass').length;
  return passed === 0 ? 'allowed' : `allowed: ${passed} ${passed === 1 ? 'check' : 'checks'} passed`;
}

/** `scope: needs accounts:read`: the rule that said no, and what it missed. */
function refusalTitle(event: SandboxEvent): string | undefined {
  const reason = settlingReason(event.reasons);
  if (reason === undefined || reason.outcome !== 'fail') return undefined;
  const { label } = reasonText(reason);
  const text = plainReason(reason);
  const needs = /^(needs .*), has /.exec(text)?.[1] ?? text;
  // `does not hold` says nothing that the mark does not.
  if (needs === 'does not hold') return `${label} ${needs}`;
  return `${/^[A-Z][a-z]/.test(label) ? label.charAt(0).toLowerCase() + label.slice(1) : label}: ${needs}`;
}

/** The event's own sentence from the published list, as a title. */
function listedSentence(type: EventType): string {
  const sentence = EVENT_TYPES[type].replace(/\.$/, '');
  return sentence.charAt(0).toLowerCase() + sentence.slice(1);
}

/** What a decision says in one line, from the event alone. */
export function decisionTitle(event: SandboxEvent): string {
  const words = GOOD[event.type];
  const good = typeof words === 'function' ? words(event) : words;
  if (event.outcome === 'denied' || event.outcome === 'failed')
    return refusalTitle(event) ?? listedSentence(event.type);
  return good ?? refusalTitle(event) ?? listedSentence(event.type);
}

/** The mark of a deciding event. */
export function decisionOf(event: SandboxEvent): Decision {
  return {
    seq: event.seq,
    vtime: event.vtime,
    wtime: event.wtime,
    type: event.type,
    node: event.node,
    span: event.span,
    outcome: event.outcome,
    title: decisionTitle(event),
    reasons: event.reasons,
    ...(typeof event.data.detail === 'string' && event.data.detail !== ''
      ? { detail: event.data.detail }
      : {}),
  };
}
