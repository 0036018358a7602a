import { Button } from '@mantine/core';
import { UserPlus, Waypoints } from 'lucide-react';
import { useSandbox } from '../../store/sandbox.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { openSection } from '../open-section.ts';
import { itemsOf } from './list-items.ts';
import { openWorkflowsView } from './open-view.ts';
import { RunPane } from './RunPane.tsx';
import { StoryPane } from './StoryPane.tsx';
import { useSelectedWorkflow } from './selected-workflow.ts';
import { useAccountWorkflows } from './use-account-workflows.ts';
import { useRuns } from './use-runs.ts';
import { WorkflowList } from './WorkflowList.tsx';
import classes from './WorkflowsSection.module.css';

/** The built-in workflows of all accounts and the runs of custom ones, and the picture of the one that is picked. */
export function RunsView() {
  const built = useAccountWorkflows();
  const runs = useRuns();
  const personas = useSandbox((state) => state.world?.personas) ?? [];
  const picked = useSelectedWorkflow((state) => state.id);
  const error = built.error ?? runs.error;
  if (error)
    return (
      <div className={classes.note}>
        <ErrorNote error={error} />
      </div>
    );
  if (!built.value || !runs.value) return null;
  const nameOf = (account: string) => personas.find(({ id }) => id === account)?.name ?? account;
  const items = itemsOf(built.value.workflows, runs.value, nameOf);
  if (items.length === 0)
    return (
      <EmptyState
        actions={
          <>
            <Button leftSection={<UserPlus aria-hidden size={14} />} onClick={() => openSection('accounts')}>
              Go to the accounts
            </Button>
            <Button onClick={() => openWorkflowsView('definitions')}>Start a custom workflow</Button>
          </>
        }
        icon={Waypoints}
        title="No workflow has begun yet"
      >
        Invite somebody, register, recover a password or force a reset. Each shows here as one sequence of
        calls, codes, messages and changes of state, with the step that it waits for.
      </EmptyState>
    );
  const selected = items.some(({ id }) => id === picked) ? picked : items[0]?.id;
  const run = selected?.startsWith('run:') ? selected.slice('run:'.length) : undefined;
  return (
    <div className={classes.split}>
      <WorkflowList items={items} selected={selected} total={built.value.total + runs.value.length} />
      {run !== undefined && <RunPane id={run} />}
      {run === undefined && selected !== undefined && <StoryPane id={selected} />}
    </div>
  );
}
