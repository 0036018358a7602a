import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import type { FlowView } from '../../src-main/contract/flow.ts';
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
            const from = participantIn(view, hop.from);
            const to = participantIn(view, hop.to);
            const look = hopLook(hop);
            return (
              <tr
                aria-rowindex={item.index + 2}
                aria-selected={item.index === at}
                className={classes.row}
                data-later={isLater(hop.request.seq, moment) || undefined}
                key={hop.request.seq}
                onClick={() => selectHop(view.flow, hop.span)}
                style={{ height: row }}
              >
                <td className={classes.number}>{numbers.get(hop.span) ?? '·'}</td>
                <td>
                  <ActorDot kind={from.kind} /> {from.name}
                </td>
                <td>
                  <ActorDot kind={to.kind} /> {to.name}
                </td>
                <td>
                  <button
                    className={classes.open}
                    onClick={() => selectHop(view.flow, hop.span)}
                    type="button"
                  >
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
          })}
          {after > 0 && <tr aria-hidden style={{ height: after }} />}
        </tbody>
      </table>
    </section>
  );
}
