import type { OutcomeLook } from '../flows/outcomes.ts';
import classes from './Sequence.module.css';
import { placeWords } from './sequence-layout.ts';

const SIZE = 18;

const SHAPES = {
  allowed: 'M-4 0.2l2.6 2.8l5.2 -5.8',
  denied: 'M-3.4 -3.4l6.8 6.8m0 -6.8l-6.8 6.8',
  challenged: 'M-2.6 -2.4a2.6 2.5 0 1 1 3.6 2.3q-1 0.5 -1 1.6m0 2.4v0.2',
  neutral: 'M-3 0h6',
};

/** A mark on a lifeline with its words beside it: what was decided, or changed, there. Measures in px. */
export function LaneMark({
  x,
  row,
  width,
  title,
  tone,
  color,
}: {
  x: number;
  row: number;
  /** Of the whole diagram: the words stand at the left where they would not fit at the right. */
  width: number;
  title: string;
  tone: OutcomeLook['tone'];
  color: string;
}) {
  const middle = row / 2;
  const words = placeWords(title, width, x + 16, x - 16);
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
      <text className={classes.verdict} data-tone={tone} textAnchor={words.anchor} x={words.x} y={middle + 4}>
        {words.text}
      </text>
    </g>
  );
}
