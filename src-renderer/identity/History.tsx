import type { SandboxEvent } from '../../src-main/contract/events.ts';
import { goTo } from '../app/route.ts';
import { selectFlow } from '../store/selection.ts';
import { formatDateTime, formatTime } from '../ui/format.ts';
import { changeText, cutText, eventTitle } from './history-words.ts';
import classes from './Life.module.css';

/** What has happened to an account, newest first, and what each transition cut. */
export function History({
  events,
  picked,
  onMoment,
}: {
  events: readonly SandboxEvent[];
  picked: number | undefined;
  /** Shows the chart as it was after an event. */
  onMoment: (event: SandboxEvent) => void;
}) {
  return (
    <section aria-label="History" className={classes.card}>
      <h3 className={classes.title}>History</h3>
      {events.length === 0 ? (
        <p className={classes.more}>The log tells nothing of this account yet.</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it.
        <ol className={classes.events} tabIndex={0}>
          {events.map((event) => (
            <Entry event={event} key={event.seq} onMoment={onMoment} picked={event.seq === picked} />
          ))}
        </ol>
      )}
    </section>
  );
}

function Entry({
  event,
  picked,
  onMoment,
}: {
  event: SandboxEvent;
  picked: boolean;
  onMoment: (event: SandboxEvent) => void;
}) {
  const { flow } = event;
  const change = changeText(event);
  const cut = cutText(event);
  return (
    <li className={classes.event} data-picked={picked || undefined}>
      <div className={classes.line}>
        <span>{eventTitle(event)}</span>
        <time className={classes.time} title={formatDateTime(event.vtime)}>
          {formatTime(event.vtime)}
        </time>
      </div>
      {change !== undefined && <p className={classes.change}>{change}</p>}
      {cut !== undefined && <p className={classes.cut}>✂ cut {cut}</p>}
      <div className={classes.links}>
        {event.data.to !== undefined && event.data.to !== null && (
          <button className={classes.link} onClick={() => onMoment(event)} type="button">
            Show the chart then
          </button>
        )}
        {flow !== undefined && (
          <button
            className={classes.link}
            onClick={() => {
              selectFlow(flow);
              goTo('traces');
            }}
            type="button"
          >
            Show in Traces
          </button>
        )}
      </div>
    </li>
  );
}
