import type { Hop } from '../../src-main/contract/flow.ts';
import type { Participant } from '../../src-main/contract/world.ts';
import { ACTOR_LOOK } from '../ui/actor-icon/index.ts';
import { ArrowLine } from './ArrowLine.tsx';
import type { Lanes } from './sequence-layout.ts';

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
  return (
    <ArrowLine
      bad={outcome !== undefined}
      color={outcome ?? ACTOR_LOOK[sender.kind].color}
      dashed={hop.channel === 'front'}
      end={end}
      row={lanes.row}
      start={start}
      title={kind === 'request' ? hop.title : (hop.response?.title ?? '')}
      width={lanes.width}
    />
  );
}
