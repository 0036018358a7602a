import { TextInput } from '@mantine/core';
import { Check, X } from 'lucide-react';
import { useState } from 'react';
import type { ApprovalAction, ApprovalTask } from '../../../../src-main/contract/workflows.ts';
import { useVirtualNow } from '../../../shell/use-virtual-now.ts';
import { gatehouse, useSandbox } from '../../../store/sandbox.ts';
import { announce } from '../../../store/ui.ts';
import { ErrorNote } from '../../../ui/ErrorNote.tsx';
import { formatDateTime, formatDuration } from '../../../ui/format.ts';
import { useAction } from '../../../ui/use-action.ts';
import { APPROVAL_LOOKS, isOpen } from './approval-looks.ts';
import { type Choice, Choices } from './Choices.tsx';
import { TaskCard } from './TaskCard.tsx';

const SAID: Readonly<Record<ApprovalAction, string>> = {
  APPROVE: 'Approved.',
  REJECT: 'Rejected.',
  CLAIM: 'Taken: nobody else can decide it now.',
  RELEASE: 'Given back: others can decide it too.',
};

/** A decision: who asks, for what, what each answer leads to; or who has decided it, and why. */
export function ApprovalCard({ task, persona }: { task: ApprovalTask; persona: string }) {
  const personas = useSandbox((state) => state.world?.personas) ?? [];
  const nameOf = (id: string) => personas.find((one) => one.id === id)?.name ?? id;
  const { claimedBy, decidedBy, decidedAt } = task;
  const facts = [
    { name: 'Asked by', value: `${task.askedBy}, ${formatDateTime(task.createdAt)}` },
    ...task.facts,
    { name: 'For', value: task.by },
    ...(isOpen(task) && claimedBy !== null ? [{ name: 'Taken by', value: nameOf(claimedBy) }] : []),
    ...(decidedBy === null ? [] : [{ name: 'Decided by', value: nameOf(decidedBy) }]),
    ...(decidedAt === null || isOpen(task) ? [] : [{ name: 'Since', value: formatDateTime(decidedAt) }]),
    ...(task.comment === '' ? [] : [{ name: 'Reason', value: task.comment }]),
  ];
  return (
    <TaskCard
      facts={facts}
      kicker={`${task.workflowTitle} · ${task.title}`}
      look={APPROVAL_LOOKS[task.status]}
      run={task.run}
      title={task.text}
    >
      {isOpen(task) && <Decide nameOf={nameOf} persona={persona} task={task} />}
    </TaskCard>
  );
}

function Decide({
  task,
  persona,
  nameOf,
}: {
  task: ApprovalTask;
  persona: string;
  nameOf: (id: string) => string;
}) {
  const now = useVirtualNow();
  const [comment, setComment] = useState('');
  const act = useAction(async (action: ApprovalAction) => {
    await gatehouse().call('approvals.decide', { task: task.id, account: persona, action, comment });
    announce(SAID[action]);
  });
  const { claimedBy, leadsTo, until } = task;
  if (claimedBy !== null && claimedBy !== persona)
    return <p>{nameOf(claimedBy)} decides it, or gives it back.</p>;
  const choices: Choice<ApprovalAction>[] = [
    {
      act: 'APPROVE',
      label: 'Approve',
      icon: <Check aria-hidden size={14} />,
      leadsTo: leadsTo.approved,
      primary: true,
    },
    { act: 'REJECT', label: 'Reject', icon: <X aria-hidden size={14} />, leadsTo: leadsTo.rejected },
    claimedBy === null
      ? {
          act: 'CLAIM',
          label: 'Take it',
          leadsTo: 'Nobody else can decide it then, until it is given back.',
        }
      : { act: 'RELEASE', label: 'Give it back', leadsTo: 'Others can decide it again.' },
  ];
  const otherwise =
    until === null
      ? undefined
      : {
          when: `Not decided in ${formatDuration(Math.max(until - now, 0))}`,
          leadsTo: leadsTo.timedOut,
        };
  return (
    <>
      <TextInput
        description="Kept with the decision; it may stay empty."
        label="Reason"
        maxLength={1000}
        onChange={(event) => setComment(event.currentTarget.value)}
        value={comment}
      />
      <Choices
        busy={act.busy}
        choices={choices}
        onChoose={(action) => void act.run(action)}
        otherwise={otherwise}
      />
      {act.error && <ErrorNote error={act.error} onDismiss={act.clear} />}
    </>
  );
}
