import type { Json } from '../../contract/json.ts';
import type { StateStore } from '../state-store.ts';
import { type RunRow, runOf, type StoredRun } from './run-row.ts';

const ACTIVE = "status IN ('running', 'waiting', 'undoing')";

/** The runs of custom workflows, with every entry of each. */
export class RunTable {
  readonly #store: StateStore;

  constructor(store: StateStore) {
    this.#store = store;
  }

  get(id: string): StoredRun | undefined {
    const row = this.#store.prepare<RunRow>('SELECT * FROM workflow_run WHERE id = ?').get(id);
    return row && runOf(row);
  }

  /** Whether there is such a run, readable or not. */
  has(id: string): boolean {
    return this.#count('SELECT count(*) AS n FROM workflow_run WHERE id = ?', id) > 0;
  }

  /** The run that a request with this key began. */
  byKey(key: string): StoredRun | undefined {
    const row = this.#store.prepare<RunRow>('SELECT * FROM workflow_run WHERE idempotency_key = ?').get(key);
    return row && runOf(row);
  }

  /** Ids of the runs under way whose definition or state cannot be read any more. */
  damaged(): string[] {
    return this.#store
      .prepare<RunRow>(`SELECT * FROM workflow_run WHERE ${ACTIVE}`)
      .all()
      .flatMap((row) => (runOf(row) ? [] : [row.id]));
  }

  /** Takes a run that cannot be read out of those under way, and leaves all that is kept of it where it is. */
  giveUp(id: string, at: number): void {
    this.#store.transaction(() =>
      this.#store
        .prepare(
          `UPDATE workflow_run SET status = 'failed', awaits = NULL, wake_at = NULL, finished_at = ? WHERE id = ?`,
        )
        .run(at, id),
    );
  }

  /** Runs, the newest first; of one workflow, or only those under way. */
  list(filter: { workflow?: string | undefined; active?: boolean | undefined; limit: number }): StoredRun[] {
    return this.#store
      .prepare<RunRow>(
        `SELECT * FROM workflow_run WHERE (? IS NULL OR workflow = ?) AND (? = 0 OR ${ACTIVE})
         ORDER BY started_at DESC, rowid DESC LIMIT ?`,
      )
      .all(filter.workflow ?? null, filter.workflow ?? null, filter.active ? 1 : 0, filter.limit)
      .flatMap((row) => runOf(row) ?? []);
  }

  /** Every run that is under way, the oldest first. */
  active(): StoredRun[] {
    return this.#store
      .prepare<RunRow>(`SELECT * FROM workflow_run WHERE ${ACTIVE} ORDER BY started_at, rowid`)
      .all()
      .flatMap((row) => runOf(row) ?? []);
  }

  /** Runs that wait for an event of this name. */
  awaiting(event: string): StoredRun[] {
    return this.#store
      .prepare<RunRow>('SELECT * FROM workflow_run WHERE awaits = ? ORDER BY started_at, rowid')
      .all(event)
      .flatMap((row) => runOf(row) ?? []);
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

  /** Adds a run, or replaces it. */
  save(run: StoredRun): void {
    this.#store.transaction(() =>
      this.#store
        .prepare(
          `INSERT INTO workflow_run (id, workflow, definition, status, state, flow, trace, actor, nesting, starter,
             token, account_id, started_as, awaits, wake_at, started_at, finished_at, idempotency_key, asked)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
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
          run.key,
          run.asked,
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
  trim(kept: number): void {
    this.#store.transaction(() =>
      this.#store
        .prepare(
          `DELETE FROM workflow_run WHERE id IN (SELECT id FROM workflow_run WHERE NOT (${ACTIVE})
             ORDER BY finished_at DESC, rowid DESC LIMIT -1 OFFSET ?)`,
        )
        .run(kept),
    );
  }

  #count(sql: string, ...parameters: unknown[]): number {
    return this.#store.prepare<{ n: number }>(sql).get(...parameters)?.n ?? 0;
  }
}
