import type { Participant } from '../../src-main/contract/world.ts';

/** Measures at 100 % text size, px. */
const ROW = 32;
const HEADS = 72;
const HEAD = 158;
const GUTTER = 32;
const MARGIN = 16;
const NARROWEST = 180;
const WIDEST = 340;

/** Where everything stands, px. */
export type Lanes = {
  /** Width of the diagram. */
  width: number;
  /** Middle of each participant's lifeline. */
  x: ReadonlyMap<string, number>;
  /** Height of a row. */
  row: number;
  /** Height of the participants' heads with their margins, and the width of one. */
  heads: number;
  head: number;
  /** Room for the hop numbers at the left. */
  gutter: number;
};

/** Spreads the participants over the width there is; what does not fit is scrolled to. `scale` is the text size. */
export function layLanes(participants: readonly Participant[], available: number, scale = 1): Lanes {
  const head = HEAD * scale;
  const gutter = GUTTER * scale;
  const first = gutter + head / 2;
  const gaps = Math.max(participants.length - 1, 1);
  const free = available - first - head / 2 - MARGIN;
  const gap = Math.min(Math.max(free / gaps, NARROWEST * scale), WIDEST * scale);
  const needed = first + gap * (participants.length - 1) + head / 2 + MARGIN;
  return {
    width: Math.max(available, needed),
    x: new Map(participants.map((participant, index) => [participant.id, first + index * gap])),
    row: ROW * scale,
    heads: HEADS * scale,
    head,
    gutter,
  };
}
