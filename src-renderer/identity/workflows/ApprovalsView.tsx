import { NativeSelect } from '@mantine/core';
import { UserCheck } from 'lucide-react';
import { gatehouse, useSandbox } from '../../store/sandbox.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { useAction } from '../../ui/use-action.ts';
import classes from './ApprovalsView.module.css';
import { ApprovalCard } from './approvals/ApprovalCard.tsx';
import { isOpen } from './approvals/approval-looks.ts';
import { OutcomeCard } from './approvals/OutcomeCard.tsx';
import { useApprovals, useOutcomes } from './use-runs.ts';

/** What the persona at the keyboard is asked to decide or to settle, and what she has decided. */
export function ApprovalsView() {
  const world = useSandbox((state) => state.world);
  const persona = world?.persona ?? '';
  const { value: tasks, error } = useApprovals(persona);
  const { value: outcomes, error: other } = useOutcomes(persona);
  const switchTo = useAction((to: string) => gatehouse().call('persona.switch', { persona: to }));
  const name = world?.personas.find(({ id }) => id === persona)?.name ?? persona;
  const wrong = error ?? other ?? switchTo.error;
  const open = tasks?.filter(isOpen) ?? [];
  const over = tasks?.filter((task) => !isOpen(task)) ?? [];
  const waiting = open.length + (outcomes?.length ?? 0);
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
          She finds them at <code>/account/approvals</code> too, and over REST at{' '}
          <code>/api/users/v2/me/approval-tasks</code>.
        </p>
      </div>
      {wrong && <ErrorNote error={wrong} />}
      {tasks && outcomes && waiting === 0 && (
        <EmptyState icon={UserCheck} title={`Nothing waits for ${name}`}>
          A workflow with an approval asks here. Switch to another persona above, or start a run under
          Definitions.
        </EmptyState>
      )}
      {waiting > 0 && (
        <ul aria-label={`Waiting for ${name}`} className={classes.tasks}>
          {outcomes?.map((task) => (
            <OutcomeCard key={task.id} persona={persona} task={task} />
          ))}
          {open.map((task) => (
            <ApprovalCard key={task.id} persona={persona} task={task} />
          ))}
        </ul>
      )}
      {over.length > 0 && (
        <>
          <h3 className={classes.over}>Over</h3>
          <ul aria-label={`Decisions for ${name}`} className={classes.tasks}>
            {over.map((task) => (
              <ApprovalCard key={task.id} persona={persona} task={task} />
            ))}
          </ul>
        </>
      )}
    </div>
  );
}
