import { useVirtualizer } from '@tanstack/react-virtual';
import { memo, useEffect, useRef } from 'react';
import type { FlowView, Hop } from '../../src-main/contract/flow.ts';
import { formatMillis } from '../../src-main/trace/views/durations.ts';
import { useShownHops } from '../flows/assets.ts';
import { OutcomeBadge } from '../flows/OutcomeBadge.tsx';
import { hopLook, participantIn } from '../flows/outcomes.ts';
import { useSelectedHop } from '../flows/use-flow.ts';
import { isLater, useMoment } from '../flows/use-moment.ts';
import { useTextScale } from '../flows/use-text-scale.ts';
import { selectHop } from '../store/index.ts';
import { ActorDot } from '../ui/actor-icon/index.ts';
import { formatTimeMs } from '../ui/format.ts';
import classes from './HopTable.module.css';

const ROW = 34;

/** The hops of a flow as a table, of which only the rows in sight are drawn. */
export function HopTable({ view }: { view: FlowView }) {
  const { hops, numbers } = useShownHops(view);
  const { hop: selected } = useSelectedHop(view);
  const moment = useMoment(view);
  const scrolled = useRef<HTMLElement>(null);
  const row = ROW * useTextScale();
  const virtualizer = useVirtualizer({
    count: hops.length,
    estimateSize: () => row,
    overscan: 12,
    scrollPaddingStart: row,
    getScrollElement: () => scrolled.current,
  });
  const at = selected === undefined ? -1 : hops.findIndex((hop) => hop.span === selected.span);
  useEffect(() => {
    if (at >= 0) virtualizer.scrollToIndex(at, { align: 'auto' });
  }, [at, virtualizer]);
  const items = virtualizer.getVirtualItems();
  const before = items[0]?.start ?? 0;
  const after = virtualizer.getTotalSize() - (items.at(-1)?.end ?? 0);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it.
    <section aria-label="Hops" className={classes.scroll} ref={scrolled} tabIndex={0}>
      <table aria-rowcount={hops.length + 1} className={classes.table}>
        <thead>
          <tr>
            <th scope="col">Hop</th>
            <th scope="col">From</th>
            <th scope="col">To</th>
            <th scope="col">Request</th>
            <th scope="col">Answer</th>
            <th scope="col">Time</th>
            <th className={classes.right} scope="col">
              Took
            </th>
          </tr>
        </thead>
        <tbody>
          {before > 0 && <tr aria-hidden style={{ height: before }} />}
          {items.map((item) => {
            const hop = hops[item.index];
            if (!hop) return null;
            return (
              <HopRow
                height={row}
                hop={hop}
                index={item.index}
                key={hop.request.seq}
                later={isLater(hop.request.seq, moment)}
                number={numbers.get(hop.span)}
                selected={item.index === at}
                view={view}
              />
            );
          })}
          {after > 0 && <tr aria-hidden style={{ height: after }} />}
        </tbody>
      </table>
    </section>
  );
}

const HopRow = memo(function HopRow({
  view,
  hop,
  index,
  number,
  height,
  selected,
  later,
}: {
  view: FlowView;
  hop: Hop;
  index: number;
  number: number | undefined;
  height: number;
  selected: boolean;
  /** It had not happened yet at the moment that is shown. */
  later: boolean;
}) {
  const from = participantIn(view, hop.from);
  const to = participantIn(view, hop.to);
  const look = hopLook(hop);
  return (
    <tr
      aria-rowindex={index + 2}
      aria-selected={selected}
      className={classes.row}
      data-later={later || undefined}
      onClick={() => selectHop(view.flow, hop.span)}
      style={{ height }}
    >
      <td className={classes.number}>{number ?? '·'}</td>
      <td>
        <ActorDot kind={from.kind} /> {from.name}
      </td>
      <td>
        <ActorDot kind={to.kind} /> {to.name}
      </td>
      <td>
        <button className={classes.open} onClick={() => selectHop(view.flow, hop.span)} type="button">
          {hop.title}
        </button>
      </td>
      <td>
        {look.tone === 'denied' || look.tone === 'challenged' ? (
          <OutcomeBadge tone={look.tone}>
            {hop.response ? `${look.mark} ${hop.response.title}` : look.label}
          </OutcomeBadge>
        ) : (
          (hop.response?.title ?? look.label)
        )}
      </td>
      <td className={classes.mono}>{formatTimeMs(hop.request.vtime)}</td>
      <td className={classes.right}>{hop.response && formatMillis(hop.response.durationMs)}</td>
    </tr>
  );
});
