import { Button } from '@mantine/core';
import { Waypoints } from 'lucide-react';
import { useState } from 'react';
import type { RunView } from '../../../src-main/contract/workflows.ts';
import { goTo } from '../../app/route.ts';
import { OutcomeBadge } from '../../flows/OutcomeBadge.tsx';
import { gatehouse, useSandbox } from '../../store/sandbox.ts';
import { selectEvent, selectFlow } from '../../store/selection.ts';
import { ConfirmButton } from '../../ui/ConfirmButton.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { formatDateTime, formatTimeMs } from '../../ui/format.ts';
import { useAction } from '../../ui/use-action.ts';
import classes from './RunPane.module.css';
import { RunPending } from './RunPending.tsx';
import { RunSteps } from './RunSteps.tsx';
import { isUnderWay, RUN_LOOKS } from './run-looks.ts';
import shared from './StoryPane.module.css';
import { StorySequence } from './StorySequence.tsx';
import { type DrawnStory, storyRows } from './story-rows.ts';
import { useRun, useRunStory } from './use-runs.ts';

/** One run of a custom workflow: its steps as they stand, who must act, and all that happened, in order. */
export function RunPane({ id }: { id: string }) {
  const { value: run, error } = useRun(id);
  if (error)
    return (
      <div className={shared.note}>
        <ErrorNote error={error} />
      </div>
    );
  return run ? <Shown key={id} run={run} /> : null;
}

function Shown({ run }: { run: RunView }) {
  const look = RUN_LOOKS[run.status];
  const personas = useSandbox((state) => state.world?.personas);
  const starter = personas?.find(({ id }) => id === run.startedBy)?.name ?? run.startedBy ?? 'nobody known';
  const cancel = useAction(() => gatehouse().call('workflows.cancel', { id: run.id }));
  return (
    <section aria-label={`Run of ${run.title}`} className={shared.pane}>
      <div className={shared.head}>
        <div className={shared.who}>
          <h2 className={shared.name}>
            {run.title} <OutcomeBadge tone={look.tone}>{`${look.mark} ${look.word}`}</OutcomeBadge>
          </h2>
          <p className={shared.facts}>
            <code>{run.startedAs}</code> · {starter} · began {formatDateTime(run.startedAt)}
          </p>
        </div>
        {isUnderWay(run.status) && (
          <ConfirmButton
            confirm="Cancel the run"
            label="Cancel"
            onConfirm={() => cancel.run()}
            question="What its steps have done is taken back, as far as they say how."
            title="Cancel this run?"
          />
        )}
      </div>
      {cancel.error && <ErrorNote error={cancel.error} onDismiss={cancel.clear} />}
      <RunPending run={run} />
      <div className={classes.body}>
        <RunSteps run={run} />
        <Sequence run={run} />
      </div>
    </section>
  );
}

function Sequence({ run }: { run: RunView }) {
  const { value } = useRunStory(run.id, run.flow);
  const [at, setAt] = useState(-1);
  if (!value) return null;
  const waiting = run.steps.find(({ waitsFor }) => waitsFor !== null);
  const wait = waiting?.waitsFor;
  const story: DrawnStory = {
    id: run.id,
    ...value,
    pending: wait
      ? {
          what: wait.kind === 'approval' ? wait.text : `“${waiting?.title}”`,
          who: {
            kind: 'person',
            name:
              wait.kind === 'approval'
                ? wait.by
                : wait.kind === 'event'
                  ? wait.event
                  : wait.kind === 'unknown'
                    ? 'somebody who knows'
                    : 'its time',
          },
          lane: wait.kind === 'approval' ? 'approver' : 'workflows',
          until: null,
          place: 'trace',
          persona: null,
        }
      : null,
  };
  const rows = storyRows(story);
  const row = rows[at];
  const entry = row?.kind === 'entry' ? row.entry : undefined;
  return (
    <div className={classes.sequence}>
      <StorySequence at={at} onPick={setAt} rows={rows} story={story} />
      <div className={shared.foot}>
        <p className={shared.picked}>
          {entry ? (
            <>
              <time className={shared.time}>{formatTimeMs(entry.vtime)}</time> {entry.title}
            </>
          ) : (
            'Pick a row to go to its trace.'
          )}
        </p>
        <Button
          leftSection={<Waypoints aria-hidden size={14} />}
          onClick={() => {
            selectFlow(run.flow);
            if (entry?.span) selectEvent({ flow: run.flow, span: entry.span, seq: entry.seq });
            goTo('traces');
          }}
        >
          Show in Traces
        </Button>
      </div>
    </div>
  );
}
