import type { EventType } from '../../contract/event-types.ts';
import type { ProbeCheck } from '../format/check-schema.ts';
import type { ProbeResult } from '../ports.ts';
import { nameOf } from '../verbs/people.ts';
import { type Clause, pending, type Verdict } from './verdict.ts';

/** What may change how a call ends, so that it is tried anew. */
export const PROBE_TYPES: readonly EventType[] = [
  'config.changed',
  'snapshot.restored',
  'clock.advanced',
  'clock.reset',
  'idp.key.rotated',
];

/** What the call is, in words. */
function wordsFor({ as, app, request }: ProbeCheck): string {
  return `${nameOf(as)} by ${app}: \`${request.method} ${request.path}\``;
}

/** The verdict before the call was tried: what else the step asks for comes first. */
export function awaitedProbe(check: ProbeCheck): Verdict {
  const expected = `${wordsFor(check)} is answered with ${check.expect.status}`;
  return pending([{ clause: 'missing', ok: false, expected, seen: 'not tried yet', evidence: [] }]);
}

/** Judges a `probe` check by how the call ended on the fork. */
export function judgeProbe(check: ProbeCheck, result: ProbeResult): Verdict {
  const { status, rule } = check.expect;
  const clauses: Clause[] = [
    {
      clause: 'status',
      ok: result.status === status,
      expected: `${wordsFor(check)} is answered with ${status}`,
      seen: result.ending,
      evidence: [],
    },
  ];
  if (rule !== undefined) {
    const seen = result.rule === undefined ? 'no rule refused' : `\`${result.rule}\``;
    clauses.push({ clause: 'rule', ok: result.rule === rule, expected: `\`${rule}\``, seen, evidence: [] });
  }
  const failed = clauses.filter((clause) => !clause.ok).map((clause) => clause.clause);
  return { status: failed.length === 0 ? 'pass' : 'fail', clauses, evidence: [], flows: [], failed };
}
