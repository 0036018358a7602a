import type { ChartTransition } from '../../src-main/contract/accounts.ts';
import classes from './Life.module.css';

/** What can happen to an account now, what cannot and why, and what would change nothing. The chart as a list. */
export function Ways({
  ways,
  marked,
  onMark,
}: {
  ways: readonly ChartTransition[];
  marked: string | undefined;
  onMark: (id: string | undefined) => void;
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
            aria-pressed={way.id === marked}
            className={classes.way}
            onBlur={() => onMark(undefined)}
            onClick={() => onMark(way.id === marked ? undefined : way.id)}
            onFocus={() => onMark(way.id)}
            onMouseEnter={() => onMark(way.id)}
            onMouseLeave={() => onMark(undefined)}
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

function detailOf({ open, closedBy, guards, to, standsStill }: ChartTransition): string {
  if (!open) return closedBy ?? '';
  const where = standsStill
    ? ''
    : `→ ${to.map((label) => (label === 'same' ? 'label stays' : label)).join(' or ')}`;
  const when = guards.length > 0 ? `if ${guards.map(lower).join(', ')}` : '';
  return [where, when].filter((part) => part !== '').join(', ');
}

const lower = (text: string): string =>
  text.replace(/\.$/, '').replace(/^[A-Z](?=[a-z ])/, (first) => first.toLowerCase());
