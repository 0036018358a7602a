import type { JsonObject } from '../../../../contract/json.ts';
import type { Settlement } from '../../../../contract/outcome-tasks.ts';
import type { WorkflowCall, WorkflowStep } from '../../../../contract/workflow-definition.ts';
import { afterFailure, afterUselessAnswer } from './outcomes.ts';
import type { Run } from './run.ts';
import type { Entry } from './run-state.ts';

/** Methods whose calls may be sent again by themselves (RFC 9110 §9.2.2). */
const IDEMPOTENT: ReadonlySet<string> = new Set(['GET', 'PUT', 'DELETE']);
/** A call of unknown outcome that is to be sent again by itself is not sent more often than that. */
const MOST_SENT = 4;

export const STOPPED =
  'The sandbox stopped while the call was under way, so nobody knows whether it arrived.';

/** Whether the same call may be sent again, whether or not it had arrived. */
export const isRepeatable = (call: WorkflowCall, step: WorkflowStep): boolean =>
  call.idempotent || IDEMPOTENT.has(call.method) || step.retry?.safe === true;

/**
 * What a call leads to of which nobody knows whether it arrived. One that may be sent again is; of any other the definition
 * says what is to become of it, and unless it does, a person is asked.
 */
export function afterUnknown(
  run: Run,
  step: WorkflowStep,
  { error, now }: { error: string; now: number },
): Entry[] {
  const { call, retry, onUnknown = 'ask' } = step;
  const attempts = run.state.steps.find(({ id }) => id === step.id)?.attempts ?? 0;
  const again = call !== undefined && isRepeatable(call, step);
  if (again && retry) return afterFailure(run, step, { error, got: null, now, again: true });
  if ((again || onUnknown === 'retry') && attempts < MOST_SENT)
    return [
      {
        kind: 'step-waits',
        step: step.id,
        waits: { kind: 'retry', attempt: attempts + 1, until: now },
        error,
      },
    ];
  // A GET has changed nothing that one would have to know of.
  if (call?.method === 'GET') return afterFailure(run, step, { error, got: null, now, again: false });
  if (onUnknown === 'undo') return takenBack(step, error);
  return [{ kind: 'step-waits', step: step.id, waits: { kind: 'unknown', until: null }, error }];
}

/**
 * What a person's word leads to. `values`: what later steps find where the answer was not seen. `by`: her account; null:
 * whoever runs the sandbox.
 */
export function afterSettlement(
  step: WorkflowStep,
  as: Settlement,
  values: JsonObject,
  by: string | null,
): Entry[] {
  const settled: Entry = { kind: 'outcome-settled', step: step.id, as, by };
  if (as === 'retry') return [settled];
  if (as === 'done')
    return [settled, { kind: 'step-done', step: step.id, got: null, value: { ...values, status: null } }];
  return [settled, ...takenBack(step, 'Nobody knows whether its call arrived.')];
}

/** As if it had been done: what undoes it is called, since it may have been. */
const takenBack = (step: WorkflowStep, error: string): Entry[] =>
  afterUselessAnswer({ ...step, onFail: 'undo' }, { error, got: null, status: null });
