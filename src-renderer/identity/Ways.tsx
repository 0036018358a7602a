import type { ChartTransition } from '../../src-main/contract/accounts.ts';
import classes from './Life.module.css';
import { leadsTo } from './way-words.ts';

/** What can happen to an account now, what cannot and why, and what would change nothing. The chart as a list. */
export function Ways({
  ways,
  marked,
  onMark,
}: {
  ways: readonly ChartTransition[];
  marked: readonly string[];
  onMark: (ids: readonly string[]) => void;
}) {
  // The account is there: what makes accounts is no way on for it.
  const possible = ways.filter(({ from }) => !from.includes('none'));
  const open = possible.filter((way) => way.open && !way.standsStill);
  const still = possible.filter((way) => way.open && way.standsStill);
  const closed = possible.filter((way) => !way.open && !way.standsStill);
  const list = (shown: readonly ChartTransition[]) => (
    <ul className={classes.ways}>
      {shown.map((way) => (
        <li key={way.id}>
          <button
            aria-pressed={marked.includes(way.id)}
            className={classes.way}
            onBlur={() => onMark([])}
            onClick={() => onMark(marked.includes(way.id) ? [] : [way.id])}
            onFocus={() => onMark([way.id])}
            onMouseEnter={() => onMark([way.id])}
            onMouseLeave={() => onMark([])}
            type="button"
          >
            <span className={classes.number}>{way.row ?? ''}</span>
            <span>{way.title}</span>
            <span className={classes.more}>{detailOf(way)}</span>
          </button>
        </li>
      ))}
    </ul>
  );
  return (
    <section aria-label="What can happen now" className={classes.card}>
      <h3 className={classes.title}>What can happen now</h3>
      {list(open)}
      {still.length > 0 && (
        <>
          <p className={classes.group}>Changes nothing</p>
          {list(still)}
        </>
      )}
      <details className={classes.group}>
        <summary>Closed now ({closed.length}), and why</summary>
        {list(closed)}
      </details>
    </section>
  );
}

const detailOf = (way: ChartTransition): string => (way.open ? leadsTo(way) : (way.closedBy ?? ''));
