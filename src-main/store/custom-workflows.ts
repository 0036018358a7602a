import type { Json, JsonObject } from '../contract/json.ts';
import type { WorkflowDefinition } from '../contract/workflow-definition.ts';
import type { ApprovalStatus, RunStatus } from '../contract/workflows.ts';
import type { StateStore } from './state-store.ts';

/** A custom workflow as people wrote it, and as it is run. */
export interface StoredWorkflow {
  id: string;
  yaml: string;
  definition: WorkflowDefinition;
  /** Virtual time, ms. */
  updatedAt: number;
}

/** A run. Times are virtual, ms. */
export interface StoredRun {
  id: string;
  workflow: string;
  definition: WorkflowDefinition;
  status: RunStatus;
  /** What its entries come to: see `identity/workflows/custom/engine/run-state.ts`. */
  state: JsonObject;
  /** The story and the trace that its calls belong to. */
  flow: string;
  trace: string;
  /** Who acts in its calls, for the log. */
  actor: string;
  /** How many runs caused it, one inside the other. */
  nesting: number;
  /** Account id of who started it. */
  starter: string | null;
  /** The vault's handle of the access token by which it was started. */
  token: string | null;
  /** Account id of whom it is about. */
  account: string | null;
  startedAs: string;
  /** Name of the event that it waits for. */
  awaits: string | null;
  /** When it has to be looked at again. */
  wakeAt: number | null;
  startedAt: number;
  finishedAt: number | null;
}

/** A decision that somebody is asked for. Times are virtual, ms. */
export interface StoredTask {
  id: string;
  run: string;
  step: string;
  status: ApprovalStatus;
  /** Who may decide: see `WorkflowApprovers`; names are filled in. */
  approvers: JsonObject;
  text: string;
  claimedBy: string | null;
  decidedBy: string | null;
  comment: string;
  createdAt: number;
  until: number | null;
  decidedAt: number | null;
}

interface RunRow {
  id: string;
  workflow: string;
  definition: string;
  status: RunStatus;
  state: string;
  flow: string;
  trace: string;
  actor: string;
  nesting: number;
  starter: string | null;
  token: string | null;
  account_id: string | null;
  started_as: string;
  awaits: string | null;
  wake_at: number | null;
  started_at: number;
  finished_at: number | null;
}

interface TaskRow {
  id: string;
  run_id: string;
  step: string;
  status: ApprovalStatus;
  approvers: string;
  text: string;
  claimed_by: string | null;
  decided_by: string | null;
  comment: string;
  created_at: number;
  until: number | null;
  decided_at: number | null;
}

const ACTIVE = "status IN ('running', 'waiting', 'undoing')";

/** Custom workflows, their runs with every entry of each, and the decisions that they ask for. */
export class CustomWorkflowStore {
  readonly #store: StateStore;

  constructor(store: StateStore) {
    this.#store = store;
  }

  all(): StoredWorkflow[] {
    return this.#store
      .prepare<WorkflowRow>('SELECT * FROM custom_workflow ORDER BY position, id')
      .all()
      .map(workflowOf);
  }

  get(id: string): StoredWorkflow | undefined {
    const row = this.#store.prepare<WorkflowRow>('SELECT * FROM custom_workflow WHERE id = ?').get(id);
    return row && workflowOf(row);
  }

  count(): number {
    return this.#count('SELECT count(*) AS n FROM custom_workflow');
  }

  save({ id, yaml, definition, updatedAt }: StoredWorkflow): void {
    this.#store.transaction(() =>
      this.#store
        .prepare(
          `INSERT INTO custom_workflow (id, yaml, definition, updated_at, position)
             VALUES (?, ?, ?, ?, (SELECT coalesce(max(position), 0) + 1 FROM custom_workflow))
           ON CONFLICT (id) DO UPDATE SET yaml = excluded.yaml, definition = excluded.definition,
             updated_at = excluded.updated_at`,
        )
        .run(id, yaml, JSON.stringify(definition), updatedAt),
    );
  }

  remove(id: string): boolean {
    return this.#store.transaction(
      () => this.#store.prepare('DELETE FROM custom_workflow WHERE id = ?').run(id).changes > 0,
    );
  }

  run(id: string): StoredRun | undefined {
    const row = this.#store.prepare<RunRow>('SELECT * FROM workflow_run WHERE id = ?').get(id);
    return row && runOf(row);
  }

  /** Runs, the newest first; of one workflow, or only those under way. */
  runs(filter: { workflow?: string | undefined; active?: boolean | undefined; limit: number }): StoredRun[] {
    return this.#store
      .prepare<RunRow>(
        `SELECT * FROM workflow_run WHERE (? IS NULL OR workflow = ?) AND (? = 0 OR ${ACTIVE})
         ORDER BY started_at DESC, rowid DESC LIMIT ?`,
      )
      .all(filter.workflow ?? null, filter.workflow ?? null, filter.active ? 1 : 0, filter.limit)
      .map(runOf);
  }

  /** Every run that is under way, the oldest first. */
  active(): StoredRun[] {
    return this.#store
      .prepare<RunRow>(`SELECT * FROM workflow_run WHERE ${ACTIVE} ORDER BY started_at, rowid`)
      .all()
      .map(runOf);
  }

  /** Runs that wait for an event of this name. */
  awaiting(event: string): StoredRun[] {
    return this.#store
      .prepare<RunRow>('SELECT * FROM workflow_run WHERE awaits = ? ORDER BY started_at, rowid')
      .all(event)
      .map(runOf);
  }

  counts(workflow: string): { active: number; runs: number } {
    return {
      active: this.#count(
        `SELECT count(*) AS n FROM workflow_run WHERE workflow = ? AND ${ACTIVE}`,
        workflow,
      ),
      runs: this.#count('SELECT count(*) AS n FROM workflow_run WHERE workflow = ?', workflow),
    };
  }

  activeCount(): number {
    return this.#count(`SELECT count(*) AS n FROM workflow_run WHERE ${ACTIVE}`);
  }

  /** How deep the runs lie that a trace belongs to; undefined when none does. */
  nestingOf(trace: string): number | undefined {
    const row = this.#store
      .prepare<{ n: number | null }>('SELECT max(nesting) AS n FROM workflow_run WHERE trace = ?')
      .get(trace);
    return row?.n ?? undefined;
  }

  /** Adds a run, or replaces it. */
  saveRun(run: StoredRun): void {
    this.#store.transaction(() =>
      this.#store
        .prepare(
          `INSERT INTO workflow_run (id, workflow, definition, status, state, flow, trace, actor, nesting, starter,
             token, account_id, started_as, awaits, wake_at, started_at, finished_at)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
           ON CONFLICT (id) DO UPDATE SET status = excluded.status, state = excluded.state, token = excluded.token,
             awaits = excluded.awaits, wake_at = excluded.wake_at, finished_at = excluded.finished_at`,
        )
        .run(
          run.id,
          run.workflow,
          JSON.stringify(run.definition),
          run.status,
          JSON.stringify(run.state),
          run.flow,
          run.trace,
          run.actor,
          run.nesting,
          run.starter,
          run.token,
          run.account,
          run.startedAs,
          run.awaits,
          run.wakeAt,
          run.startedAt,
          run.finishedAt,
        ),
    );
  }

  /** Appends an entry to a run. Entries are never changed. */
  append(run: string, at: number, entry: Json): void {
    this.#store.transaction(() =>
      this.#store
        .prepare(
          `INSERT INTO workflow_run_entry (run_id, position, at, entry)
             VALUES (?, (SELECT count(*) FROM workflow_run_entry WHERE run_id = ?), ?, ?)`,
        )
        .run(run, run, at, JSON.stringify(entry)),
    );
  }

  /** Every entry of a run, in order. */
  entries(run: string): { at: number; entry: Json }[] {
    return this.#store
      .prepare<{ at: number; entry: string }>(
        'SELECT at, entry FROM workflow_run_entry WHERE run_id = ? ORDER BY position',
      )
      .all(run)
      .map(({ at, entry }) => ({ at, entry: JSON.parse(entry) as Json }));
  }

  /** Removes the oldest runs that have ended, beyond the newest `kept`, with their entries and tasks. */
  trimRuns(kept: number): void {
    this.#store.transaction(() =>
      this.#store
        .prepare(
          `DELETE FROM workflow_run WHERE id IN (SELECT id FROM workflow_run WHERE NOT (${ACTIVE})
             ORDER BY finished_at DESC, rowid DESC LIMIT -1 OFFSET ?)`,
        )
        .run(kept),
    );
  }

  task(id: string): StoredTask | undefined {
    const row = this.#store.prepare<TaskRow>('SELECT * FROM workflow_task WHERE id = ?').get(id);
    return row && taskOf(row);
  }

  /** Tasks, the newest first. */
  tasks({ open, limit }: { open?: boolean | undefined; limit: number }): StoredTask[] {
    return this.#store
      .prepare<TaskRow>(
        `SELECT * FROM workflow_task WHERE (? = 0 OR status IN ('READY', 'RESERVED'))
         ORDER BY created_at DESC, rowid DESC LIMIT ?`,
      )
      .all(open ? 1 : 0, limit)
      .map(taskOf);
  }

  /** Adds a task, or replaces it. */
  saveTask(task: StoredTask): void {
    this.#store.transaction(() =>
      this.#store
        .prepare(
          `INSERT INTO workflow_task (id, run_id, step, status, approvers, text, claimed_by, decided_by, comment,
             created_at, until, decided_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
           ON CONFLICT (id) DO UPDATE SET status = excluded.status, claimed_by = excluded.claimed_by,
             decided_by = excluded.decided_by, comment = excluded.comment, decided_at = excluded.decided_at`,
        )
        .run(
          task.id,
          task.run,
          task.step,
          task.status,
          JSON.stringify(task.approvers),
          task.text,
          task.claimedBy,
          task.decidedBy,
          task.comment,
          task.createdAt,
          task.until,
          task.decidedAt,
        ),
    );
  }

  #count(sql: string, ...parameters: unknown[]): number {
    return this.#store.prepare<{ n: number }>(sql).get(...parameters)?.n ?? 0;
  }
}

interface WorkflowRow {
  id: string;
  yaml: string;
  definition: string;
  updated_at: number;
}

const workflowOf = ({ id, yaml, definition, updated_at }: WorkflowRow): StoredWorkflow => ({
  id,
  yaml,
  definition: JSON.parse(definition) as WorkflowDefinition,
  updatedAt: updated_at,
});

const runOf = (row: RunRow): StoredRun => ({
  id: row.id,
  workflow: row.workflow,
  definition: JSON.parse(row.definition) as WorkflowDefinition,
  status: row.status,
  state: JSON.parse(row.state) as JsonObject,
  flow: row.flow,
  trace: row.trace,
  actor: row.actor,
  nesting: row.nesting,
  starter: row.starter,
  token: row.token,
  account: row.account_id,
  startedAs: row.started_as,
  awaits: row.awaits,
  wakeAt: row.wake_at,
  startedAt: row.started_at,
  finishedAt: row.finished_at,
});

const taskOf = (row: TaskRow): StoredTask => ({
  id: row.id,
  run: row.run_id,
  step: row.step,
  status: row.status,
  approvers: JSON.parse(row.approvers) as JsonObject,
  text: row.text,
  claimedBy: row.claimed_by,
  decidedBy: row.decided_by,
  comment: row.comment,
  createdAt: row.created_at,
  until: row.until,
  decidedAt: row.decided_at,
});
