import { AccountWorkflowsView } from './AccountWorkflowsView.tsx';
import classes from './WorkflowsSection.module.css';

/** Workflows that run and ran. */
export function WorkflowsSection() {
  return (
    <div className={classes.section}>
      <h1 className={classes.hidden}>Workflows</h1>
      <AccountWorkflowsView />
    </div>
  );
}
