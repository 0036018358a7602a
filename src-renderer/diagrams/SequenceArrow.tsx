import type { Hop } from '../../src-main/contract/flow.ts';
import type { Participant } from '../../src-main/contract/world.ts';
import { ACTOR_LOOK } from '../ui/actor-icon/index.ts';
import classes from './Sequence.module.css';
import type { Lanes } from './sequence-layout.ts';

const TIP = 7;

/** The colour of an answer that is no success: the outcome's; undefined where the sender's colour says enough. */
function answerColour(hop: Hop): string | undefined {
  const status = hop.response?.status ?? 0;
  if (status < 400 && !hop.response?.aborted) return undefined;
  return hop.outcome === 'denied' ? 'var(--gh-denied)' : 'var(--gh-challenged)';
}

/** One message: dashed through a browser, solid from server to server, in the colour of whoever sends it. */
export function SequenceArrow({
  hop,
  kind,
  lanes,
  sender,
}: {
  hop: Hop;
  kind: 'request' | 'response';
  lanes: Lanes;
  sender: Participant;
}) {
  const [startId, endId] = kind === 'request' ? [hop.from, hop.to] : [hop.to, hop.from];
  const start = lanes.x.get(startId);
  const end = lanes.x.get(endId);
  if (start === undefined || end === undefined) return null;
  const outcome = kind === 'response' ? answerColour(hop) : undefined;
  const color = outcome ?? ACTOR_LOOK[sender.kind].color;
  const title = kind === 'request' ? hop.title : (hop.response?.title ?? '');
  const middle = lanes.row - 9;
  const dash = hop.channel === 'front' ? '5 4' : undefined;
  if (start === end) {
    return (
      <g style={{ color }}>
        <path
          className={classes.line}
          d={`M${start + 4} ${middle - 8}h26v8h${-(26 - TIP)}`}
          strokeDasharray={dash}
        />
        <path className={classes.tip} d={`M${start + 4} ${middle}l${TIP} -4v8z`} />
        <text className={classes.label} data-outcome={outcome && 'bad'} x={start + 38} y={middle}>
          {title}
        </text>
      </g>
    );
  }
  const way = start < end ? 1 : -1;
  const tip = end - 4 * way;
  return (
    <g style={{ color }}>
      <line
        className={classes.line}
        strokeDasharray={dash}
        x1={start + 4 * way}
        x2={tip - TIP * way}
        y1={middle}
        y2={middle}
      />
      <path className={classes.tip} d={`M${tip} ${middle}l${-TIP * way} -4v8z`} />
      <text
        className={classes.label}
        data-outcome={outcome && 'bad'}
        x={Math.min(start, end) + (way > 0 ? 11 : 14)}
        y={middle - 6}
      >
        {title}
      </text>
    </g>
  );
}
