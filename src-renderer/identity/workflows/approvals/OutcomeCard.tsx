import type { OutcomeTask, Settlement } from '../../../../src-main/contract/outcome-tasks.ts';
import { gatehouse } from '../../../store/sandbox.ts';
import { formatDateTime } from '../../../ui/format.ts';
import { SettleChoices } from './SettleChoices.tsx';
import { TaskCard } from './TaskCard.tsx';

/** A call of which nobody knows whether it arrived: what was called, what is known, and three ways on. */
export function OutcomeCard({ task, persona }: { task: OutcomeTask; persona: string }) {
  const { attempts, sentAt } = task;
  const sent = sentAt === null ? 'at a time that is not known' : formatDateTime(sentAt);
  return (
    <TaskCard
      facts={[
        {
          name: 'Called',
          value: (
            <>
              <code>{task.call}</code>, as {task.as}
            </>
          ),
        },
        { name: 'Sent', value: attempts > 1 ? `${sent}, ${attempts} times in all` : sent },
        { name: 'Known', value: task.known },
        { name: 'Begun by', value: task.askedBy },
        { name: 'For', value: task.by },
      ]}
      kicker={`${task.workflowTitle} · ${task.title}`}
      look={{ tone: 'challenged', text: '? outcome unknown' }}
      run={task.run}
      title="Somebody must say what became of a call"
    >
      <SettleChoices
        leadsTo={task.leadsTo}
        saves={task.saves}
        settle={(as: Settlement, values) =>
          gatehouse().call('outcomes.settle', { task: task.id, account: persona, as, values })
        }
      />
    </TaskCard>
  );
}
