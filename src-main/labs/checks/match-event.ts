import type { SandboxEvent } from '../../contract/events.ts';
import type { Json, JsonObject } from '../../contract/json.ts';
import type { Match } from '../format/check-schema.ts';
import { nameOf } from '../verbs/people.ts';
import { compare } from './compare.ts';
import { doerOf, endingOf, inPlainWords, isDoneBy, oppositeOf, settledBy } from './event-words.ts';
import type { CheckContext, Clause } from './verdict.ts';

/** How one event answers to a match, clause by clause. */
export interface Matched {
  event: SandboxEvent;
  ok: boolean;
  clauses: Clause[];
  /** Names of the clauses that failed, the most telling first. */
  failed: string[];
}

/** Lays a match against an event of its type, or of the opposite type. Answers undefined for any other event. */
export function matchEvent(match: Match, event: SandboxEvent, context: CheckContext): Matched | undefined {
  const isType = event.type === match.type;
  if (!isType && event.type !== oppositeOf(match.type)) return undefined;
  const clauses: Clause[] = [];
  const failed: string[] = [];
  const clause = (name: string, ok: boolean, expected: string, seen: string): void => {
    clauses.push({ clause: name, ok, expected, seen, evidence: [event.seq] });
    if (!ok) failed.push(name);
  };

  const persona = match.by ?? context.actor;
  if (persona !== undefined && persona !== 'anyone') {
    clause('by', isDoneBy(event, persona), nameOf(persona), doerOf(event));
  }
  const compareTo = (name: string, expectation: Match['actor'], seen: Json | undefined): void => {
    if (expectation === undefined) return;
    const { ok, ...words } = compare(expectation, seen);
    clause(name, ok, words.expected, words.seen);
  };
  compareTo('actor', match.actor, event.actor);
  compareTo('subject', match.subject, event.subject);
  compareTo('client', match.client, event.data.client);
  compareTo('node', match.node, event.node);
  if (match.flow) clauseOfFlow(match.flow.of, event, context, clause);
  for (const [name, expectation] of Object.entries(match.data ?? {})) {
    compareTo(`data.${name}`, expectation, member(event.data, name));
  }
  if (!isType) {
    clause('outcome', false, inPlainWords(match.type), endingOf(event));
    const rule = settledBy(event);
    if (rule !== undefined) failed.unshift(`outcome:${rule}`);
  } else {
    if (match.outcome !== undefined)
      clause('outcome', event.outcome === match.outcome, match.outcome, endingOf(event));
    compareTo('rule', match.rule, settledBy(event));
  }
  return { event, ok: clauses.every((one) => one.ok), clauses, failed };
}

/** Of several events, the one that came nearest; of equals, the newest. */
export function nearest(matches: readonly Matched[]): Matched | undefined {
  const score = (matched: Matched): number => matched.clauses.filter((clause) => clause.ok).length;
  return matches.reduce<Matched | undefined>(
    (best, next) => (best === undefined || score(next) >= score(best) ? next : best),
    undefined,
  );
}

/** What a match is looking for, in one line. */
export function describeMatch(match: Match, actor: string | undefined): string {
  const persona = match.by ?? actor;
  const who = persona === undefined || persona === 'anyone' ? [] : [nameOf(persona)];
  const client = typeof match.client === 'string' ? [match.client] : [];
  const more = [...who, ...client].join(', ');
  return more === '' ? inPlainWords(match.type) : `${inPlainWords(match.type)} (${more})`;
}

function clauseOfFlow(
  check: string,
  event: SandboxEvent,
  context: CheckContext,
  clause: (name: string, ok: boolean, expected: string, seen: string) => void,
): void {
  const flows = context.flowsOf(check);
  const root = event.flow === undefined ? undefined : context.rootOf(event.flow);
  const ok = root !== undefined && flows?.some((flow) => context.rootOf(flow) === root) === true;
  const expected =
    flows === undefined ? `the story of “${check}”, which has not passed yet` : `the story of “${check}”`;
  clause('flow', ok, expected, ok ? 'the same story' : root === undefined ? 'no story' : 'another story');
}

function member(data: JsonObject, name: string): Json | undefined {
  if (Object.hasOwn(data, name)) return data[name];
  let value: Json | undefined = data;
  for (const part of name.split('.')) {
    if (value === null || typeof value !== 'object' || Array.isArray(value) || !Object.hasOwn(value, part)) {
      return undefined;
    }
    value = value[part];
  }
  return value;
}
