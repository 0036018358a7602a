import type { JsonObject } from '../../contract/json.ts';
import type { WorkflowDefinition } from '../../contract/workflow-definition.ts';
import type { RunStatus } from '../../contract/workflows.ts';
import { storedDefinition } from './stored-definition.ts';

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
  /** By what a request that comes again is known (see `idempotency-key.ts`); null: it came without a key. */
  key: string | null;
  /** What it asked for then, as a hash. */
  asked: string | null;
}

/** A run as its table has it. */
export interface RunRow {
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
  idempotency_key: string | null;
  asked: string | null;
}

/** The run of a row; undefined where its definition or its state cannot be read any more. */
export function runOf(row: RunRow): StoredRun | undefined {
  const [definition, state] = [storedDefinition(row.definition), stateOf(row.state)];
  if (!definition || !state) return undefined;
  return {
    id: row.id,
    workflow: row.workflow,
    definition,
    status: row.status,
    state,
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
    key: row.idempotency_key,
    asked: row.asked,
  };
}

function stateOf(text: string): JsonObject | undefined {
  try {
    const state: unknown = JSON.parse(text);
    return typeof state === 'object' && state !== null && 'steps' in state && Array.isArray(state.steps)
      ? (state as JsonObject)
      : undefined;
  } catch {
    // Told to people as a run that cannot be read.
    return undefined;
  }
}
