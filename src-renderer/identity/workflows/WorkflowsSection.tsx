import { useSandbox } from '../../store/sandbox.ts';
import { Tabs } from '../Tabs.tsx';
import { ApprovalsView } from './ApprovalsView.tsx';
import { isOpen } from './approvals/approval-looks.ts';
import { DefinitionsView } from './custom/DefinitionsView.tsx';
import { openWorkflowsView, useWorkflowsView } from './open-view.ts';
import { RunsView } from './RunsView.tsx';
import { useApprovals, useOutcomes } from './use-runs.ts';
import classes from './WorkflowsSection.module.css';

/** Workflows that run and ran, the definitions of custom ones, and the decisions that they ask for. */
export function WorkflowsSection() {
  const view = useWorkflowsView((state) => state.view);
  const persona = useSandbox((state) => state.world?.persona);
  const { value: tasks } = useApprovals(persona);
  const { value: outcomes } = useOutcomes(persona);
  const waiting = (tasks ?? []).filter(isOpen).length + (outcomes ?? []).length;
  return (
    <div className={classes.section}>
      <h1 className={classes.hidden}>Workflows</h1>
      <div className={classes.bar}>
        <Tabs
          label="Workflows"
          onPick={openWorkflowsView}
          picked={view}
          tabs={[
            { id: 'runs', label: 'Running and ended' },
            { id: 'definitions', label: 'Definitions' },
            { id: 'approvals', label: waiting > 0 ? `Approvals (${waiting})` : 'Approvals' },
          ]}
        />
      </div>
      <div aria-labelledby={`tab-${view}`} className={classes.panel} id={`panel-${view}`} role="tabpanel">
        {view === 'runs' && <RunsView />}
        {view === 'definitions' && <DefinitionsView />}
        {view === 'approvals' && <ApprovalsView />}
      </div>
    </div>
  );
}
