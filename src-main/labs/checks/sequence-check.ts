import type { SandboxEvent } from '../../contract/events.ts';
import type { SequenceCheck } from '../format/check-schema.ts';
import { durationMs } from '../format/duration.ts';
import { describeMatch, type Matched, matchEvent, nearest } from './match-event.ts';
import { type CheckContext, type Clause, pending, type Verdict } from './verdict.ts';

interface Run {
  /** The events that were found, in order. */
  found: Matched[];
  /** Tries at the first event that is missing. */
  tries: Matched[];
  broken?: 'within' | 'strict';
}

/** Judges a `sequence` check: the events came in order, within one story, session or user. */
export function judgeSequence(check: SequenceCheck, context: CheckContext): Verdict {
  const runs = groups(check, context).map((events) => follow(check, events, context));
  const best = runs.reduce<Run | undefined>(
    (longest, run) => (longest === undefined || run.found.length >= longest.found.length ? run : longest),
    undefined,
  );
  if (!best || (best.found.length === 0 && best.tries.length === 0))
    return pending(clausesOf(check, undefined, context));
  const clauses = clausesOf(check, best, context);
  const evidence = best.found.map((matched) => matched.event.seq);
  const flows = [...new Set(best.found.flatMap((matched) => matched.event.flow ?? []))];
  const complete = best.found.length === check.events.length;
  if (complete && best.broken === undefined) return { status: 'pass', clauses, evidence, flows, failed: [] };
  const near = nearest(best.tries);
  const missing = `at.${best.found.length}`;
  return {
    // Half a sequence is no failure: the rest may still come.
    status: complete || near ? 'fail' : 'pending',
    clauses,
    evidence: near ? [...evidence, near.event.seq] : evidence,
    flows,
    failed: complete
      ? [best.broken ?? 'order']
      : [...(near?.failed ?? []).map((name) => `${missing}.${name}`), missing, 'missing'],
    closest: `${best.found.length} of ${check.events.length} in order`,
  };
}

/** Greedy is enough: taking the first event that fits never closes a later possibility, but for time and strictness. */
function follow(check: SequenceCheck, events: readonly SandboxEvent[], context: CheckContext): Run {
  const run: Run = { found: [], tries: [] };
  for (const event of events) {
    const match = check.events[run.found.length];
    if (!match) break;
    const matched = matchEvent(match, event, context);
    if (matched?.ok) {
      run.found.push(matched);
      run.tries = [];
    } else {
      if (matched) run.tries.push(matched);
      if (check.strict && run.found.length > 0 && check.events.some((one) => one.type === event.type)) {
        run.broken = 'strict';
      }
    }
  }
  const first = run.found[0];
  const last = run.found.at(-1);
  if (
    check.within !== undefined &&
    first &&
    last &&
    last.event.vtime - first.event.vtime > durationMs(check.within)
  ) {
    run.broken = 'within';
  }
  return run;
}

function groups(check: SequenceCheck, context: CheckContext): SandboxEvent[][] {
  if (check.same === 'none') return [[...context.events]];
  const byKey = new Map<string, SandboxEvent[]>();
  for (const event of context.events) {
    const key =
      check.same === 'flow'
        ? event.flow && context.rootOf(event.flow)
        : check.same === 'session'
          ? event.session
          : event.subject;
    if (key === undefined) continue;
    const group = byKey.get(key);
    if (group) group.push(event);
    else byKey.set(key, [event]);
  }
  return [...byKey.values()];
}

function clausesOf(check: SequenceCheck, run: Run | undefined, context: CheckContext): Clause[] {
  const near = run && nearest(run.tries);
  return check.events.map((match, index) => {
    const found = run?.found[index];
    const expected = describeMatch(match, context.actor);
    if (found)
      return { clause: `at.${index}`, ok: true, expected, seen: 'seen', evidence: [found.event.seq] };
    const tried = index === run?.found.length ? near : undefined;
    const wrong = tried?.clauses.find((clause) => !clause.ok);
    return {
      clause: `at.${index}`,
      ok: false,
      expected: wrong ? `${expected}: ${wrong.expected}` : expected,
      seen: wrong ? wrong.seen : 'not yet',
      evidence: tried ? [tried.event.seq] : [],
    };
  });
}
