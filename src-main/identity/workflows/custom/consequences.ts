import type { SettlementConsequences } from '../../../contract/outcome-tasks.ts';
import type { Consequences } from '../../../contract/workflows.ts';
import type { Run } from './engine/run.ts';

/** What a decision leads to, for whoever is to make it: read from the run's definition, and from what it has done so far. */
export function consequencesOf(run: Run, id: string): Consequences {
  const { approval } = run.definition.steps.find((step) => step.id === id) ?? {};
  const onward = onwardFrom(run, id);
  const undone = undoneBefore(run, id);
  const back =
    undone.length === 0
      ? 'The workflow ends. There is nothing to take back.'
      : `The workflow ends, and this is taken back: ${undone.join(', ')}.`;
  const rejected = approval?.onReject === 'continue' ? `The workflow goes on without it. ${onward}` : back;
  const late = {
    approve: `It counts as approved. ${onward}`,
    reject: `It counts as rejected. ${rejected}`,
    fail: back,
  };
  return { approved: onward, rejected, timedOut: late[approval?.onTimeout ?? 'reject'] };
}

/** What each way leads to of settling a call of which nobody knows whether it arrived. */
export function settlementsOf(run: Run, id: string): SettlementConsequences {
  const step = run.definition.steps.find((candidate) => candidate.id === id);
  const own = `“${step?.title ?? id}”`;
  const undone = [...(step?.undo ? [own] : []), ...undoneBefore(run, id)];
  const left = step?.undo ? '' : ` What ${own} may have done stays: the step says no way back.`;
  return {
    retry: 'The same call is sent once more. If it had arrived, what it does happens twice.',
    done: `The step counts as done, without another call. ${onwardFrom(run, id)}`,
    undo:
      undone.length === 0
        ? `The workflow ends.${left}`
        : `The workflow ends, and this is taken back: ${undone.join(', ')}.${left}`,
  };
}

function onwardFrom({ definition }: Run, id: string): string {
  const next = definition.steps[definition.steps.findIndex((step) => step.id === id) + 1];
  return next ? `“${next.title ?? next.id}” comes next.` : 'It was the last step: the workflow is done then.';
}

/** The steps before this one that are done and say how they are undone, the last one first. */
function undoneBefore({ definition, state }: Run, id: string): string[] {
  const at = definition.steps.findIndex((step) => step.id === id);
  return definition.steps
    .slice(0, at)
    .filter((step) => step.undo && state.steps.find((done) => done.id === step.id)?.status === 'done')
    .map((step) => `“${step.title ?? step.id}”`)
    .reverse();
}
