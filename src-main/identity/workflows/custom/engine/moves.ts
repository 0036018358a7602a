import type { WorkflowStep } from '../../../../contract/workflow-definition.ts';
import { holds } from '../expressions/cel.ts';
import { ExpressionError } from '../expressions/expression-error.ts';
import { type CallStepDeps, callStep, undoStep } from './calls.ts';
import { afterFailure } from './outcomes.ts';
import type { Run } from './run.ts';
import { nextMove } from './run-state.ts';
import { beginStep, type StepDeps, timeIsUp } from './steps.ts';
import { afterUnknown, STOPPED } from './unknown-outcome.ts';

export interface MoveDeps extends CallStepDeps {
  steps: StepDeps;
}

/** Makes the next move of a run. Answers whether there may be another one at once. */
export async function makeMove(deps: MoveDeps, run: Run, signal: AbortSignal): Promise<boolean> {
  const { journal, core } = deps;
  const move = nextMove(run.state, (step) => stepOf(run, step)?.undo !== undefined);
  if (move.do === 'rest') return false;
  if (move.do === 'end') {
    const { answer } = run.state;
    journal.write(run, [{ kind: 'ended', status: move.status, why: move.why, answer }]);
    return false;
  }
  const step = run.definition.steps[move.index];
  if (!step) return false;
  if (move.do === 'undo') return undoStep(deps, run, step, signal);
  try {
    return await goOn(deps, run, step, signal);
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    const failure = {
      error: `An expression could not be worked out: ${error.message}`,
      got: null,
      now: core.clock.now(),
      again: false,
    };
    journal.write(run, afterFailure(run, step, failure));
    return true;
  }
}

/** Goes on with a step: begins it, tries it again, or looks whether what it waits for is over. */
async function goOn(deps: MoveDeps, run: Run, step: WorkflowStep, signal: AbortSignal): Promise<boolean> {
  const { core, journal, steps, valuesOf } = deps;
  const now = core.clock.now();
  const state = run.state.steps.find(({ id }) => id === step.id);
  if (state?.status === 'waiting' && state.waits) {
    const { until, kind } = state.waits;
    if (until === null || now < until) return false;
    if (kind === 'retry') return callStep(deps, run, step, signal);
    timeIsUp(steps, run, step, state.waits);
    return true;
  }
  if (state?.status === 'running') {
    journal.write(run, afterUnknown(run, step, { error: STOPPED, now }));
    return true;
  }
  const values = valuesOf(run);
  // A step that was begun already is not asked for its condition again.
  if (state?.attempts === 0 && step.when !== undefined && !holds(step.when, 'run', values)) {
    journal.write(run, [{ kind: 'step-skipped', step: step.id, why: 'Its condition does not hold.' }]);
    return true;
  }
  if (step.call) return callStep(deps, run, step, signal);
  return beginStep(steps, run, step, values);
}

const stepOf = (run: Run, id: string): WorkflowStep | undefined =>
  run.definition.steps.find((step) => step.id === id);
