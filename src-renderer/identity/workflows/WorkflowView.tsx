import { Waypoints } from 'lucide-react';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { itemsOf } from './list-items.ts';
import { RunPane } from './RunPane.tsx';
import { StoryPane } from './StoryPane.tsx';
import { useAccountWorkflows } from './use-account-workflows.ts';
import { useRuns } from './use-runs.ts';
import classes from './WorkflowsSection.module.css';

/** The newest workflow on the stage, be it a built-in one or a run of a custom one: a run under way comes first. */
export function WorkflowView() {
  const built = useAccountWorkflows();
  const runs = useRuns();
  const error = built.error ?? runs.error;
  if (error)
    return (
      <div className={classes.note}>
        <ErrorNote error={error} />
      </div>
    );
  if (!built.value || !runs.value) return null;
  const items = itemsOf(built.value.workflows, runs.value, (account) => account);
  // A run stands for what its calls begin, e.g. the invitation that one of its steps sends.
  const newest =
    items.find(({ id, underWay }) => underWay && id.startsWith('run:')) ??
    items.reduce<(typeof items)[number] | undefined>(
      (best, item) => (best === undefined || item.at > best.at ? item : best),
      undefined,
    );
  if (!newest)
    return (
      <EmptyState icon={Waypoints} title="No workflow has begun yet">
        A registration, an invitation, a recovery or a run of a custom workflow is drawn here as it goes on,
        with the step that it waits for.
      </EmptyState>
    );
  return newest.id.startsWith('run:') ? (
    <RunPane id={newest.id.slice('run:'.length)} />
  ) : (
    <StoryPane id={newest.id} />
  );
}
