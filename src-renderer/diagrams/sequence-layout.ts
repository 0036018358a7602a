import type { Participant } from '../../src-main/contract/world.ts';

/** Measures at 100 % text size, px. */
const ROW = 32;
const HEADS = 72;
/** Width of a head where there is room, and where there is little: a long name then takes two lines. */
const HEAD = 158;
const SMALL_HEAD = 126;
const GUTTER = 32;
const MARGIN = 16;
const NARROWEST = 140;
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
  const gutter = GUTTER * scale;
  const gaps = Math.max(participants.length - 1, 1);
  const roomy = (available - gutter - MARGIN - HEAD * scale) / gaps;
  const head = (roomy > HEAD * scale ? HEAD : SMALL_HEAD) * scale;
  const first = gutter + head / 2;
  const free = (available - gutter - MARGIN - head) / gaps;
  const gap = Math.min(Math.max(free, NARROWEST * scale), WIDEST * scale);
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
