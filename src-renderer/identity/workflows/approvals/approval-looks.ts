import type { ApprovalStatus } from '../../../../src-main/contract/workflows.ts';
import type { OutcomeLook } from '../../../flows/outcomes.ts';

/** How the status of a decision is shown. */
export const APPROVAL_LOOKS: Readonly<Record<ApprovalStatus, { tone: OutcomeLook['tone']; text: string }>> = {
  READY: { tone: 'challenged', text: '… to be decided' },
  RESERVED: { tone: 'challenged', text: '… taken' },
  APPROVED: { tone: 'allowed', text: '✓ approved' },
  REJECTED: { tone: 'denied', text: '✕ rejected' },
  TIMED_OUT: { tone: 'neutral', text: '– time is over' },
  WITHDRAWN: { tone: 'neutral', text: '– withdrawn' },
};

/** Whether somebody may still decide. */
export const isOpen = ({ status }: { status: ApprovalStatus }): boolean =>
  status === 'READY' || status === 'RESERVED';
