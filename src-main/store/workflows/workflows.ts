import type { WorkflowDefinition } from '../../contract/workflow-definition.ts';
import type { StateStore } from '../state-store.ts';
import { storedDefinition } from './stored-definition.ts';

/** A custom workflow as people wrote it, and as it is run. */
export interface StoredWorkflow {
  id: string;
  yaml: string;
  definition: WorkflowDefinition;
  /** Virtual time, ms. */
  updatedAt: number;
}

/** One whose definition cannot be read any more: what people wrote may still be there. */
export interface DamagedWorkflow {
  id: string;
  yaml: string;
}

interface WorkflowRow {
  id: string;
  yaml: string;
  definition: string;
  updated_at: number;
}

/** The custom workflows that people have defined. */
export class WorkflowTable {
  readonly #store: StateStore;

  constructor(store: StateStore) {
    this.#store = store;
  }

  /** All that can be read, in the order in which they were made. */
  all(): StoredWorkflow[] {
    return this.#rows().flatMap((row) => workflowOf(row) ?? []);
  }

  /** Those that cannot be read. */
  damaged(): DamagedWorkflow[] {
    return this.#rows().flatMap((row) => (workflowOf(row) ? [] : [{ id: row.id, yaml: row.yaml }]));
  }

  get(id: string): StoredWorkflow | undefined {
    const row = this.#store.prepare<WorkflowRow>('SELECT * FROM custom_workflow WHERE id = ?').get(id);
    return row && workflowOf(row);
  }

  count(): number {
    return this.#store.prepare<{ n: number }>('SELECT count(*) AS n FROM custom_workflow').get()?.n ?? 0;
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

  #rows(): WorkflowRow[] {
    return this.#store.prepare<WorkflowRow>('SELECT * FROM custom_workflow ORDER BY position, id').all();
  }
}

function workflowOf({ id, yaml, definition, updated_at }: WorkflowRow): StoredWorkflow | undefined {
  const read = storedDefinition(definition);
  return read ? { id, yaml, definition: read, updatedAt: updated_at } : undefined;
}
