import type { SandboxEvent } from '../../contract/events.ts';
import type { Json, JsonObject } from '../../contract/json.ts';
import type { Match } from '../format/check-schema.ts';
import { spanInWords } from '../format/duration.ts';
import type { Expectation } from '../format/expectation.ts';
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

/** A clause, and whether what was seen is known at all: of a request that was refused early, much is not. */
interface Finding extends Clause {
  known: boolean;
}

/**
 * Lays a match against an event of its type, or of the opposite type. Answers undefined for any other event.
 *
 * Of what failed, the most telling comes first: what is plainly another thing, then how it ended, then what is not
 * known because it ended so.
 */
export function matchEvent(match: Match, event: SandboxEvent, context: CheckContext): Matched | undefined {
  const isType = event.type === match.type;
  if (!isType && event.type !== oppositeOf(match.type)) return undefined;
  const found = subjectClauses(match, event, context);
  const ending: Finding[] = [];
  if (!isType) ending.push(finding('outcome', false, inPlainWords(match.type), endingOf(event)));
  else {
    if (match.outcome !== undefined) {
      ending.push(finding('outcome', event.outcome === match.outcome, match.outcome, endingOf(event)));
    }
    if (match.rule !== undefined) ending.push(compared('rule', match.rule, settledBy(event)));
  }
  const ordered = [
    ...found.filter((one) => one.ok || one.known),
    ...ending,
    ...found.filter((one) => !one.ok && !one.known),
  ];
  const rule = settledBy(event);
  const failed = ordered
    .filter((one) => !one.ok)
    .flatMap((one) =>
      one.clause === 'outcome' && rule !== undefined ? [`outcome:${rule}`, 'outcome'] : [one.clause],
    );
  const clauses = ordered.map(({ known: _, ...clause }) => ({ ...clause, evidence: [event.seq] }));
  return { event, ok: failed.length === 0, clauses, failed };
}

function subjectClauses(match: Match, event: SandboxEvent, context: CheckContext): Finding[] {
  const found: Finding[] = [];
  const persona = match.by ?? context.actor;
  if (persona !== undefined && persona !== 'anyone') {
    found.push(finding('by', isDoneBy(event, persona), nameOf(persona), doerOf(event)));
  }
  const wanted: [string, Expectation | undefined, Json | undefined][] = [
    ['actor', match.actor, event.actor],
    ['subject', match.subject, subjectOf(event, context)],
    ['client', match.client, event.data.client],
    ['node', match.node, event.node],
    ...Object.entries(match.data ?? {}).map(
      ([name, expectation]): [string, Expectation | undefined, Json | undefined] => [
        `data.${name}`,
        expectation,
        member(event.data, name),
      ],
    ),
  ];
  for (const [name, expectation, seen] of wanted) {
    if (expectation === undefined) continue;
    const clause = compared(name, expectation, seen);
    found.push(name === 'data.row' ? asTransition(clause, event) : clause);
  }
  if (match.flow) found.push(flowClause(match.flow.of, event, context));
  return found;
}

/** Whom it is about: by the id that packs know, or by the user name where the directory has made the id up. */
function subjectOf({ subject }: SandboxEvent, { state }: CheckContext): string | undefined {
  return subject !== undefined && UUID.test(subject) ? (state.usernameOf(subject) ?? subject) : subject;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f-]{27}$/;

function finding(clause: string, ok: boolean, expected: string, seen: string, known = true): Finding {
  return { clause, ok, expected, seen, evidence: [], known };
}

function compared(name: string, expectation: Expectation, seen: Json | undefined): Finding {
  const { ok, expected, seen: words } = compare(expectation, seen);
  return finding(name, ok, readable(name, expected), readable(name, words), seen !== undefined);
}

/** Who acted is told by name, and a span of time in the units of a clock. */
function readable(clause: string, words: string): string {
  if (clause === 'actor')
    return words.replaceAll(/`persona:([\w-]+)`/g, (_, persona: string) => nameOf(persona));
  if (clause === 'data.ms') return words.replaceAll(/`(\d+)`/g, (_, ms: string) => spanInWords(Number(ms)));
  return words;
}

/** Rows of the transition table are numbers; what was seen instead is told by its title, as some rows have none. */
function asTransition(clause: Finding, { data }: SandboxEvent): Finding {
  const seen = typeof data.title === 'string' ? data.title : clause.seen;
  return { ...clause, expected: `row ${clause.expected} of the transition table`, seen };
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

function flowClause(check: string, event: SandboxEvent, context: CheckContext): Finding {
  const flows = context.flowsOf(check);
  const root = event.flow === undefined ? undefined : context.rootOf(event.flow);
  if (flows === undefined) {
    return finding(
      'flow',
      false,
      `the story of “${check}”, which has not passed yet`,
      'no such story yet',
      false,
    );
  }
  const ok = root !== undefined && flows.some((flow) => context.rootOf(flow) === root);
  const seen = ok ? 'the same story' : root === undefined ? 'no story' : 'another story';
  // Without a token nothing ties a request to a story: that it began one of its own tells nothing.
  return finding('flow', ok, `the story of “${check}”`, seen, event.data.client !== undefined);
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
