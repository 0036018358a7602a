import { Fragment, useMemo } from 'react';
import type { AccountState } from '../../src-main/contract/account-state.ts';
import type { LifecycleRow } from '../../src-main/contract/lifecycle.ts';
import { CHART, type ChartEdge, type ChartLoop, layOut, NODES, REGIONS } from './chart-layout.ts';
import classes from './StateChart.module.css';
import { LABEL_WORDS, labelOf, reasonWords } from './state-words.ts';

/** What the chart needs to know of one account. */
export interface Charted {
  state: AccountState;
  /** Rows that can be taken now, by id. */
  open: ReadonlySet<string>;
  /** How often each row was taken, as far as the log tells. */
  taken: ReadonlyMap<string, number>;
  /** The row that is pointed at. */
  marked: string | undefined;
}

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
  onMark: (id: string | undefined) => void;
}) {
  const { edges, loops } = useMemo(() => layOut(rows), [rows]);
  const lit = litOf(charted.state);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls where the window is narrow, so the keyboard must reach it.
    <section aria-label="State chart" className={classes.scroll} tabIndex={0}>
      <svg
        aria-label={describe(charted.state)}
        className={classes.chart}
        role="img"
        viewBox={`0 0 ${CHART.width} ${CHART.height}`}
      >
        <Markers />
        {REGIONS.map(({ id, title, x, width }) => (
          <g key={id}>
            <rect className={classes.region} height={CHART.height - 2} rx={10} width={width} x={x} y={1} />
            <text className={classes.regionTitle} x={x + 14} y={22}>
              {title}
            </text>
          </g>
        ))}
        {edges.map((edge) => (
          <Edge charted={charted} edge={edge} key={edge.id} onMark={onMark} />
        ))}
        {NODES.map(({ id, text, x, y, width }) => (
          <g className={classes.node} data-lit={lit.has(id) || undefined} data-tone={toneOf(id)} key={id}>
            <rect height={CHART.node} rx={8} width={width} x={x} y={y} />
            <text x={x + width / 2} y={y + 22}>
              {lit.has(id) ? `● ${text}` : text}
            </text>
          </g>
        ))}
        {loops.map((loop) => (
          <Loop charted={charted} key={loop.id} loop={loop} onMark={onMark} />
        ))}
      </svg>
    </section>
  );
}

function Markers() {
  return (
    <defs>
      {(['closed', 'open', 'taken', 'marked'] as const).map((kind) => (
        <marker
          className={classes.head}
          data-kind={kind}
          id={`chart-head-${kind}`}
          key={kind}
          markerHeight={9}
          markerUnits="userSpaceOnUse"
          markerWidth={9}
          orient="auto"
          refX={7}
          refY={4.5}
        >
          <path d="M0,0 L9,4.5 L0,9 Z" />
        </marker>
      ))}
    </defs>
  );
}

type Drawn = { charted: Charted; onMark: (id: string | undefined) => void };

function Edge({ edge, charted, onMark }: Drawn & { edge: ChartEdge }) {
  const { open, taken, marked } = charted;
  const kind = edge.rows.some(({ id }) => id === marked)
    ? 'marked'
    : edge.rows.some(({ id }) => taken.has(id))
      ? 'taken'
      : edge.rows.some(({ id }) => open.has(id))
        ? 'open'
        : 'closed';
  return (
    <g className={classes.edge} data-kind={kind}>
      <path d={edge.path} markerEnd={`url(#chart-head-${kind})`} />
      <Numbers at={edge.at} charted={charted} onMark={onMark} rows={edge.rows} />
    </g>
  );
}

function Loop({ loop, charted, onMark }: Drawn & { loop: ChartLoop }) {
  const every = loop.id === 'any same';
  return (
    <Numbers
      at={loop.at}
      before={every ? 'in any state ↻ ' : '↻ '}
      stacked={loop.id.startsWith('UNLOCKED ')}
      charted={charted}
      onMark={onMark}
      rows={loop.rows}
    />
  );
}

const IN_A_LINE = 3;

/** The marks of rows, each as open or closed as it is; those of lock and flag, where many meet, in lines of three. */
function Numbers({
  rows,
  at,
  before,
  stacked = false,
  charted,
  onMark,
}: Drawn & { rows: readonly LifecycleRow[]; at: ChartEdge['at']; before?: string; stacked?: boolean }) {
  const { open, taken, marked } = charted;
  const marks = [...new Set(rows.map(markOf))]
    .sort((a, b) => (Number(a) || 99) - (Number(b) || 99))
    .map((mark) => ({ mark, same: rows.filter((row) => markOf(row) === mark) }));
  const narrow = at.x > REGIONS[1].x;
  return (
    <text className={classes.numbers} textAnchor={at.anchor} x={at.x} y={at.y}>
      {before}
      {marks.map(({ mark, same }, index) => {
        const wraps = index > 0 && (stacked || (narrow && index % (IN_A_LINE - 1) === 0));
        return (
          <Fragment key={mark}>
            {index > 0 && !wraps ? (/^\d/.test(mark) ? ' ' : ', ') : ''}
            {/* biome-ignore lint/a11y/noStaticElementInteractions: a shortcut for the pointer; the list beside it is for everybody. */}
            <tspan
              data-marked={same.some(({ id }) => id === marked) || undefined}
              data-open={same.some(({ id }) => open.has(id)) || undefined}
              data-taken={same.some(({ id }) => taken.has(id)) || undefined}
              onMouseEnter={() => onMark(same[0]?.id)}
              onMouseLeave={() => onMark(undefined)}
              {...(wraps ? { x: at.x, dy: 15 } : {})}
            >
              {mark}
              <title>{same.map(({ title }) => title).join('; ')}</title>
            </tspan>
          </Fragment>
        );
      })}
    </text>
  );
}

/** What stands for a row: its number, or a word where the table gives it none. */
const markOf = ({ row, trigger }: LifecycleRow): string =>
  row === null ? (WORDS[trigger] ?? trigger) : String(row);

const WORDS: Readonly<Record<string, string>> = {
  create: 'made with a password',
  confirm: 'address',
  'change-address': 'address',
  'sign-in-failed': 'failed sign-in',
  'sign-in-completed': 'sign-in',
  'set-password': 'recovery',
  'change-password': 'password',
  'admin-set-password': 'password',
  'offline-invite': 'link',
  resend: 'sent again',
};

const litOf = (state: AccountState): ReadonlySet<string> =>
  new Set([labelOf(state), state.locked ? 'locked' : 'not-locked', state.disabled ? 'disabled' : 'enabled']);

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
