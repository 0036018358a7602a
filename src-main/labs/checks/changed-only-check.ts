import type { ChangedOnlyCheck } from '../format/check-schema.ts';
import { inWords } from './compare.ts';
import { isAbout } from './state-check.ts';
import type { CheckContext, Clause, Verdict } from './verdict.ts';

/** Judges a `changed-only` check: against the configuration as the step began, only what is allowed differs. */
export function judgeChangedOnly(check: ChangedOnlyCheck, context: CheckContext): Verdict {
  const before = context.baseline;
  if (!before) throw new Error('nobody noted the configuration when the step was opened');
  const now = context.state.configuration();
  const touched = [...new Set([...Object.keys(before), ...Object.keys(now)])]
    .filter((path) => JSON.stringify(before[path]) !== JSON.stringify(now[path]))
    .filter((path) => !check.allow.some((allowed) => path === allowed || path.startsWith(`${allowed}/`)))
    .sort();
  const changes = context.events.filter(
    ({ type }) => type === 'config.changed' || type === 'workflow.defined',
  );
  const clauses = touched.map((path): Clause => {
    const change = changes.findLast((event) => isAbout(event.data, path));
    return {
      clause: path,
      ok: false,
      expected: `${path} as it was: ${inWords(before[path])}`,
      seen: inWords(now[path]),
      evidence: change ? [change.seq] : [],
    };
  });
  if (touched.length === 0) {
    const clause = {
      clause: 'touched',
      ok: true,
      expected: 'nothing else is changed',
      seen: 'nothing else',
      evidence: [],
    };
    const status = context.othersHold ? 'pass' : 'pending';
    return {
      status,
      clauses: [clause],
      evidence: [],
      flows: [],
      failed: context.othersHold ? [] : ['missing'],
    };
  }
  const evidence = [...new Set(clauses.flatMap((clause) => clause.evidence))];
  return { status: 'fail', clauses, evidence, flows: [], failed: [...touched, 'touched'] };
}
