import type { EventCheck } from '../format/check-schema.ts';
import { nearness } from './event-words.ts';
import { describeMatch, type Matched, matchEvent, nearest } from './match-event.ts';
import { type CheckContext, pending, type Verdict } from './verdict.ts';

/** Judges an `event` check: enough events of the window match. */
export function judgeEvent(check: EventCheck, context: CheckContext): Verdict {
  const matches = context.events.flatMap((event) => matchEvent(check.match, event, context) ?? []);
  const hits = matches.filter((matched) => matched.ok);
  const min = check.count?.min ?? 1;
  const max = check.count?.max ?? Number.POSITIVE_INFINITY;
  const evidence = hits.map((hit) => hit.event.seq);
  const flows = [...new Set(hits.flatMap((hit) => hit.event.flow ?? []))];
  if (hits.length >= min && hits.length <= max) {
    return { status: 'pass', clauses: hits.at(-1)?.clauses ?? [], evidence, flows, failed: [] };
  }
  if (hits.length > 0) {
    const expected = max === Number.POSITIVE_INFINITY ? `at least ${min}` : `${min} to ${max}`;
    const clause = { clause: 'count', ok: false, expected, seen: String(hits.length), evidence };
    return { status: 'fail', clauses: [clause], evidence, flows, failed: ['count'] };
  }
  const near = nearest(matches);
  if (near) return missedBy(near);
  return pending([
    {
      clause: 'missing',
      ok: false,
      expected: describeMatch(check.match, context.actor),
      seen: 'nothing like it yet',
      evidence: [],
    },
  ]);
}

/** The verdict on a try that came near. */
export function missedBy(near: Matched): Verdict {
  const held = near.clauses.filter((clause) => clause.ok).length;
  const refused = near.failed.includes('outcome') ? nearness(near.event) : undefined;
  return {
    status: 'fail',
    clauses: near.clauses,
    evidence: [near.event.seq],
    flows: near.event.flow === undefined ? [] : [near.event.flow],
    failed: near.failed,
    closest: refused ?? (held > 0 ? `${held} of ${near.clauses.length} conditions hold` : undefined),
  };
}
