import type { StateStore } from '../state-store.ts';
import { RunTable } from './runs.ts';
import { TaskTable } from './tasks.ts';
import { WorkflowTable } from './workflows.ts';

/** Custom workflows, their runs, and the decisions that these ask for. */
export class CustomWorkflowStore {
  readonly workflows: WorkflowTable;
  readonly runs: RunTable;
  readonly tasks: TaskTable;

  constructor(store: StateStore) {
    this.workflows = new WorkflowTable(store);
    this.runs = new RunTable(store);
    this.tasks = new TaskTable(store);
  }
}
