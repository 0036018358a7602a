import {
  CircleCheck,
  CircleDashed,
  CircleSlash,
  CircleX,
  Clock,
  Flag,
  Hourglass,
  LoaderCircle,
  type LucideIcon,
  Mail,
  PenLine,
  Send,
  Undo2,
  UserCheck,
} from 'lucide-react';
import type { RunStatus, StepStatus, StepView } from '../../../src-main/contract/workflows.ts';
import type { OutcomeLook } from '../../flows/outcomes.ts';

type Look = Pick<OutcomeLook, 'tone' | 'mark'> & { word: string };

/** How the standing of a run shows. */
export const RUN_LOOKS: Readonly<Record<RunStatus, Look>> = {
  running: { tone: 'challenged', mark: '…', word: 'running' },
  waiting: { tone: 'challenged', mark: '…', word: 'waiting' },
  undoing: { tone: 'challenged', mark: '↶', word: 'taking back' },
  completed: { tone: 'allowed', mark: '✓', word: 'completed' },
  rejected: { tone: 'denied', mark: '✕', word: 'rejected' },
  failed: { tone: 'denied', mark: '✕', word: 'failed' },
  cancelled: { tone: 'neutral', mark: '–', word: 'cancelled' },
};

export const isUnderWay = (status: RunStatus): boolean =>
  status === 'running' || status === 'waiting' || status === 'undoing';

/** How a step of a run shows: an icon of its own for each status, beside colour and word. */
export const STEP_LOOKS: Readonly<Record<StepStatus, { icon: LucideIcon; word: string }>> = {
  pending: { icon: CircleDashed, word: 'not yet' },
  running: { icon: LoaderCircle, word: 'runs' },
  waiting: { icon: Hourglass, word: 'waits' },
  done: { icon: CircleCheck, word: 'done' },
  skipped: { icon: CircleSlash, word: 'skipped' },
  failed: { icon: CircleX, word: 'failed' },
  undone: { icon: Undo2, word: 'taken back' },
};

/** What each kind of step is, in icon and word. */
export const KIND_LOOKS: Readonly<
  Record<StepView['kind'], { icon: LucideIcon; word: string; about: string }>
> = {
  call: { icon: Send, word: 'Call', about: 'calls an endpoint of the sandbox' },
  approval: { icon: UserCheck, word: 'Approval', about: 'asks a person for a decision' },
  wait: { icon: Clock, word: 'Wait', about: 'waits for a time or an event' },
  message: { icon: Mail, word: 'Message', about: 'sends a mail or a text message' },
  set: { icon: PenLine, word: 'Set', about: 'keeps values for later steps' },
  end: { icon: Flag, word: 'End', about: 'ends the run with an outcome' },
};
