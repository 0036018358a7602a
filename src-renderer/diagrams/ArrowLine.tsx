import classes from './Sequence.module.css';
import { placeWords } from './sequence-layout.ts';

const TIP = 7;

/**
 * An arrow from one lifeline to another, or from one to itself, with its words above it. The words come first: the ground
 * around them hides lifelines, and not the arrow. Measures in px.
 */
export function ArrowLine({
  start,
  end,
  row,
  width,
  title,
  color,
  dashed,
  bad,
}: {
  start: number;
  end: number;
  /** Height of the row. */
  row: number;
  /** Of the whole diagram. */
  width: number;
  title: string;
  color: string;
  /** Through a browser, where a person could watch it. */
  dashed: boolean;
  /** The words take the colour of the line: an answer that is no success. */
  bad: boolean;
}) {
  const middle = row - 9;
  const dash = dashed ? '5 4' : undefined;
  const outcome = bad ? 'bad' : undefined;
  if (start === end) {
    const words = placeWords(title, width, start + 38, start - 12);
    return (
      <g style={{ color }}>
        <text
          className={classes.label}
          data-outcome={outcome}
          textAnchor={words.anchor}
          x={words.x}
          y={middle}
        >
          {words.text}
        </text>
        <path
          className={classes.line}
          d={`M${start + 4} ${middle - 8}h26v8h${-(26 - TIP)}`}
          strokeDasharray={dash}
        />
        <path className={classes.tip} d={`M${start + 4} ${middle}l${TIP} -4v8z`} />
      </g>
    );
  }
  const way = start < end ? 1 : -1;
  const tip = end - 4 * way;
  const words = placeWords(title, width, Math.min(start, end) + (way > 0 ? 11 : 14));
  return (
    <g style={{ color }}>
      <text
        className={classes.label}
        data-outcome={outcome}
        textAnchor={words.anchor}
        x={words.x}
        y={middle - 6}
      >
        {words.text}
      </text>
      <line
        className={classes.line}
        strokeDasharray={dash}
        x1={start + 4 * way}
        x2={tip - TIP * way}
        y1={middle}
        y2={middle}
      />
      <path className={classes.tip} d={`M${tip} ${middle}l${-TIP * way} -4v8z`} />
    </g>
  );
}
