import type { FlowView } from '../../src-main/contract/flow.ts';
import { formatMillis } from '../../src-main/trace/views/durations.ts';
import { useShownHops } from '../flows/assets.ts';
import { OutcomeBadge } from '../flows/OutcomeBadge.tsx';
import { hopLook, participantIn } from '../flows/outcomes.ts';
import { useSelectedHop } from '../flows/use-flow.ts';
import { selectHop } from '../store/index.ts';
import { ActorDot } from '../ui/actor-icon/index.ts';
import { formatTimeMs } from '../ui/format.ts';
import classes from './HopTable.module.css';

/** The hops of a flow as a table. */
export function HopTable({ view }: { view: FlowView }) {
  const { hops, numbers } = useShownHops(view);
  const { hop: selected } = useSelectedHop(view);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it.
    <section aria-label="Hops" className={classes.scroll} tabIndex={0}>
      <table className={classes.table}>
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
          {hops.map((hop) => {
            const from = participantIn(view, hop.from);
            const to = participantIn(view, hop.to);
            const look = hopLook(hop);
            return (
              <tr
                aria-selected={hop.span === selected?.span}
                className={classes.row}
                key={hop.request.seq}
                onClick={() => selectHop(view.flow, hop.span)}
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
                  <OutcomeBadge tone={look.tone}>
                    {hop.response ? `${look.mark} ${hop.response.title}` : look.label}
                  </OutcomeBadge>
                </td>
                <td className={classes.mono}>{formatTimeMs(hop.request.vtime)}</td>
                <td className={classes.right}>{hop.response && formatMillis(hop.response.durationMs)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}
