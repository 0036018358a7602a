import { Button } from '@mantine/core';
import { ArrowRight, Clock, Inbox, Smartphone, UserRound, Waypoints } from 'lucide-react';
import { useState } from 'react';
import type { PendingStep, WorkflowStory } from '../../../src-main/contract/workflow-story.ts';
import { goTo } from '../../app/route.ts';
import { OutcomeBadge } from '../../flows/OutcomeBadge.tsx';
import { useForkMode } from '../../forks/index.ts';
import { useVirtualNow } from '../../shell/use-virtual-now.ts';
import { selectEvent, selectFlow } from '../../store/selection.ts';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { formatDateTime, formatDuration, formatTimeMs } from '../../ui/format.ts';
import { useAction } from '../../ui/use-action.ts';
import { openSection } from '../open-section.ts';
import { selectAccount } from '../selected-account.ts';
import { openInbox } from './open-inbox.ts';
import classes from './StoryPane.module.css';
import { StorySequence } from './StorySequence.tsx';
import { storyRows } from './story-rows.ts';
import { useWorkflowStory } from './use-account-workflows.ts';
import { ENDED_BECAUSE, STANDING_LOOKS } from './workflow-words.ts';

/** One workflow of one account: how it stands, who must act, and all that happened, in order. */
export function StoryPane({ id }: { id: string }) {
  const { value: story, error } = useWorkflowStory(id);
  if (error)
    return (
      <div className={classes.note}>
        <ErrorNote error={error} />
      </div>
    );
  return story ? <Shown key={id} story={story} /> : null;
}

function Shown({ story }: { story: WorkflowStory }) {
  const [at, setAt] = useState(-1);
  const look = STANDING_LOOKS[story.status];
  const rows = storyRows(story);
  const row = rows[at];
  const entry = row?.kind === 'entry' ? row.entry : undefined;
  const openAccount = () => {
    selectAccount(story.account);
    openSection('accounts');
    goTo('identity');
  };
  const openTrace = () => {
    if (entry?.flow)
      selectEvent({ flow: entry.flow, span: entry.span ?? undefined, seq: Math.ceil(entry.seq) });
    else if (story.flow !== null) {
      selectFlow(story.flow);
      if (entry?.span) selectEvent({ flow: story.flow, span: entry.span, seq: entry.seq });
    }
    goTo('traces');
  };
  return (
    <section aria-label={`${story.title} of ${story.name}`} className={classes.pane}>
      <div className={classes.head}>
        <div className={classes.who}>
          <h2 className={classes.name}>
            {story.title} · {story.name}
            <OutcomeBadge tone={look.tone}>{`${look.mark} ${look.word}`}</OutcomeBadge>
          </h2>
          <p className={classes.facts}>
            <code>{story.scenario}</code> · began {formatDateTime(story.startedAt)}
            {story.lastAt - story.startedAt > 1000 && ` · last ${formatDateTime(story.lastAt)}`}
          </p>
        </div>
        <Button leftSection={<UserRound aria-hidden size={14} />} onClick={openAccount}>
          Account
        </Button>
      </div>
      {story.pending ? (
        <Pending onAccount={openAccount} onTrace={openTrace} pending={story.pending} />
      ) : (
        <p className={classes.ended}>{ENDED_BECAUSE[story.status]}</p>
      )}
      <StorySequence at={at} onPick={setAt} rows={rows} story={story} />
      <div className={classes.foot}>
        <p className={classes.picked}>
          {entry ? (
            <>
              <time className={classes.time}>{formatTimeMs(entry.vtime)}</time> {entry.title}
            </>
          ) : (
            'Pick a row, with the arrow keys too, to see when it happened and go to its trace.'
          )}
        </p>
        <Button
          disabled={story.flow === null}
          leftSection={<Waypoints aria-hidden size={14} />}
          onClick={openTrace}
        >
          Show in Traces
        </Button>
      </div>
    </section>
  );
}

/** The step that is waited for: who must act, what is to be done, until when, and the way there. */
function Pending({
  pending,
  onAccount,
  onTrace,
}: {
  pending: PendingStep;
  onAccount: () => void;
  onTrace: () => void;
}) {
  const now = useVirtualNow();
  const inFork = useForkMode((state) => state.fork !== undefined);
  const open = useAction(openInbox);
  const { who, what, until, place, persona } = pending;
  const first = who.name.split(' ')[0];
  return (
    <section aria-label="The step that is waited for" className={classes.pending}>
      <div className={classes.step}>
        <p className={classes.waits}>
          <strong>{who.name}</strong> must act: {what}.
        </p>
        {until !== null && (
          <p className={classes.until}>
            <Clock aria-hidden size={14} /> until {formatDateTime(until)},{' '}
            {formatDuration(Math.max(until - now, 0))} left on the virtual clock
          </p>
        )}
        {(place === 'inbox' || place === 'phone') && persona === null && (
          <p className={classes.until}>
            Nobody of this world reads that {place}. Invite Erin, or give the account one of her addresses, to
            play it to its end.
          </p>
        )}
        {open.error && <ErrorNote error={open.error} onDismiss={open.clear} />}
      </div>
      {(place === 'inbox' || place === 'phone') && persona !== null && !inFork && (
        <Button
          disabled={open.busy}
          leftSection={
            place === 'phone' ? <Smartphone aria-hidden size={14} /> : <Inbox aria-hidden size={14} />
          }
          onClick={() => open.run(persona, place)}
          variant="filled"
        >
          Open {first}’s {place}
        </Button>
      )}
      {place === 'account' && (
        <Button leftSection={<ArrowRight aria-hidden size={14} />} onClick={onAccount} variant="filled">
          Go to the account
        </Button>
      )}
      {place === 'trace' && (
        <Button leftSection={<ArrowRight aria-hidden size={14} />} onClick={onTrace} variant="filled">
          Go to the trace
        </Button>
      )}
    </section>
  );
}
