import type { Decision } from '../../src-main/contract/flow.ts';
import type { Participant } from '../../src-main/contract/world.ts';
import { outcomeLook } from '../flows/outcomes.ts';
import { ACTOR_LOOK } from '../ui/actor-icon/index.ts';
import { LaneMark } from './LaneMark.tsx';
import type { Lanes } from './sequence-layout.ts';

/** A decision on the lifeline of the part that decided: its shape and colour say how, its text by what. */
export function SequenceMark({
  decision,
  lanes,
  node,
}: {
  decision: Decision;
  lanes: Lanes;
  node: Participant;
}) {
  const { tone } = outcomeLook(decision.outcome);
  const color = tone === 'allowed' || tone === 'neutral' ? ACTOR_LOOK[node.kind].color : `var(--gh-${tone})`;
  return (
    <LaneMark
      color={color}
      row={lanes.row}
      title={decision.title}
      tone={tone}
      width={lanes.width}
      x={lanes.x.get(decision.node) ?? 0}
    />
  );
}
