// biome-ignore-all lint/a11y/useSemanticElements: rows that are drawn cannot be those of a table element.
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus and points at its active row.
// biome-ignore-all lint/a11y/useKeyWithClickEvents: the grid takes the keys for all of its rows.
import type { StoryEntry } from '../../../src-main/contract/workflow-story.ts';
import { ArrowLine } from '../../diagrams/ArrowLine.tsx';
import { LaneMark } from '../../diagrams/LaneMark.tsx';
import drawing from '../../diagrams/Sequence.module.css';
import { type Lanes, placeWords } from '../../diagrams/sequence-layout.ts';
import { outcomeLook } from '../../flows/outcomes.ts';
import { ACTOR_LOOK } from '../../ui/actor-icon/index.ts';
import { formatDuration } from '../../ui/format.ts';
import classes from './StorySequence.module.css';
import type { DrawnStory, StoryRow } from './story-rows.ts';

/** One row of a workflow's picture, with its words for screen readers. */
export function StoryRowView({
  story,
  row,
  lanes,
  id,
  index,
  picked,
  onPick,
}: {
  story: DrawnStory;
  row: StoryRow;
  lanes: Lanes;
  id: string;
  index: number;
  picked: boolean;
  onPick: (index: number) => void;
}) {
  const refused = row.kind === 'entry' && row.entry.kind === 'refused';
  return (
    <div
      aria-rowindex={index + 1}
      aria-selected={picked}
      className={drawing.row}
      data-denied={refused || undefined}
      data-hop={(picked && row.kind !== 'gap') || undefined}
      data-kind={row.kind}
      id={id}
      onClick={row.kind === 'gap' ? undefined : () => onPick(index)}
      role="row"
      title={wordsOf(row, story)}
      style={{ top: index * lanes.row, height: lanes.row }}
    >
      <span className={row.kind === 'gap' ? drawing.gap : drawing.hidden} role="gridcell">
        {wordsOf(row, story)}
      </span>
      {row.kind !== 'gap' && (
        <svg aria-hidden className={drawing.drawing} height={lanes.row} width={lanes.width}>
          {row.kind === 'entry' ? (
            <Entry entry={row.entry} lanes={lanes} story={story} />
          ) : (
            <Pending lanes={lanes} story={story} />
          )}
        </svg>
      )}
    </div>
  );
}

function Entry({ entry, lanes, story }: { entry: StoryEntry; lanes: Lanes; story: DrawnStory }) {
  const { from, to, title, kind, outcome, front } = entry;
  const own = story.lanes.find((lane) => lane.id === from);
  const actor = own ? ACTOR_LOOK[own.actor].color : 'var(--gh-ink)';
  const { tone } = outcomeLook(outcome);
  if (to !== null) {
    const bad = kind === 'answer' && (tone === 'denied' || tone === 'challenged');
    return (
      <ArrowLine
        bad={bad}
        color={bad ? `var(--gh-${tone})` : actor}
        dashed={front}
        end={lanes.x.get(to) ?? 0}
        row={lanes.row}
        start={lanes.x.get(from) ?? 0}
        title={title}
        width={lanes.width}
      />
    );
  }
  const bad = tone === 'denied' || tone === 'challenged';
  return (
    <LaneMark
      color={bad ? `var(--gh-${tone})` : actor}
      row={lanes.row}
      title={title}
      tone={bad ? tone : kind === 'code' && outcome === 'ok' ? 'neutral' : 'allowed'}
      width={lanes.width}
      x={lanes.x.get(from) ?? 0}
    />
  );
}

/** What is waited for stands where it will happen: an open mark, since it has not. */
function Pending({ lanes, story }: { lanes: Lanes; story: DrawnStory }) {
  const { pending } = story;
  if (!pending) return null;
  const x = lanes.x.get(pending.lane) ?? 0;
  const middle = lanes.row / 2;
  const words = placeWords(
    `waits for ${pending.who.name}: ${pending.what}`,
    lanes.width - 12,
    x + 16,
    x - 16,
  );
  return (
    <g>
      <rect className={classes.open} height={18} rx={4} width={18} x={x - 9} y={middle - 9} />
      <text className={classes.openWords} textAnchor={words.anchor} x={words.x} y={middle + 4}>
        {words.text}
      </text>
    </g>
  );
}

/** A row in words: who, to whom, what. */
function wordsOf(row: StoryRow, { lanes, pending }: DrawnStory): string {
  if (row.kind === 'gap') return `${formatDuration(row.ms)} ${row.ms < 0 ? 'earlier' : 'later'}`;
  if (row.kind === 'pending') return pending ? `waits for ${pending.who.name}: ${pending.what}` : '';
  const name = (id: string) => lanes.find((lane) => lane.id === id)?.name ?? id;
  const { from, to, title } = row.entry;
  return to === null ? `${name(from)}: ${title}` : `${name(from)} to ${name(to)}: ${title}`;
}
