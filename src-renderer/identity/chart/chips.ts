import type { Mark } from './chart-graph.ts';

/** A rectangle of the picture, px. */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** A mark with its place. */
export interface PlacedChip extends Mark, Box {
  id: string;
  /** The place in which it can happen, or `any`. */
  from: string;
}

/** Marks are set in the bundled monospaced face at 12 px, so that their widths are known without measuring. */
const CHARACTER = 7.2;
const PADDING = 3;
const GAP = 2;
export const CHIP = { height: 18, line: 20 } as const;

/** How wide a mark is. */
export const chipWidth = (text: string): number => Math.ceil(text.length * CHARACTER) + 2 * PADDING;

/** How wide marks are in lines of at most a width. */
export function flowWidth(marks: readonly Mark[], most: number): number {
  return Math.max(0, ...linesOf(marks, most).map(lineWidth));
}

/** Places marks in lines of at most a width, from the top down. */
export function flow(
  { id, from }: { id: string; from: string },
  marks: readonly Mark[],
  at: { x: number; y: number; width: number; align: 'start' | 'end' },
): PlacedChip[] {
  return linesOf(marks, at.width).flatMap((line, row) => {
    let x = at.align === 'start' ? at.x : at.x + at.width - lineWidth(line);
    return line.map((mark) => {
      const width = chipWidth(mark.text);
      const placed = {
        ...mark,
        id: `${id} ${mark.text}`,
        from,
        x,
        y: at.y + row * CHIP.line,
        width,
        height: CHIP.height,
      };
      x += width + GAP;
      return placed;
    });
  });
}

const lineWidth = (line: readonly Mark[]): number =>
  line.reduce((sum, { text }) => sum + chipWidth(text) + GAP, -GAP);

function linesOf(marks: readonly Mark[], most: number): Mark[][] {
  const lines: Mark[][] = [];
  for (const mark of marks) {
    const line = lines.at(-1);
    if (line && lineWidth([...line, mark]) <= most) line.push(mark);
    else lines.push([mark]);
  }
  return lines;
}
