import { GatehouseError } from '../contract/errors.ts';
import type { JsonObject } from '../contract/json.ts';
import type { MethodOutput, SandboxHandlers } from '../contract/methods.ts';
import type { ApprovalAction, ApprovalTask } from '../contract/workflows.ts';

type Handlers = Pick<
  SandboxHandlers,
  'workflows.save' | 'workflows.reset' | 'workflows.start' | 'approvals.list' | 'approvals.decide'
>;

/** Custom workflows as the verbs of labs use them. */
export interface WorkflowParts {
  handlers: Handlers;
  /** Resolves when every run waits or has ended. */
  settled(): Promise<void>;
}

const ACTIONS: Readonly<Record<string, ApprovalAction>> = {
  approve: 'APPROVE',
  reject: 'REJECT',
  claim: 'CLAIM',
  release: 'RELEASE',
};

/** What the verbs about custom workflows do. A refusal by a rule is told, and is no fault of the verb. */
export function workflowVerbs({ handlers }: WorkflowParts) {
  return {
    setWorkflow: async ({ yaml, id }: { yaml?: string | undefined; id?: string | undefined }) => {
      try {
        const kept =
          yaml === undefined
            ? await handlers['workflows.reset']({ id: id ?? '' })
            : await handlers['workflows.save']({ yaml });
        return { ok: true, summary: `The workflow “${kept.title}” is kept, with ${kept.steps} steps.` };
      } catch (error) {
        return { ok: false, summary: told(error) };
      }
    },
    startWorkflow: async (input: { workflow: string; persona?: string | undefined; input: JsonObject }) => {
      try {
        const { workflow: id, persona: account, input: given } = input;
        const run: MethodOutput<'workflows.start'> = await handlers['workflows.start']({
          id,
          account,
          input: given,
        });
        return { summary: `“${run.title}” is ${run.status}: ${run.standing}.`, flow: run.flow };
      } catch (error) {
        return { summary: told(error) };
      }
    },
    decideApproval: async (input: {
      persona: string;
      decision: string;
      workflow?: string | undefined;
      comment: string;
    }) => {
      const { persona: account, decision, workflow, comment } = input;
      const tasks: ApprovalTask[] = await handlers['approvals.list']({});
      const fitting = tasks.filter((task) => workflow === undefined || task.workflow === workflow);
      // Where nothing is open any more, the newest one says so when it is acted on.
      const task = fitting.find(({ status }) => status === 'READY' || status === 'RESERVED') ?? fitting[0];
      if (!task) return { summary: 'Nothing was asked for yet: start the workflow first.' };
      try {
        const action = ACTIONS[decision] ?? 'CLAIM';
        const { status, flow } = await handlers['approvals.decide']({
          task: task.id,
          account,
          action,
          comment,
        });
        return { summary: `The decision is ${status.toLowerCase()} now.`, flow };
      } catch (error) {
        return { summary: told(error) };
      }
    },
  };
}

function told(error: unknown): string {
  if (error instanceof GatehouseError) return `${error.what} ${error.why}`;
  throw error;
}

/** Verbs of which each is over only when no run makes a move any more, so that what follows finds all that it caused. */
export function settledAfter<V extends Record<string, (...input: never[]) => Promise<unknown>>>(
  verbs: V,
  settled: () => Promise<void>,
): V {
  const waiting = Object.entries(verbs).map(([name, verb]) => [
    name,
    async (...input: never[]) => {
      const result = await verb(...input);
      await settled();
      return result;
    },
  ]);
  return Object.fromEntries(waiting) as V;
}
