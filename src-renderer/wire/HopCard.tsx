import type { Decision, FlowView, Hop } from '../../src-main/contract/flow.ts';
import { formatMillis } from '../../src-main/trace/views/durations.ts';
import { OutcomeBadge } from '../flows/OutcomeBadge.tsx';
import { hopLook, participantIn } from '../flows/outcomes.ts';
import { ActorDot } from '../ui/actor-icon/index.ts';
import { formatTimeMs } from '../ui/format.ts';
import classes from './HopCard.module.css';

/** One hop on the wire: who asked whom, for what, and how it ended. `refusal` is the decision that denied it. */
export function HopCard({
  view,
  hop,
  number,
  refusal,
}: {
  view: FlowView;
  hop: Hop;
  number: number | undefined;
  refusal: Decision | undefined;
}) {
  const from = participantIn(view, hop.from);
  const to = participantIn(view, hop.to);
  const look = hopLook(hop);
  return (
    <>
      <span className={classes.parties}>
        <ActorDot kind={from.kind} />
        <span className={classes.party}>{from.name}</span>
        <span className={classes.arrow}>→</span>
        <ActorDot kind={to.kind} />
        <span className={classes.party}>{to.name}</span>
      </span>
      <span className={classes.what}>
        <span className={classes.title}>{hop.title}</span>
        {number !== undefined && <span className={classes.number}>{number}</span>}
      </span>
      <span className={classes.facts}>
        <OutcomeBadge tone={look.tone}>{look.label}</OutcomeBadge>
        {refusal === undefined ? (
          <>
            {hop.response && <span>{formatMillis(hop.response.durationMs)}</span>}
            <time className={classes.time} dateTime={new Date(hop.request.vtime).toISOString()}>
              {formatTimeMs(hop.request.vtime)}
            </time>
          </>
        ) : (
          <span className={classes.refusal}>{refusal.title}</span>
        )}
      </span>
    </>
  );
}
