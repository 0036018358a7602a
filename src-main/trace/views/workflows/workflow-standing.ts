import type { CodeStatus } from '../../../contract/codes.ts';
import type { AccountWorkflowStatus, PendingStep } from '../../../contract/workflow-story.ts';
import type { LoggedCode, LoggedWorkflow } from './logged-workflow.ts';
import { labelOf } from './workflow-words.ts';

/** What the state holds now, each asked for only where it counts. The log is not rewound when a snapshot is restored, so the state says what is open. */
export interface StateNow {
  /** Virtual time, ms. */
  now: number;
  /** The code as the state has it; undefined where it has none. */
  code: (id: string) => { status: CodeStatus; expiresAt: number } | undefined;
  /** The account as the state has it; undefined where it has none. */
  account: () => { label: string | null } | undefined;
  /** What the person, and whoever called last, are called. */
  person: () => string;
  caller: () => { name: string; lane: string };
  /** The persona who reads the messages to an address of the account. */
  readerOf: (address: string | undefined) => string | undefined;
}

/** These go with another code of the same workflow; nobody waits for them alone. */
const BESIDE: ReadonlySet<string> = new Set(['RECOVERY_FLOW', 'RESEND_CONFIRMATION_CODE']);

/** Where a workflow stands now, and what it waits for. */
export function standingOf(
  workflow: LoggedWorkflow,
  state: StateNow,
): { status: AccountWorkflowStatus; pending: PendingStep | null } {
  if (workflow.refused) return { status: 'refused', pending: null };
  const open = workflow.codes.findLast(({ id, step }) => {
    const code = BESIDE.has(step) ? undefined : state.code(id);
    return code?.status === 'open' && state.now < code.expiresAt;
  });
  if (open !== undefined) return { status: 'waiting', pending: stepFor(open, state) };
  const last = workflow.codes.findLast(({ step }) => !BESIDE.has(step));
  if (isUndone(last, state)) return { status: 'undone', pending: null };
  if (workflow.completed) return { status: 'done', pending: null };
  if (last?.ended === 'superseded') return { status: 'replaced', pending: null };
  if (last?.ended === 'withdrawn') return { status: 'withdrawn', pending: null };
  const waits = state.account()?.label === labelOf(workflow.scenario) && state.account() !== undefined;
  if (!waits || last === undefined) return { status: 'expired', pending: null };
  const why = last.ended === 'worn-out' ? 'was tried too often' : 'is out of date';
  return {
    status: 'overdue',
    pending: {
      what: `have a new code sent: the old one ${why}, and the account still waits`,
      who: { kind: 'administrator', name: 'An administrator' },
      lane: 'administrator',
      until: null,
      place: 'account',
      persona: null,
    },
  };
}

/** The log tells of a code that the state knows nothing of, or knows as it was before. */
function isUndone(last: LoggedCode | undefined, state: StateNow): boolean {
  return last !== undefined && last.ended === undefined && state.code(last.id)?.status !== 'open';
}

function stepFor(code: LoggedCode, state: StateNow): PendingStep {
  const { expiresAt } = state.code(code.id) ?? code;
  const byCaller = (what: string): PendingStep => ({
    what,
    who: { kind: 'caller', name: state.caller().name },
    lane: state.caller().lane,
    until: expiresAt,
    place: 'trace',
    persona: null,
  });
  if (code.step === 'SEND_RECOVERY_INFORMATION')
    return byCaller('say by which channel the message goes out, with the recovery code');
  if (code.step === 'SET_PASSWORD')
    return byCaller('set the new password, with the reset code and the flow’s');
  if (code.channel === 'external') return byCaller('deliver the code: the provider sends nothing itself');
  const does = code.step === 'UPDATE_PASSWORD' ? 'choose a password' : 'confirm';
  if (code.channel === 'handed-over')
    return {
      what: `hand the code over to ${state.person()}, who uses it to ${does}`,
      who: { kind: 'administrator', name: 'An administrator' },
      lane: 'administrator',
      until: expiresAt,
      place: 'account',
      persona: null,
    };
  const message = `${code.channel === 'sms' ? 'text message' : 'mail'}${code.subject === undefined ? '' : ` “${code.subject}”`}`;
  return {
    what:
      code.format === 'link'
        ? `open the link in the ${message} and ${does}`
        : `type the code of the ${message} to ${does}`,
    who: { kind: 'person', name: state.person() },
    lane: 'person',
    until: expiresAt,
    place: code.channel === 'sms' ? 'phone' : 'inbox',
    persona: state.readerOf(code.address) ?? null,
  };
}
