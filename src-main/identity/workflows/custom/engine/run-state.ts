import type { Json, JsonObject } from '../../../../contract/json.ts';
import {
  kindOf,
  type WorkflowDefinition,
  type WorkflowStepKind,
} from '../../../../contract/workflow-definition.ts';
import type { RunStatus, StepStatus } from '../../../../contract/workflows.ts';

/** What a step waits for. Times are virtual, ms. */
export type Waits =
  | { kind: 'approval'; task: string; until: number | null }
  | { kind: 'timer'; until: number }
  | { kind: 'event'; event: string; until: number | null }
  | { kind: 'retry'; attempt: number; until: number }
  /** For a person who says what is to become of a call of unknown outcome. */
  | { kind: 'unknown'; until: null };

/** A step of a run, as its entries leave it. */
export type StepState = {
  id: string;
  kind: WorkflowStepKind;
  status: StepStatus;
  attempts: number;
  startedAt: number | null;
  finishedAt: number | null;
  /** Told to people: no secret is in it. */
  sent: Json;
  got: Json;
  /** What expressions see at `steps.<id>`. */
  value: JsonObject;
  waits: Waits | null;
  error: string | null;
  undo: { status: 'running' | 'done' | 'failed'; sent: Json; got: Json; error: string | null } | null;
};

/** How a run will have ended once all is undone that has to be. */
export type Ending = { status: Extract<RunStatus, 'rejected' | 'failed' | 'cancelled'>; why: string };

/** All that a run is made of beside its definition. */
export type RunState = {
  input: JsonObject;
  event: Json;
  steps: StepState[];
  /** Set once the run goes backwards. */
  ending: Ending | null;
  answer: Json;
  ended: { status: RunStatus; why: string } | null;
};

/** One thing that happened to a run. A run is nothing but its entries, in order. */
export type Entry =
  | { kind: 'started'; input: JsonObject; event: Json }
  | { kind: 'step-began'; step: string; sent: Json }
  | { kind: 'step-waits'; step: string; waits: Waits; error?: string }
  | { kind: 'step-done'; step: string; got: Json; value: JsonObject; error?: string }
  | { kind: 'step-skipped'; step: string; why: string }
  | { kind: 'step-failed'; step: string; error: string; got: Json }
  | { kind: 'outcome-settled'; step: string; as: 'retry' | 'done' | 'undo'; by?: string | null }
  | { kind: 'secrets-forgotten'; names: string[] }
  | { kind: 'answered'; answer: Json }
  | { kind: 'turned-back'; ending: Ending }
  | { kind: 'undo-began'; step: string; sent: Json }
  | { kind: 'undo-ended'; step: string; ok: boolean; got: Json; error: string | null }
  | { kind: 'ended'; status: RunStatus; why: string; answer: Json };

/** A run before its first entry. */
export function blankRun(definition: WorkflowDefinition): RunState {
  return {
    input: {},
    event: null,
    steps: definition.steps.map((step) => ({
      id: step.id,
      kind: kindOf(step),
      status: 'pending',
      attempts: 0,
      startedAt: null,
      finishedAt: null,
      sent: null,
      got: null,
      value: {},
      waits: null,
      error: null,
      undo: null,
    })),
    ending: null,
    answer: null,
    ended: null,
  };
}

/** The run after one more entry. A pure function: the same entries always give the same run. */
export function after(state: RunState, entry: Entry, at: number): RunState {
  switch (entry.kind) {
    case 'started':
      return { ...state, input: entry.input, event: entry.event };
    case 'step-began':
      return change(state, entry.step, (step) => ({
        status: 'running',
        attempts: step.attempts + 1,
        startedAt: step.startedAt ?? at,
        sent: entry.sent,
        waits: null,
      }));
    case 'step-waits':
      return change(state, entry.step, (step) => ({
        status: 'waiting',
        waits: entry.waits,
        startedAt: step.startedAt ?? at,
        error: entry.error ?? null,
      }));
    case 'step-done':
      return change(state, entry.step, (step) => ({
        status: 'done',
        startedAt: step.startedAt ?? at,
        finishedAt: at,
        got: entry.got,
        value: { ok: true, status: 'done', ...entry.value },
        waits: null,
        error: entry.error ?? null,
      }));
    case 'step-skipped':
      return change(state, entry.step, () => ({
        status: 'skipped',
        finishedAt: at,
        value: { ok: false, status: 'skipped' },
        error: entry.why,
      }));
    case 'step-failed':
      return change(state, entry.step, (step) => ({
        status: 'failed',
        startedAt: step.startedAt ?? at,
        finishedAt: at,
        got: entry.got,
        value: { ok: false, status: 'failed' },
        waits: null,
        error: entry.error,
      }));
    case 'outcome-settled':
      return change(state, entry.step, () => ({ status: 'pending', waits: null }));
    case 'secrets-forgotten':
      return {
        ...state,
        input: Object.fromEntries(
          Object.entries(state.input).map(([name, value]) => [
            name,
            entry.names.includes(name) ? null : value,
          ]),
        ),
      };
    case 'answered':
      return { ...state, answer: entry.answer };
    case 'turned-back':
      return {
        ...state,
        ending: entry.ending,
        steps: state.steps.map((step) => turnedBack(step, entry.ending.why, at)),
      };
    case 'undo-began':
      return change(state, entry.step, () => ({
        undo: { status: 'running', sent: entry.sent, got: null, error: null },
      }));
    case 'undo-ended':
      return change(state, entry.step, (step) => ({
        status: entry.ok ? 'undone' : step.status,
        undo: {
          status: entry.ok ? 'done' : 'failed',
          sent: step.undo?.sent ?? null,
          got: entry.got,
          error: entry.error,
        },
      }));
    case 'ended':
      return { ...state, answer: entry.answer, ended: { status: entry.status, why: entry.why } };
  }
}

/** What was under way has failed; but what may have been done counts as done, so that it is undone with the rest. */
function turnedBack(step: StepState, why: string, at: number): StepState {
  if (step.status !== 'waiting' && step.status !== 'running') return step;
  const status = step.waits?.kind === 'unknown' ? 'done' : 'failed';
  return { ...step, status, finishedAt: at, waits: null, error: step.error ?? why };
}

function change(state: RunState, id: string, next: (step: StepState) => Partial<StepState>): RunState {
  return {
    ...state,
    steps: state.steps.map((step) => (step.id === id ? { ...step, ...next(step) } : step)),
  };
}

/** The status of the whole, which follows from that of its steps. */
export function statusOf({ ended, ending, steps }: RunState): RunStatus {
  if (ended) return ended.status;
  if (ending) return 'undoing';
  return steps.some(({ status }) => status === 'waiting') ? 'waiting' : 'running';
}

/** When the run has to be looked at again, ms; null: not by time. */
export function wakeOf({ ended, steps }: RunState): number | null {
  if (ended) return null;
  return steps.find(({ waits }) => waits !== null)?.waits?.until ?? null;
}

/** The event that the run waits for. */
export function awaitsOf({ ended, steps }: RunState): string | null {
  if (ended) return null;
  const waits = steps.find((step) => step.waits?.kind === 'event')?.waits;
  return waits?.kind === 'event' ? waits.event : null;
}

/** What a run does next. */
export type Move =
  | { do: 'rest' }
  | { do: 'step'; index: number }
  | { do: 'undo'; index: number }
  | { do: 'end'; status: RunStatus; why: string };

/** Decides what a run does next: forwards step by step, or backwards over what was done and can be undone. */
export function nextMove(state: RunState, undoable: (id: string) => boolean): Move {
  if (state.ended) return { do: 'rest' };
  if (state.ending) {
    for (let index = state.steps.length - 1; index >= 0; index--) {
      const step = state.steps[index];
      const open = step?.undo === null || step?.undo.status === 'running';
      if (step?.status === 'done' && open && undoable(step.id)) return { do: 'undo', index };
    }
    return { do: 'end', ...state.ending };
  }
  const index = state.steps.findIndex(({ status }) => ['pending', 'running', 'waiting'].includes(status));
  return index < 0 ? { do: 'end', status: 'completed', why: 'every step is done' } : { do: 'step', index };
}
