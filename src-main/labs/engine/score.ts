import type { LabState } from '../../contract/labs.ts';
import type { Lab, Step } from '../format/pack.ts';
import type { LabProgress, StepProgress } from './progress.ts';

/**
 * What passing a step now is worth: its points less the cost of the hints that were shown, never below 0. Whoever saw
 * the solution, or had it played, earns nothing for the step. Wrong tries and wrong predictions cost nothing.
 */
export function worthOf(step: Step, progress: StepProgress, how: 'passed' | 'skipped'): number {
  if (how === 'skipped' || progress.revealed) return 0;
  const spent = step.hints
    .filter((hint) => progress.hints.includes(hint.id))
    .reduce((sum, hint) => sum + hint.cost, 0);
  return Math.max(0, step.points - spent);
}

/** Points of the lab, and how many predictions came true: the two are never mixed. */
export function scoreOf(lab: Lab, progress: LabProgress): Pick<LabState, 'score' | 'predictions'> {
  const predicted = lab.steps
    .filter((step) => step.type === 'predict')
    .flatMap((step) => {
      const own = progress.steps[step.id];
      return own?.status === 'passed' ? own.answers.slice(0, 1) : [];
    });
  return {
    score: {
      earned: lab.steps.reduce((sum, step) => sum + (progress.steps[step.id]?.earned ?? 0), 0),
      possible: lab.steps.reduce((sum, step) => sum + step.points, 0),
    },
    predictions: { right: predicted.filter(({ right }) => right).length, made: predicted.length },
  };
}
