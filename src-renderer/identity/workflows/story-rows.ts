import type { StoryEntry, StoryLane, WorkflowStory } from '../../../src-main/contract/workflow-story.ts';
import type { Participant } from '../../../src-main/contract/world.ts';

/** What the picture of a workflow, or of a run, is drawn from. */
export type DrawnStory = Pick<WorkflowStory, 'id' | 'lanes' | 'entries' | 'pending'>;

/** A row of a workflow's picture: a fact, a stretch of virtual time, or the step that it waits for. */
export type StoryRow =
  | { kind: 'entry'; entry: StoryEntry }
  | { kind: 'gap'; seq: number; ms: number }
  | { kind: 'pending' };

/** Virtual time that passes unremarked, ms. */
const PAUSE_MS = 60_000;

/** The rows of a workflow's picture, from its beginning to what it waits for. */
export function storyRows({ entries, pending }: DrawnStory): StoryRow[] {
  const rows: StoryRow[] = [];
  let before: number | undefined;
  for (const entry of entries) {
    const passed = before === undefined ? 0 : entry.vtime - before;
    if (passed > PAUSE_MS || passed < -1000) rows.push({ kind: 'gap', seq: entry.seq, ms: passed });
    rows.push({ kind: 'entry', entry });
    before = entry.vtime;
  }
  if (pending !== null) rows.push({ kind: 'pending' });
  return rows;
}

/** The next row in a direction that can be selected; stays where there is none. */
export function stepTo(rows: readonly StoryRow[], from: number, by: 1 | -1): number {
  let at = from;
  do at += by;
  while (rows[at]?.kind === 'gap');
  return rows[at] === undefined ? from : at;
}

/** A lane as the layout of the diagrams takes it. */
export const asParticipant = ({ id, name, actor }: StoryLane): Participant => ({ id, name, kind: actor });
