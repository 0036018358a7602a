import type { Participant } from '../../src-main/contract/world.ts';

/** Measures at 100 % text size, px. */
const ROW = 32;
const HEADS = 72;
/** Width of a head where there is room, and where there is little: a long name then takes two lines. */
const HEAD = 158;
const SMALL_HEAD = 126;
/** Of a head whose name stands below its icon, where even that is too wide. */
const COMPACT_HEAD = 104;
const GUTTER = 32;
/** Where rows have no numbers. */
const NO_GUTTER = 8;
const MARGIN = 16;
const NARROWEST = 140;
const COMPACT = 110;
const BETWEEN = 8;
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
  /** Names stand below their icons, in one line. */
  compact: boolean;
  /** Room for the hop numbers at the left. */
  gutter: number;
};

/**
 * Spreads the participants over the width there is; what does not fit is scrolled to. `scale` is the text size; without
 * `numbered` no room is left for hop numbers.
 */
export function layLanes(
  participants: readonly Participant[],
  available: number,
  scale = 1,
  numbered = true,
): Lanes {
  const gutter = (numbered ? GUTTER : NO_GUTTER) * scale;
  const gaps = Math.max(participants.length - 1, 1);
  const room = (head: number) => (available - gutter - MARGIN - head * scale) / gaps;
  const compact = room(SMALL_HEAD) < NARROWEST * scale;
  const share = (available - gutter - MARGIN + BETWEEN) / (gaps + 1) / scale - BETWEEN;
  const small = compact ? Math.max(COMPACT_HEAD, Math.min(SMALL_HEAD, share)) : SMALL_HEAD;
  const wanted = room(HEAD) > HEAD * scale ? HEAD : small;
  const head = wanted * scale;
  const first = gutter + head / 2;
  const narrowest = (compact ? COMPACT : NARROWEST) * scale;
  const gap = Math.min(Math.max(room(wanted), narrowest), WIDEST * scale);
  const needed = first + gap * (participants.length - 1) + head / 2 + MARGIN;
  return {
    width: Math.max(available, needed),
    x: new Map(participants.map((participant, index) => [participant.id, first + index * gap])),
    row: ROW * scale,
    heads: HEADS * scale,
    head,
    compact,
    gutter,
  };
}

/** About the width of a letter of a row's words, px: enough to tell whether they fit. */
const LETTER = 6.4;
const EDGE = 8;

/** Words of a row: where they begin or end, and as much of them as there is room for. */
export interface PlacedWords {
  x: number;
  anchor: 'start' | 'end';
  text: string;
}

/**
 * Places words that begin at `right` or, where they would run out of the diagram, end at `left` or at its edge; what fits
 * nowhere is cut, since the whole stands below the diagram and in its table.
 */
export function placeWords(title: string, width: number, right: number, left?: number): PlacedWords {
  const needed = title.length * LETTER;
  if (right + needed <= width - EDGE) return { x: right, anchor: 'start', text: title };
  if (left !== undefined && left - needed >= EDGE) return { x: left, anchor: 'end', text: title };
  if (left === undefined && needed <= width - 2 * EDGE)
    return { x: width - EDGE, anchor: 'end', text: title };
  const room = left === undefined ? width - 2 * EDGE : Math.max(left - EDGE, width - EDGE - right);
  const text = `${title.slice(0, Math.max(1, Math.floor(room / LETTER) - 1)).trimEnd()}…`;
  const turned = left === undefined || left - EDGE > width - EDGE - right;
  return turned ? { x: left ?? width - EDGE, anchor: 'end', text } : { x: right, anchor: 'start', text };
}
