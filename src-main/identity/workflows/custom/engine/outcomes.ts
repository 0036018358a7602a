import type { Json, JsonObject } from '../../../../contract/json.ts';
import type { WorkflowStep } from '../../../../contract/workflow-definition.ts';
import { durationMs } from '../durations.ts';
import type { Run } from './run.ts';
import type { Entry, Waits } from './run-state.ts';

/** The longest pause between two tries, ms. */
const LONGEST_PAUSE = 30 * 86_400_000;

/** What a failed step leads to: another try, the way back, the end, or the next step. */
export function afterFailure(
  run: Run,
  step: WorkflowStep,
  { error, got, now, again }: { error: string; got: Json; now: number; again: boolean },
): Entry[] {
  const attempts = run.state.steps.find(({ id }) => id === step.id)?.attempts ?? 0;
  const { retry } = step;
  if (again && retry && attempts <= retry.times) {
    const pause = Math.min(durationMs(retry.wait) * retry.factor ** (attempts - 1), LONGEST_PAUSE);
    const waits: Waits = { kind: 'retry', attempt: attempts + 1, until: now + Math.round(pause) };
    return [{ kind: 'step-waits', step: step.id, waits, error }];
  }
  return [{ kind: 'step-failed', step: step.id, error, got }, ...onFailure(step, error)];
}

/** The same for a call that was answered as wanted, with an answer that is of no use: it can be undone. */
export function afterUselessAnswer(
  step: WorkflowStep,
  { error, got, status }: { error: string; got: Json; status: number | null },
): Entry[] {
  return [{ kind: 'step-done', step: step.id, got, value: { status }, error }, ...onFailure(step, error)];
}

function onFailure(step: WorkflowStep, error: string): Entry[] {
  const why = `“${step.title ?? step.id}” failed: ${error}`;
  if (step.onFail === 'continue') return [];
  if (step.onFail === 'stop') return [{ kind: 'ended', status: 'failed', why, answer: null }];
  return [{ kind: 'turned-back', ending: { status: 'failed', why } }];
}

/** What a decision leads to. `by`: user name, or null where time decided. */
export function afterDecision(
  step: WorkflowStep,
  { approved, by, comment }: { approved: boolean; by: string | null; comment: string },
): Entry[] {
  const decision = approved ? 'approved' : 'rejected';
  const told: JsonObject = { decision, by, comment };
  const done: Entry = { kind: 'step-done', step: step.id, got: told, value: told };
  if (approved || step.approval?.onReject === 'continue') return [done];
  const why = by === null ? `“${step.title ?? step.id}” was not decided in time` : `${by} rejected it`;
  return [done, { kind: 'turned-back', ending: { status: 'rejected', why } }];
}

/** Secret inputs that no later step and no undoing speaks of are not kept any longer. */
export function forgottenSecrets(run: Run, done: WorkflowStep): Entry[] {
  const { start, steps } = run.definition;
  if (!('endpoint' in start)) return [];
  const at = steps.findIndex(({ id }) => id === done.id);
  const rest = JSON.stringify([steps.slice(at + 1), steps.map(({ undo }) => undo ?? null)]);
  const names = Object.entries(start.endpoint.input)
    .filter(([name, { secret }]) => secret && (run.state.input[name] ?? null) !== null)
    .map(([name]) => name)
    .filter((name) => !new RegExp(`\\b${name}\\b`).test(rest));
  return names.length === 0 ? [] : [{ kind: 'secrets-forgotten', names }];
}
