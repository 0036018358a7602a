import type { AccountWorkflowStatus } from '../../../src-main/contract/workflow-story.ts';
import type { OutcomeLook } from '../../flows/outcomes.ts';

type Look = Pick<OutcomeLook, 'tone' | 'mark'> & { word: string };

/** How the standing of a workflow shows: by colour, mark and word. */
export const STANDING_LOOKS: Readonly<Record<AccountWorkflowStatus, Look>> = {
  waiting: { tone: 'challenged', mark: '…', word: 'waiting' },
  overdue: { tone: 'challenged', mark: '!', word: 'stuck' },
  done: { tone: 'allowed', mark: '✓', word: 'done' },
  expired: { tone: 'neutral', mark: '–', word: 'ran out' },
  replaced: { tone: 'neutral', mark: '–', word: 'replaced' },
  withdrawn: { tone: 'neutral', mark: '–', word: 'withdrawn' },
  refused: { tone: 'denied', mark: '✕', word: 'refused' },
  undone: { tone: 'neutral', mark: '↶', word: 'undone' },
};

/** Why a workflow ended as it did; undefined where the word says it. */
export const ENDED_BECAUSE: Partial<Record<AccountWorkflowStatus, string>> = {
  done: 'What it was for has happened.',
  expired: 'Nobody used the code in time. Nothing waits for it.',
  replaced: 'A newer workflow took its place; its code no longer works.',
  withdrawn: 'Its code was withdrawn by what happened to the account.',
  refused: 'A rule refused it before it began. The last mark of the sequence says which.',
  undone: 'A snapshot was restored since: the log tells of it, and the state knows nothing of it any more.',
};
