import type { Consequences } from '../../../contract/workflows.ts';
import type { Run } from './engine/run.ts';

/** What a decision leads to, for whoever is to make it: read from the run's definition, and from what it has done so far. */
export function consequencesOf({ definition, state }: Run, id: string): Consequences {
  const at = definition.steps.findIndex((step) => step.id === id);
  const { approval } = definition.steps[at] ?? {};
  const next = definition.steps[at + 1];
  const onward = next ? `Next: “${next.title ?? next.id}”.` : 'The workflow is done.';
  const undone = definition.steps
    .slice(0, at)
    .filter((step) => step.undo && state.steps.find((done) => done.id === step.id)?.status === 'done')
    .map((step) => `“${step.title ?? step.id}”`)
    .reverse();
  const back =
    undone.length === 0
      ? 'The workflow ends; there is nothing to take back.'
      : `The workflow ends, and this is taken back: ${undone.join(', ')}.`;
  const rejected = approval?.onReject === 'continue' ? `It goes on without. ${onward}` : back;
  const late = {
    approve: `It counts as approved. ${onward}`,
    reject: `It counts as rejected. ${rejected}`,
    fail: back,
  };
  return { approved: onward, rejected, timedOut: late[approval?.onTimeout ?? 'reject'] };
}
