import { EVENT_TYPES, type EventType } from '../../contract/event-types.ts';
import type { SandboxEvent } from '../../contract/events.ts';
import { nameOf } from '../verbs/people.ts';

const PERSONA = 'persona:';

/** Pairs of facts of which one is the near miss of the other. */
const PAIRS: readonly (readonly [EventType, EventType])[] = [
  ['gw.request.allowed', 'gw.request.denied'],
  ['idp.signin.succeeded', 'idp.signin.failed'],
  ['idp.authorization.granted', 'idp.authorization.denied'],
  ['idp.consent.granted', 'idp.consent.denied'],
  ['idp.token.issued', 'idp.token.refused'],
  ['idp.refresh.rotated', 'idp.refresh.reused'],
  ['idp.device.approved', 'idp.device.denied'],
  ['app.session.started', 'app.signin.failed'],
  ['workflow.approval.decided', 'workflow.refused'],
];

/** The fact that shows that the other one was tried and ended differently. */
export function oppositeOf(type: EventType): EventType | undefined {
  const pair = PAIRS.find((candidate) => candidate.includes(type));
  return pair?.find((other) => other !== type);
}

/** How an event ended, in words: `allowed`, `denied by gw.scope.required`. */
export function endingOf(event: SandboxEvent): string {
  const rule = settledBy(event);
  return rule !== undefined && event.outcome !== 'allowed'
    ? `${event.outcome} by \`${rule}\``
    : event.outcome;
}

/** The rule that settled a decision: the one that failed, or else the last that looked. */
export function settledBy(event: SandboxEvent): string | undefined {
  return (event.reasons.findLast((reason) => reason.outcome === 'fail') ?? event.reasons.at(-1))?.rule;
}

/** How near a refused request came to pass, told by the rules that looked. */
export function nearness(event: SandboxEvent): string | undefined {
  const passed = event.reasons.filter((reason) => reason.outcome === 'pass').length;
  const failed = event.reasons.filter((reason) => reason.outcome === 'fail').length;
  if (failed !== 1 || passed === 0) return undefined;
  return passed === 1 ? 'the one rule before it passed' : `the ${passed} rules before it passed`;
}

/** Who did it, as a name: a persona, or else what was recorded. Where one acted under another's name, both. */
export function doerOf({ actor, subject }: SandboxEvent): string {
  const person = actor.startsWith(PERSONA) ? actor.slice(PERSONA.length) : undefined;
  if (subject === undefined) return person === undefined ? actor : nameOf(person);
  return person === undefined || person === subject
    ? nameOf(subject)
    : `${nameOf(person)}, as ${nameOf(subject)}`;
}

/** Whether an event is this persona's doing: hers by account, and no other persona at the keyboard. */
export function isDoneBy(event: SandboxEvent, persona: string): boolean {
  const actor = event.actor.startsWith('persona:') ? event.actor.slice('persona:'.length) : undefined;
  if (actor !== undefined && actor !== persona) return false;
  return event.subject === undefined ? actor === persona : event.subject === persona;
}

/** What kind of fact is meant: `an authorization code was issued`. What the list of types adds after a semicolon is left out. */
export function inPlainWords(type: EventType): string {
  const text = EVENT_TYPES[type].replace(/[;.].*$/s, '');
  return text.charAt(0).toLowerCase() + text.slice(1);
}
