import type { EventType } from '../../contract/event-types.ts';
import type { Check, CombinatorCheck } from '../format/check-schema.ts';
import { judgeAnswer } from './answer-check.ts';
import { judgeChangedOnly } from './changed-only-check.ts';
import { judgeEvent } from './event-check.ts';
import { oppositeOf } from './event-words.ts';
import { judgeNever } from './never-check.ts';
import { PROBE_TYPES } from './probe-check.ts';
import { judgeSequence } from './sequence-check.ts';
import { judgeState } from './state-check.ts';
import { judgeToken } from './token-check.ts';
import type { CheckContext, Verdict } from './verdict.ts';

/** Events after which the state of an account or a setting may be another. */
const STATE_EVENTS: readonly EventType[] = [
  'config.changed',
  'snapshot.restored',
  'account.created',
  'account.changed',
  'account.deleted',
  'account.updated',
  'group.updated',
  'workflow.defined',
  'workflow.removed',
  'workflow.started',
  'workflow.finished',
  'workflow.failed',
];

/** Judges a check by the log and the state. What the check itself gets wrong is an `error`, never a failure of the learner. */
export function judge(check: Check, context: CheckContext): Verdict {
  try {
    return judgeKind(check, context);
  } catch (error) {
    const seen = error instanceof Error ? error.message : String(error);
    const clause = {
      clause: 'lab',
      ok: false,
      expected: 'a check that can be evaluated',
      seen,
      evidence: [],
    };
    return { status: 'error', clauses: [clause], evidence: [], flows: [], failed: ['lab'] };
  }
}

function judgeKind(check: Check, context: CheckContext): Verdict {
  switch (check.kind) {
    case 'event':
      return judgeEvent(check, context);
    case 'sequence':
      return judgeSequence(check, context);
    case 'state':
      return judgeState(check, context);
    case 'token':
      return judgeToken(check, context);
    case 'never':
      return judgeNever(check, context);
    case 'changed-only':
      return judgeChangedOnly(check, context);
    case 'answer':
      return judgeAnswer(check, context);
    case 'probe':
      throw new Error('a probe is tried before it is judged');
    default:
      return judgeCombination(check, context);
  }
}

/** Whether a check only forbids: it would hold from the first moment, so it is settled when all others of its step hold. */
export function isConstraint(check: Check): boolean {
  return check.kind === 'changed-only' || (check.kind === 'never' && check.until === undefined);
}

/** The event types that can change the verdict of a check. */
export function typesOf(check: Check): EventType[] {
  switch (check.kind) {
    case 'event':
      return withOpposite(check.match.type);
    case 'sequence':
      return check.events.flatMap((match) => withOpposite(match.type));
    case 'state':
      return [...STATE_EVENTS];
    case 'never':
      return check.until ? [check.match.type, check.until.type] : [check.match.type];
    case 'changed-only':
      return ['config.changed', 'workflow.defined', 'snapshot.restored'];
    case 'answer':
      return ['lab.answer.given'];
    case 'probe':
      return [...PROBE_TYPES];
    case 'token':
      return withOpposite('idp.token.issued');
    default:
      return check.of.flatMap(typesOf);
  }
}

function withOpposite(type: EventType): EventType[] {
  const opposite = oppositeOf(type);
  return opposite ? [type, opposite] : [type];
}

function judgeCombination(check: CombinatorCheck, context: CheckContext): Verdict {
  const inner = check.of.map((one) => ({ id: one.id, verdict: judge(one, context) }));
  const passed = inner.filter(({ verdict }) => verdict.status === 'pass');
  const broken = inner.find(({ verdict }) => verdict.status === 'error');
  if (broken) return broken.verdict;
  const holds =
    check.kind === 'not'
      ? passed.length === 0
      : passed.length >=
        (check.kind === 'all' ? inner.length : check.kind === 'any' ? 1 : (check.n ?? inner.length));
  const clauses = inner.flatMap(({ id, verdict }) =>
    verdict.clauses.map((clause) => ({ ...clause, clause: `${id}/${clause.clause}` })),
  );
  const evidence = [...new Set(inner.flatMap(({ verdict }) => verdict.evidence))].sort((a, b) => a - b);
  const flows = [...new Set(passed.flatMap(({ verdict }) => verdict.flows))];
  if (holds) return { status: 'pass', clauses, evidence, flows, failed: [] };
  if (check.kind === 'not')
    return { status: 'fail', clauses, evidence, flows, failed: passed.map(({ id }) => id) };
  const open = inner.filter(({ verdict }) => verdict.status !== 'pass');
  const failing = open.filter(({ verdict }) => verdict.status === 'fail');
  const names = [...failing, ...open].flatMap(({ id, verdict }) => [
    ...verdict.failed.map((name) => `${id}/${name}`),
    id,
  ]);
  return {
    status: failing.length > 0 ? 'fail' : 'pending',
    clauses,
    evidence,
    flows,
    failed: failing.length > 0 ? names : ['missing', ...names],
    closest: `${passed.length} of ${inner.length} parts hold`,
  };
}
