import type { JsonObject } from '../../contract/json.ts';
import type { ApprovalStatus } from '../../contract/workflows.ts';
import type { StateStore } from '../state-store.ts';

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

/** The decisions that runs of custom workflows ask for. */
export class TaskTable {
  readonly #store: StateStore;

  constructor(store: StateStore) {
    this.#store = store;
  }

  get(id: string): StoredTask | undefined {
    const row = this.#store.prepare<TaskRow>('SELECT * FROM workflow_task WHERE id = ?').get(id);
    return row && taskOf(row);
  }

  /** Tasks, the newest first. */
  list({ open, limit }: { open?: boolean | undefined; limit: number }): StoredTask[] {
    return this.#store
      .prepare<TaskRow>(
        `SELECT * FROM workflow_task WHERE (? = 0 OR status IN ('READY', 'RESERVED'))
         ORDER BY created_at DESC, rowid DESC LIMIT ?`,
      )
      .all(open ? 1 : 0, limit)
      .map(taskOf);
  }

  /** Adds a task, or replaces it. */
  save(task: StoredTask): void {
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
}

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
