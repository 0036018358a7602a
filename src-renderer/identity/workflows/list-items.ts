import type { AccountWorkflow } from '../../../src-main/contract/workflow-story.ts';
import type { RunSummary } from '../../../src-main/contract/workflows.ts';
import type { OutcomeLook } from '../../flows/outcomes.ts';
import { isUnderWay, RUN_LOOKS } from './run-looks.ts';
import { STANDING_LOOKS } from './workflow-words.ts';

/** A line of the list: a built-in workflow of an account, or a run of a custom one. */
export interface WorkflowItem {
  id: string;
  /** Whose it is. */
  name: string;
  /** What kind of workflow. */
  title: string;
  /** What a search looks at. */
  words: string;
  tone: OutcomeLook['tone'];
  badge: string;
  underWay: boolean;
  /** For whom it waits, or how it stands. */
  standing: string;
  until: number | null;
  at: number;
}

/** Built-in workflows and runs in one list, those under way first, the newest of each first. */
export function itemsOf(
  workflows: readonly AccountWorkflow[],
  runs: readonly RunSummary[],
  nameOf: (account: string) => string,
): WorkflowItem[] {
  const items = [...workflows.map(itemOfWorkflow), ...runs.map((run) => itemOfRun(run, nameOf))];
  return items.sort((a, b) => Number(b.underWay) - Number(a.underWay) || b.at - a.at);
}

function itemOfWorkflow({
  id,
  name,
  username,
  title,
  status,
  pending,
  lastAt,
}: AccountWorkflow): WorkflowItem {
  const look = STANDING_LOOKS[status];
  return {
    id,
    name,
    title,
    words: `${name}\n${username}`,
    tone: look.tone,
    badge: `${look.mark} ${look.word}`,
    underWay: pending !== null,
    standing: pending ? `for ${pending.who.name}` : '',
    until: pending?.until ?? null,
    at: lastAt,
  };
}

function itemOfRun(run: RunSummary, nameOf: (account: string) => string): WorkflowItem {
  const look = RUN_LOOKS[run.status];
  const name = run.startedBy === null ? 'Nobody known' : nameOf(run.startedBy);
  return {
    id: `run:${run.id}`,
    name,
    title: run.title,
    words: `${name}\n${run.startedBy ?? ''}\n${run.workflow}`,
    tone: look.tone,
    badge: `${look.mark} ${look.word}`,
    underWay: isUnderWay(run.status),
    standing: run.standing,
    until: null,
    at: run.finishedAt ?? run.startedAt,
  };
}
