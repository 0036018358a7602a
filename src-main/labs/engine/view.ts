import type { CheckState, ContentBlock, LabState, StepState } from '../../contract/labs.ts';
import { isConstraint } from '../checks/judge.ts';
import type { Clause, Verdict, Verdicts } from '../checks/verdict.ts';
import type { Check } from '../format/check-schema.ts';
import type { Lab, Step } from '../format/pack.ts';
import { onlyShows } from '../verbs/registry.ts';
import { awaitsPrediction } from './answers.ts';
import { nextHint, offerOf } from './hint-offer.ts';
import type { LabProgress, StepProgress } from './progress.ts';
import { viewOfQuestion } from './question-view.ts';
import { scoreOf } from './score.ts';
import { mayReveal, viewOfSolution } from './solution-view.ts';

/** What the engine has found, for a view of it. */
export interface Seen {
  verdicts: Verdicts;
  /** The learner pressed “Check”, so that silence is answered too. */
  asked: boolean;
  /** Checks of steps that are done which do not hold any more. */
  changed: ReadonlySet<string>;
}

/** The lab as a user interface shows it. */
export function viewOf(lab: Lab, progress: LabProgress, seen: Seen): LabState {
  const finished = isFinished(lab, progress);
  return {
    pack: lab.pack,
    id: lab.id,
    title: lab.title,
    current: progress.current,
    steps: lab.steps.map((step) => viewOfStep(lab, step, progress, seen)),
    finished,
    ...scoreOf(lab, progress),
    closing: finished ? lab.closing : undefined,
  };
}

/** Whether every step that is not optional was done once, and none has lost what it must keep. */
export function isFinished(lab: Lab, progress: LabProgress): boolean {
  return lab.steps.every((step) => {
    const own = progress.steps[step.id];
    return step.optional || (own?.everDone === true && !own.unsolved);
  });
}

/** The lab's own words for what went wrong. */
export function feedbackOf(check: Check, verdict: Verdict): { key: string; text: string } | undefined {
  for (const key of verdict.failed) {
    const text = check.feedback[key];
    if (text !== undefined) return { key, text };
  }
  return undefined;
}

/** A clause with the lab's own words for it: under its name, or its name and what settled it (`outcome:<rule>`). */
function withWords(check: Check, clause: Clause, { failed }: Verdict): Clause {
  if (clause.ok) return clause;
  const key = failed.find(
    (name) => (name === clause.clause || name.startsWith(`${clause.clause}:`)) && name in check.feedback,
  );
  const feedback = check.feedback[key ?? clause.clause];
  return feedback === undefined ? clause : { ...clause, feedback };
}

function viewOfStep(lab: Lab, step: Step, progress: LabProgress, seen: Seen): StepState {
  const own = progress.steps[step.id];
  const isCurrent = progress.current === step.id;
  const shown = new Set(own?.hints ?? []);
  return {
    id: step.id,
    title: step.title,
    type: step.type,
    status: own?.status ?? 'waiting',
    actor: step.actor,
    view: step.view,
    content: awaitsPrediction(step, own) ? step.content.map(waiting) : step.content,
    question: viewOfQuestion(step, own, lab.seed),
    checks: step.checks.map((check) =>
      viewOfCheck(check, own, isCurrent ? seen.verdicts.get(check.id) : undefined, {
        changed: seen.changed,
        asked: seen.asked && !awaitsOthers(check, step, own, seen.verdicts),
      }),
    ),
    ...(step.grid === undefined ? {} : { grid: step.grid }),
    hints: step.hints.filter((hint) => shown.has(hint.id)).map(({ id, text }) => ({ id, text })),
    hintsTotal: step.hints.length,
    nextHintCost: own?.everDone ? 0 : nextHint(step, own)?.cost,
    hintOffer: own && isCurrent ? offerOf(step, own, seen.verdicts) : undefined,
    canReveal: mayReveal(lab, step, own),
    solution: viewOfSolution(lab, step, own),
    points: step.points,
    earned: own?.earned,
    edited: own?.everDone === true && own.digest !== step.digest,
    unsolved: own?.unsolved === true,
  };
}

function waiting(block: ContentBlock): ContentBlock {
  return block.kind === 'action' && !onlyShows(block.verb) ? { ...block, waits: true } : block;
}

/** Whether a check has nothing to judge before the others of its step hold: a call on a fork, or what must not happen. */
function awaitsOthers(
  check: Check,
  step: Step,
  progress: StepProgress | undefined,
  verdicts: ReadonlyMap<string, Verdict>,
): boolean {
  if (check.kind !== 'probe' && !isConstraint(check)) return false;
  return step.checks.some(
    ({ id }) => id !== check.id && !progress?.checks[id] && verdicts.get(id)?.status !== 'pass',
  );
}

function viewOfCheck(
  check: Check,
  progress: StepProgress | undefined,
  verdict: Verdict | undefined,
  { asked, changed }: Pick<Seen, 'asked' | 'changed'>,
): CheckState {
  const title = check.title ?? check.id;
  const short = check.short === undefined ? {} : { short: check.short };
  const passed = progress?.checks[check.id];
  if (passed && (check.sticky || !verdict)) {
    const clause = {
      clause: 'seen',
      ok: true,
      expected: title,
      seen: 'seen in the log',
      evidence: passed.evidence,
    };
    return {
      id: check.id,
      title,
      status: 'pass',
      clauses: [clause],
      ...short,
      ...(changed.has(check.id) ? { changed: true } : {}),
    };
  }
  if (!verdict) return { id: check.id, title, status: 'pending', clauses: [] };
  // Whoever asks gets an answer: what has not been seen is what is missing.
  const status = verdict.status === 'pending' && asked ? 'fail' : verdict.status;
  return {
    id: check.id,
    title,
    status,
    ...(status === 'pass' ? short : {}),
    clauses: verdict.clauses.map((clause) => withWords(check, clause, verdict)),
    feedback: status === 'fail' ? feedbackOf(check, verdict)?.text : undefined,
    closest: verdict.status === 'pass' ? undefined : verdict.closest,
  };
}
