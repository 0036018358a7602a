import type { Json } from '../../../../contract/json.ts';
import type { WorkflowCall, WorkflowStep } from '../../../../contract/workflow-definition.ts';
import type { Core } from '../../../../events/core.ts';
import { evaluate, type Values } from '../expressions/cel.ts';
import { ExpressionError } from '../expressions/expression-error.ts';
import { type Answered, type CallDeps, CallFailed, isExpected, perform, prepare, toldCall } from './call.ts';
import type { Journal } from './journal.ts';
import { afterFailure, afterUselessAnswer, forgottenSecrets } from './outcomes.ts';
import { redact } from './redact.ts';
import type { Run } from './run.ts';
import type { Entry } from './run-state.ts';
import { afterUnknown, isRepeatable, STOPPED } from './unknown-outcome.ts';
import { whenRoom } from './when-room.ts';

export interface CallStepDeps {
  core: Core;
  journal: Journal;
  calls: CallDeps;
  valuesOf: (run: Run) => Values;
}

type Came = Answered | { error: string; arrived: CallFailed['arrived'] };

/** Makes the call of a step, and writes what came of it. Answers whether the run may go on at once. */
export async function callStep(
  { core, journal, calls, valuesOf }: CallStepDeps,
  run: Run,
  step: WorkflowStep,
  signal: AbortSignal,
): Promise<boolean> {
  if (!step.call) return false;
  const prepared = prepare(step.call, valuesOf(run));
  const began = journal.write(run, [
    { kind: 'step-began', step: step.id, sent: redact(core, run, toldCall(prepared)) },
  ]);
  const came = await tried(() => perform(calls, began, prepared, { key: `${run.id}:${step.id}`, signal }));
  // Broken off by a stop or a restore: what became of the call is not known, and nothing is written of it.
  if (signal.aborted) return false;
  await whenRoom(signal, () => journal.write(began, entriesAfter(came)));
  return true;

  function entriesAfter(given: Came): Entry[] {
    const now = core.clock.now();
    if (!step.call) return [];
    if ('error' in given) {
      const { error, arrived } = given;
      if (arrived === 'yes') return afterUselessAnswer(step, { error, got: null, status: null });
      if (arrived === 'unknown') return afterUnknown(began, step, { error, now });
      return afterFailure(began, step, { error, got: null, now, again: true });
    }
    const got = redact(core, began, { ...given });
    if (isExpected(prepared, given.status)) return whenAnswered(journal, valuesOf, began, step, given, got);
    return afterFailure(began, step, { error: `It was answered ${given.status}.`, got, now, again: true });
  }
}

/** What an answer as wanted leads to. Where it is of no use, the step is done all the same, and can be undone. */
function whenAnswered(
  journal: Journal,
  valuesOf: (run: Run) => Values,
  run: Run,
  step: WorkflowStep,
  answered: Answered,
  got: Json,
): Entry[] {
  const values = { ...valuesOf(run), answer: { ...answered } };
  const useless = (error: string) => afterUselessAnswer(step, { error, got, status: answered.status });
  try {
    const saved = Object.fromEntries(
      Object.entries(step.save ?? {}).map(([name, text]) => [name, evaluate(text, 'answer', values)]),
    );
    const value = step.save ? { ...saved, status: answered.status } : { ...answered };
    const entry: Entry = { kind: 'step-done', step: step.id, got, value };
    return journal.fits(run, entry)
      ? [entry, ...forgottenSecrets(run, step)]
      : useless('The run would hold more than it may.');
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    return useless(`What was to be kept of the answer is not there: ${error.message}`);
  }
}

/** Undoes a step that was done, or may have been. Answers whether the run may go on at once. */
export async function undoStep(
  { core, journal, calls, valuesOf }: CallStepDeps,
  run: Run,
  step: WorkflowStep,
  signal: AbortSignal,
): Promise<boolean> {
  const state = run.state.steps.find(({ id }) => id === step.id);
  if (!step.undo || !state) return false;
  const failed = (error: string, got: Json = null): Entry => ({
    kind: 'undo-ended',
    step: step.id,
    ok: false,
    got,
    error,
  });
  if (state.undo?.status === 'running' && !isRepeatable(step.undo.call, step)) {
    journal.write(run, [failed(`${STOPPED} Look whether it was taken back.`)]);
    return true;
  }
  const prepared = preparedOr(step.undo.call, valuesOf(run));
  if (typeof prepared === 'string') {
    journal.write(run, [failed(prepared)]);
    return true;
  }
  const sent = redact(core, run, toldCall(prepared));
  const began = journal.write(run, [{ kind: 'undo-began', step: step.id, sent }]);
  const came = await tried(() =>
    perform(calls, began, prepared, { key: `${run.id}:${step.id}:undo`, signal }),
  );
  if (signal.aborted) return false;
  const entry = (): Entry => {
    if ('error' in came) return failed(came.error);
    const got = redact(core, began, { ...came });
    return isExpected(prepared, came.status)
      ? { kind: 'undo-ended', step: step.id, ok: true, got, error: null }
      : failed(`It was answered ${came.status}.`, got);
  };
  await whenRoom(signal, () => journal.write(began, [entry()]));
  return true;
}

function preparedOr(call: WorkflowCall, values: Values): ReturnType<typeof prepare> | string {
  try {
    return prepare(call, values);
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    return `An expression could not be worked out: ${error.message}`;
  }
}

async function tried(call: () => Promise<Answered>): Promise<Came> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof CallFailed) return { error: error.message, arrived: error.arrived };
    throw error;
  }
}
