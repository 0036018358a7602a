import { useMemo, useRef, useState } from 'react';
import type { AccountState } from '../../../src-main/contract/account-state.ts';
import type { LifecycleRow } from '../../../src-main/contract/lifecycle.ts';
import { useWidth } from '../../ui/use-width.ts';
import { LABEL_WORDS, labelOf, reasonWords } from '../state-words.ts';
import { ChartMarks } from './ChartMarks.tsx';
import { graphOf } from './chart-graph.ts';
import { layOut } from './chart-layout.ts';
import { type Charted, isOpen, LOOKS, litOf, lookOf } from './chart-look.ts';
import type { ChartPicture, PlacedEdge } from './chart-picture.ts';
import classes from './StateChart.module.css';

/** Narrower than this, the chart scrolls. */
const NARROWEST = 700;

/**
 * The life of an account as a state chart: label, lock and disable flag side by side, each with its value lit. Drawn from
 * the table that the engine runs. What can happen, and why not, also stands in the list beside it.
 */
export function StateChart({
  rows,
  charted,
  onMark,
}: {
  rows: readonly LifecycleRow[];
  charted: Charted;
  onMark: (ids: readonly string[]) => void;
}) {
  const frame = useRef<HTMLElement>(null);
  const width = Math.max(NARROWEST, useWidth(frame));
  const graph = useMemo(() => graphOf(rows), [rows]);
  const picture = useMemo(() => (rows.length === 0 ? undefined : layOut(graph, width)), [graph, rows, width]);
  const [pointed, setPointed] = useState<string>();
  return (
    <section aria-label="State chart" className={classes.scroll} ref={frame}>
      {picture && (
        <div className={classes.chart} style={{ width: picture.width, height: picture.height }}>
          <Places charted={charted} picture={picture} />
          <ChartMarks
            charted={charted}
            chips={picture.chips}
            onPoint={(chip) => {
              setPointed(chip?.id);
              onMark(chip ? chip.rows.map(({ id }) => id) : []);
            }}
            pointed={pointed}
          />
        </div>
      )}
    </section>
  );
}

/** Frames, lines and places. */
function Places({ charted, picture }: { charted: Charted; picture: ChartPicture }) {
  const lit = litOf(charted.state);
  const drawn = picture.edges
    .map((edge) => ({ edge, look: lookOf(edge, charted) }))
    .sort((a, b) => LOOKS.indexOf(b.look) - LOOKS.indexOf(a.look));
  const reached = new Set(drawn.filter(({ edge }) => isOpen(edge, charted)).map(({ edge }) => edge.to));
  return (
    <svg
      aria-label={describe(charted.state)}
      height={picture.height}
      role="img"
      viewBox={`0 0 ${picture.width} ${picture.height}`}
      width={picture.width}
    >
      <Heads />
      {picture.regions.map(({ title, x, y, width, height }) => (
        <g key={title}>
          <rect
            className={classes.region}
            height={height - 1}
            rx={10}
            width={width - 1}
            x={x + 0.5}
            y={y + 0.5}
          />
          <text className={classes.regionTitle} x={x + 14} y={y + 22}>
            {title}
          </text>
        </g>
      ))}
      {drawn.map(({ edge, look }) => (
        <path
          className={classes.edge}
          d={pathOf(edge)}
          data-look={look}
          key={edge.id}
          markerEnd={`url(#chart-head-${look})`}
        />
      ))}
      {picture.nodes.map(({ id, text, stays, x, y, width, height }) => (
        <g
          className={classes.node}
          data-lit={lit.has(id) || undefined}
          data-reached={reached.has(id) || undefined}
          data-tone={toneOf(id)}
          key={id}
        >
          <rect height={height} rx={8} width={width} x={x} y={y} />
          <text x={x + width / 2} y={stays ? y + 19 : y + height / 2 + 4}>
            {lit.has(id) ? `● ${text}` : text}
          </text>
        </g>
      ))}
      {picture.words.map(({ text, x, y }) => (
        <text className={classes.word} key={`${x} ${y}`} x={x + 3} y={y + 13}>
          {text}
        </text>
      ))}
    </svg>
  );
}

function Heads() {
  return (
    <defs>
      {LOOKS.map((look) => (
        <marker
          className={classes.head}
          data-look={look}
          id={`chart-head-${look}`}
          key={look}
          markerHeight={9}
          markerUnits="userSpaceOnUse"
          markerWidth={9}
          orient="auto"
          refX={8}
          refY={4.5}
        >
          <path d="M0,0 L9,4.5 L0,9 Z" />
        </marker>
      ))}
    </defs>
  );
}

/** Round corners, as far as the way is long enough for them. */
const CORNER = 8;

function pathOf({ points }: PlacedEdge): string {
  return points
    .map((point, index) => {
      const [before, after] = [points[index - 1], points[index + 1]];
      if (!before) return `M${point.x},${point.y}`;
      if (!after) return `L${point.x},${point.y}`;
      const into = towards(point, before);
      const out = towards(point, after);
      return `L${into.x},${into.y} Q${point.x},${point.y} ${out.x},${out.y}`;
    })
    .join(' ');
}

function towards(from: { x: number; y: number }, to: { x: number; y: number }): { x: number; y: number } {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  const part = length === 0 ? 0 : Math.min(CORNER, length / 2) / length;
  return { x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part };
}

function toneOf(id: string): 'allowed' | 'challenged' | 'denied' {
  if (id.startsWith('PENDING_')) return 'challenged';
  return id === 'LOCKED' || id === 'DISABLED' || id === 'locked' || id === 'disabled' ? 'denied' : 'allowed';
}

function describe(state: AccountState): string {
  const label = labelOf(state);
  const lock = state.locked ? `locked: ${reasonWords(state.lockReason)}` : 'not locked';
  return `The label is ${label}: ${LABEL_WORDS[label]}. The account is ${lock}, and ${
    state.disabled ? 'disabled' : 'enabled'
  }.`;
}
