// biome-ignore-all lint/a11y/useSemanticElements: rows that are drawn cannot be those of a table element.
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus and points at its active row.
// biome-ignore-all lint/a11y/useKeyWithClickEvents: the grid takes the keys for all of its rows.
import { useElementSize } from '@mantine/hooks';
import {
  Inbox,
  KeyRound,
  type LucideIcon,
  Smartphone,
  User,
  UserCheck,
  UserCog,
  UserRound,
} from 'lucide-react';
import { type KeyboardEvent, useEffect, useId, useMemo, useRef } from 'react';
import type { StoryLane } from '../../../src-main/contract/workflow-story.ts';
import drawing from '../../diagrams/Sequence.module.css';
import { layLanes } from '../../diagrams/sequence-layout.ts';
import { useTextScale } from '../../flows/use-text-scale.ts';
import { ACTOR_LOOK, ActorIcon } from '../../ui/actor-icon/index.ts';
import { StoryRowView } from './StoryRowView.tsx';
import classes from './StorySequence.module.css';
import { asParticipant, type DrawnStory, type StoryRow, stepTo } from './story-rows.ts';

const ICONS: Partial<Record<StoryLane['part'], LucideIcon>> = {
  administrator: UserCog,
  person: User,
  approver: UserCheck,
  inbox: Inbox,
  phone: Smartphone,
  idp: KeyRound,
  account: UserRound,
};

/** A workflow as a sequence: lanes for the people and parts, arrows for calls and messages, marks for what changed. */
export function StorySequence({
  story,
  rows,
  at,
  onPick,
}: {
  story: DrawnStory;
  rows: readonly StoryRow[];
  /** The row that is picked; -1: none. */
  at: number;
  onPick: (index: number) => void;
}) {
  const { ref, width } = useElementSize<HTMLDivElement>();
  const scrolled = useRef<HTMLDivElement>(null);
  const scale = useTextScale();
  const id = useId();
  const lanes = useMemo(
    () => layLanes(story.lanes.map(asParticipant), width, scale, false),
    [story.lanes, width, scale],
  );
  const count = rows.length;
  // What comes new is at the end, and so is the step that is waited for.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another number of rows is what brings the end into sight.
  useEffect(() => {
    const element = scrolled.current;
    if (element) element.scrollTop = element.scrollHeight;
  }, [count, story.id, width]);
  const onKeyDown = (event: KeyboardEvent) => {
    const moves: Record<string, () => number> = {
      ArrowDown: () => stepTo(rows, at, 1),
      ArrowUp: () => (at < 0 ? count - 1 : stepTo(rows, at, -1)),
      Home: () => stepTo(rows, -1, 1),
      End: () => count - 1,
    };
    const move = moves[event.key];
    if (!move) return;
    event.preventDefault();
    const to = move();
    onPick(to);
    document.getElementById(`${id}-${to}`)?.scrollIntoView({ block: 'nearest' });
  };
  return (
    <section aria-label="Sequence of the workflow" className={classes.view} ref={ref}>
      <div className={classes.scroll} ref={scrolled}>
        <div className={drawing.canvas} style={{ width: lanes.width }}>
          <div className={drawing.heads} style={{ height: lanes.heads }}>
            <ul aria-label="Who takes part" className={drawing.participants}>
              {story.lanes.map((lane) => (
                <li
                  className={drawing.head}
                  data-compact={lanes.compact || undefined}
                  key={lane.id}
                  title={lane.name}
                  style={{ left: (lanes.x.get(lane.id) ?? 0) - lanes.head / 2, width: lanes.head }}
                >
                  <LaneIcon lane={lane} />
                  <span>{lane.name}</span>
                </li>
              ))}
            </ul>
          </div>
          {width > 0 && (
            <div
              aria-activedescendant={at < 0 ? undefined : `${id}-${at}`}
              aria-label="Calls, codes, messages and changes of state, in order"
              aria-rowcount={count}
              className={drawing.rows}
              onKeyDown={onKeyDown}
              role="grid"
              style={{ minHeight: count * lanes.row }}
              tabIndex={0}
            >
              <div aria-hidden className={drawing.lifelines}>
                {story.lanes.map((lane) => (
                  <span className={drawing.lifeline} key={lane.id} style={{ left: lanes.x.get(lane.id) }} />
                ))}
              </div>
              {rows.map((row, index) => (
                <StoryRowView
                  id={`${id}-${index}`}
                  index={index}
                  key={
                    row.kind === 'pending'
                      ? 'pending'
                      : `${row.kind} ${row.kind === 'gap' ? row.seq : row.entry.seq}`
                  }
                  lanes={lanes}
                  onPick={onPick}
                  picked={index === at}
                  row={row}
                  story={story}
                />
              ))}
            </div>
          )}
        </div>
      </div>
    </section>
  );
}

function LaneIcon({ lane }: { lane: StoryLane }) {
  const Icon = ICONS[lane.part];
  if (!Icon) return <ActorIcon kind={lane.actor} />;
  return <Icon aria-hidden size={18} style={{ flex: 'none', color: ACTOR_LOOK[lane.actor].color }} />;
}
