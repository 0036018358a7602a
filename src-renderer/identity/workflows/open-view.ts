import { create } from 'zustand';

/** The parts of the Workflows section. */
export type WorkflowsViewId = 'runs' | 'definitions' | 'approvals';

/** Which part of the Workflows section is open. */
export const useWorkflowsView = create<{ view: WorkflowsViewId }>()(() => ({ view: 'runs' }));

export const openWorkflowsView = (view: WorkflowsViewId): void => useWorkflowsView.setState({ view });
