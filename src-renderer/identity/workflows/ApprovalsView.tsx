import { Button, NativeSelect } from '@mantine/core';
import { UserCheck } from 'lucide-react';
import type { ApprovalStatus, ApprovalTask } from '../../../src-main/contract/workflows.ts';
import { OutcomeBadge } from '../../flows/OutcomeBadge.tsx';
import type { OutcomeLook } from '../../flows/outcomes.ts';
import { useVirtualNow } from '../../shell/use-virtual-now.ts';
import { gatehouse, useSandbox } from '../../store/sandbox.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { formatDateTime, formatDuration } from '../../ui/format.ts';
import { useAction } from '../../ui/use-action.ts';
import classes from './ApprovalsView.module.css';
import { openWorkflowsView } from './open-view.ts';
import { selectWorkflow } from './selected-workflow.ts';
import { useApprovals } from './use-runs.ts';

const LOOKS: Readonly<Record<ApprovalStatus, { tone: OutcomeLook['tone']; text: string }>> = {
  READY: { tone: 'challenged', text: '… to be decided' },
  RESERVED: { tone: 'challenged', text: '… taken' },
  APPROVED: { tone: 'allowed', text: '✓ approved' },
  REJECTED: { tone: 'denied', text: '✕ rejected' },
  TIMED_OUT: { tone: 'neutral', text: '– time is over' },
  WITHDRAWN: { tone: 'neutral', text: '– withdrawn' },
};

/** What the persona at the keyboard is asked to decide, and has decided. */
export function ApprovalsView() {
  const world = useSandbox((state) => state.world);
  const persona = world?.persona ?? '';
  const { value: tasks, error } = useApprovals(persona);
  const switchTo = useAction((to: string) => gatehouse().call('persona.switch', { persona: to }));
  const name = world?.personas.find(({ id }) => id === persona)?.name ?? persona;
  return (
    <div className={classes.view}>
      <div className={classes.head}>
        <h2 className={classes.title}>Decisions for</h2>
        <NativeSelect
          aria-label="Whose decisions"
          data={(world?.personas ?? []).map((one) => ({ value: one.id, label: one.name }))}
          onChange={(event) => switchTo.run(event.currentTarget.value)}
          value={persona}
        />
        <p className={classes.about}>
          The persona at the keyboard. Over REST: <code>/api/users/v2/me/approval-tasks</code>.
        </p>
      </div>
      {(error ?? switchTo.error) && (
        <ErrorNote error={(error ?? switchTo.error) as NonNullable<typeof error>} />
      )}
      {tasks?.length === 0 ? (
        <EmptyState icon={UserCheck} title={`Nothing waits for ${name}`}>
          A workflow with an approval asks here. Switch to another persona above, or start a run under
          Definitions.
        </EmptyState>
      ) : (
        <ul aria-label={`Decisions for ${name}`} className={classes.tasks}>
          {tasks?.map((task) => (
            <Task key={task.id} persona={persona} task={task} />
          ))}
        </ul>
      )}
    </div>
  );
}

function Task({ task, persona }: { task: ApprovalTask; persona: string }) {
  const now = useVirtualNow();
  const act = useAction((action: 'CLAIM' | 'RELEASE' | 'APPROVE' | 'REJECT') =>
    gatehouse().call('approvals.decide', { task: task.id, account: persona, action }),
  );
  const look = LOOKS[task.status];
  const open = task.status === 'READY' || task.status === 'RESERVED';
  return (
    <li className={classes.task}>
      <div className={classes.what}>
        <p className={classes.text}>
          {task.text} <OutcomeBadge tone={look.tone}>{look.text}</OutcomeBadge>
        </p>
        <p className={classes.about}>
          {task.workflowTitle} · {task.title} · for {task.by} · asked by {task.askedBy},{' '}
          {formatDateTime(task.createdAt)}
          {open && task.until !== null && ` · ${formatDuration(Math.max(task.until - now, 0))} left`}
        </p>
        {open && <p className={classes.about}>Approved: {task.leadsTo.approved}</p>}
        {open && <p className={classes.about}>Rejected: {task.leadsTo.rejected}</p>}
        {open && task.until !== null && <p className={classes.about}>Not decided: {task.leadsTo.timedOut}</p>}
        {!open && task.comment !== '' && <p className={classes.about}>Comment: {task.comment}</p>}
        {act.error && <ErrorNote error={act.error} onDismiss={act.clear} />}
      </div>
      <div className={classes.acts}>
        {open && (
          <>
            <Button disabled={act.busy} onClick={() => act.run('APPROVE')} variant="filled">
              Approve
            </Button>
            <Button disabled={act.busy} onClick={() => act.run('REJECT')}>
              Reject
            </Button>
            <Button
              disabled={act.busy}
              onClick={() => act.run(task.claimedBy === null ? 'CLAIM' : 'RELEASE')}
            >
              {task.claimedBy === null ? 'Take it' : 'Give it back'}
            </Button>
          </>
        )}
        <Button
          onClick={() => {
            selectWorkflow(`run:${task.run}`);
            openWorkflowsView('runs');
          }}
        >
          Show the run
        </Button>
      </div>
    </li>
  );
}
