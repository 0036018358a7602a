import type { CheckState, LabState, StepState } from '../../contract/labs.ts';
import type { Verdict } from '../checks/verdict.ts';
import type { Check } from '../format/check-schema.ts';
import type { Lab, Step } from '../format/pack.ts';
import type { LabProgress, StepProgress } from './progress.ts';
import { viewOfQuestion } from './question-view.ts';

/** Verdicts of the step that is open, by check. */
export type Verdicts = ReadonlyMap<string, Verdict>;

/** The lab as a user interface shows it. `asked`: the learner pressed “Check”, so that silence is answered too. */
export function viewOf(lab: Lab, progress: LabProgress, verdicts: Verdicts, asked: boolean): LabState {
  const finished = isFinished(lab, progress);
  return {
    pack: lab.pack,
    id: lab.id,
    title: lab.title,
    current: progress.current,
    steps: lab.steps.map((step) => viewOfStep(step, progress, verdicts, asked)),
    finished,
    closing: finished ? lab.closing : undefined,
  };
}

/** Whether every step that is not optional was done once. */
export function isFinished(lab: Lab, progress: LabProgress): boolean {
  return lab.steps.every((step) => step.optional || progress.steps[step.id]?.everDone === true);
}

/** The lab's own words for what went wrong. */
export function feedbackOf(check: Check, verdict: Verdict): { key: string; text: string } | undefined {
  for (const key of verdict.failed) {
    const text = check.feedback[key];
    if (text !== undefined) return { key, text };
  }
  return undefined;
}

function viewOfStep(step: Step, progress: LabProgress, verdicts: Verdicts, asked: boolean): StepState {
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
    content: step.content,
    question: viewOfQuestion(step, own),
    checks: step.checks.map((check) =>
      viewOfCheck(check, own, isCurrent ? verdicts.get(check.id) : undefined, asked),
    ),
    hints: step.hints.filter((hint) => shown.has(hint.id)).map(({ id, text }) => ({ id, text })),
    hintsTotal: step.hints.length,
  };
}

function viewOfCheck(
  check: Check,
  progress: StepProgress | undefined,
  verdict: Verdict | undefined,
  asked: boolean,
): CheckState {
  const title = check.title ?? check.id;
  const passed = progress?.checks[check.id];
  if (passed && (check.sticky || !verdict)) {
    const clause = {
      clause: 'seen',
      ok: true,
      expected: title,
      seen: 'seen in the log',
      evidence: passed.evidence,
    };
    return { id: check.id, title, status: 'pass', clauses: [clause] };
  }
  if (!verdict) return { id: check.id, title, status: 'pending', clauses: [] };
  // Whoever asks gets an answer: what has not been seen is what is missing.
  const status = verdict.status === 'pending' && asked ? 'fail' : verdict.status;
  return {
    id: check.id,
    title,
    status,
    clauses: verdict.clauses,
    feedback: status === 'fail' ? feedbackOf(check, verdict)?.text : undefined,
    closest: verdict.status === 'pass' ? undefined : verdict.closest,
  };
}
