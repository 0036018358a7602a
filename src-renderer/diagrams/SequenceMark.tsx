import type { Decision } from '../../src-main/contract/flow.ts';
import type { Participant } from '../../src-main/contract/world.ts';
import { outcomeLook } from '../flows/outcomes.ts';
import { ACTOR_LOOK } from '../ui/actor-icon/index.ts';
import classes from './Sequence.module.css';
import type { Lanes } from './sequence-layout.ts';

const SIZE = 18;
/** About the width of a letter of a mark's text, px: enough to tell on which side it fits. */
const LETTER = 6.6;

const SHAPES = {
  allowed: 'M-4 0.2l2.6 2.8l5.2 -5.8',
  denied: 'M-3.4 -3.4l6.8 6.8m0 -6.8l-6.8 6.8',
  challenged: 'M-2.6 -2.4a2.6 2.5 0 1 1 3.6 2.3q-1 0.5 -1 1.6m0 2.4v0.2',
  neutral: 'M-3 0h6',
};

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
  const x = lanes.x.get(decision.node) ?? 0;
  const { tone } = outcomeLook(decision.outcome);
  const color = tone === 'allowed' || tone === 'neutral' ? ACTOR_LOOK[node.kind].color : `var(--gh-${tone})`;
  const middle = lanes.row / 2;
  const left = x + 20 + decision.title.length * LETTER > lanes.width && x > lanes.width / 2;
  return (
    <g style={{ color }}>
      <rect
        className={classes.mark}
        height={SIZE}
        rx={4}
        width={SIZE}
        x={x - SIZE / 2}
        y={middle - SIZE / 2}
      />
      <path className={classes.shape} d={SHAPES[tone]} transform={`translate(${x} ${middle})`} />
      <text
        className={classes.verdict}
        data-tone={tone}
        textAnchor={left ? 'end' : 'start'}
        x={left ? x - 16 : x + 16}
        y={middle + 4}
      >
        {decision.title}
      </text>
    </g>
  );
}
