import type { SandboxEvent } from '../../../src-main/contract/events.ts';
import type { OutcomeTask } from '../../../src-main/contract/outcome-tasks.ts';
import type { RunStory } from '../../../src-main/contract/workflow-story.ts';
import type {
  ApprovalTask,
  RunSummary,
  RunView,
  WorkflowSummary,
} from '../../../src-main/contract/workflows.ts';
import { gatehouse } from '../../store/sandbox.ts';
import { useLive } from '../use-live.ts';

/** As many runs are listed, the newest ones. */
const LISTED = 100;

const concernsRuns = ({ type }: SandboxEvent): boolean =>
  type.startsWith('workflow.') || type === 'snapshot.restored';

/** The runs of custom workflows, the newest first, live. */
export const useRuns = () =>
  useLive<RunSummary[]>('runs', () => gatehouse().call('workflows.runs', { limit: LISTED }), concernsRuns);

/** One run, live. */
export const useRun = (id: string) =>
  useLive<RunView>(`run ${id}`, () => gatehouse().call('workflows.run', { id }), concernsRuns);

/** What the log tells of a run, live. */
export const useRunStory = (run: string, flow: string) =>
  useLive<RunStory>(
    `run story ${run} ${flow}`,
    () => gatehouse().call('account-workflows.run', { run, flow }),
    (event) =>
      concernsRuns(event) ||
      event.type === 'message.sent' ||
      (event.flow === flow && event.type === 'http.response'),
  );

/** The custom workflows, live. */
export const useDefinitions = () =>
  useLive<WorkflowSummary[]>('definitions', () => gatehouse().call('workflows.list', {}), concernsRuns);

/** Calls of unknown outcome that an account may settle, live. */
export const useOutcomes = (account: string | undefined) =>
  useLive<OutcomeTask[]>(
    `outcomes ${account ?? ''}`,
    () => gatehouse().call('outcomes.list', account === undefined ? {} : { account }),
    (event) => concernsRuns(event) || event.type.startsWith('group.'),
  );

/** Decisions that are asked for: those of an account, or all that are open. */
export const useApprovals = (account: string | undefined) =>
  useLive<ApprovalTask[]>(
    `approvals ${account ?? ''}`,
    () => gatehouse().call('approvals.list', account === undefined ? { open: true } : { account }),
    (event) => concernsRuns(event) || event.type.startsWith('group.') || event.type.startsWith('account.'),
  );
