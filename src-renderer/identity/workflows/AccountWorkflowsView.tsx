import { Button } from '@mantine/core';
import { UserPlus, Waypoints } from 'lucide-react';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { openSection } from '../open-section.ts';
import { StoryPane } from './StoryPane.tsx';
import { useSelectedWorkflow } from './selected-workflow.ts';
import { useAccountWorkflows } from './use-account-workflows.ts';
import { WorkflowList } from './WorkflowList.tsx';
import classes from './WorkflowsSection.module.css';

/** The built-in workflows of all accounts, and the picture of the one that is picked. */
export function AccountWorkflowsView() {
  const { value, error } = useAccountWorkflows();
  const picked = useSelectedWorkflow((state) => state.id);
  if (error)
    return (
      <div className={classes.note}>
        <ErrorNote error={error} />
      </div>
    );
  if (!value) return null;
  const { workflows, total } = value;
  if (workflows.length === 0)
    return (
      <EmptyState
        actions={
          <Button leftSection={<UserPlus aria-hidden size={14} />} onClick={() => openSection('accounts')}>
            Go to the accounts
          </Button>
        }
        icon={Waypoints}
        title="No workflow has begun yet"
      >
        Invite somebody, register, recover a password or force a reset. Each shows here as one sequence of
        calls, codes, messages and changes of state, with the step that it waits for.
      </EmptyState>
    );
  const selected = workflows.some(({ id }) => id === picked) ? picked : workflows[0]?.id;
  return (
    <div className={classes.split}>
      <WorkflowList selected={selected} total={total} workflows={workflows} />
      {selected !== undefined && <StoryPane id={selected} />}
    </div>
  );
}
