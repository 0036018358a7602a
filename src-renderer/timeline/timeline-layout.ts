import type { AxisBreak, TimeAxis } from '../../src-main/trace/views/time-axis.ts';
import { formatDuration } from '../ui/format.ts';

/** Measures at 100 % text size, px. */
const LABELS_WIDE = 440;
const LABELS = 320;
const LABELS_NARROW = 210;
const NARROW = 760;
const WIDE = 1500;
const BREAK = 44;
const MARGIN = 12;
/** Room at the right for the length of a span that ends there. */
const LENGTHS = 132;
/** The least that the spans themselves get. */
const LEAST = 280;

/** Where everything stands, px. */
export type TimelineLayout = {
  /** Width of the whole, and of the names at the left. */
  width: number;
  labels: number;
  row: number;
  /** Left edge of what the event of this `seq` is; undefined for one that is not drawn. */
  x: (seq: number) => number | undefined;
  /** Middle of each break of the axis, with what it stands for. */
  breaks: readonly { seq: number; x: number; text: string; jump: boolean }[];
};

function labelsFor(available: number): number {
  if (available < NARROW) return LABELS_NARROW;
  return available < WIDE ? LABELS : LABELS_WIDE;
}

/** Spreads the axis over the width there is. Breaks take room of their own; what does not fit is scrolled to. */
export function layTimeline(axis: TimeAxis, available: number, scale: number): TimelineLayout {
  const labels = labelsFor(available / scale) * scale;
  const broken = axis.breaks.length * BREAK * scale;
  const fixed = labels + 2 * MARGIN + broken + LENGTHS * scale;
  const width = Math.max(available, fixed + LEAST * scale);
  const perMs = (width - fixed) / Math.max(axis.length, 1);
  const left = labels + MARGIN;
  const x = (seq: number) => {
    const place = axis.places.get(seq);
    return place && left + place.at * perMs + place.breaks * BREAK * scale;
  };
  return {
    width,
    labels,
    row: 30 * scale,
    x,
    breaks: axis.breaks.map((each) => ({
      seq: each.seq,
      x: (x(each.seq) ?? left) - (BREAK * scale) / 2,
      text: breakText(each),
      jump: each.jumpMs !== 0,
    })),
  };
}

/** What a break stands for: a jump of the virtual clock, else the time in which nothing happened. */
export function breakText({ jumpMs, idleMs }: AxisBreak): string {
  if (jumpMs !== 0) return `${jumpMs > 0 ? '+' : '−'}${formatDuration(jumpMs)}`;
  return idleMs < 1000 ? `${Math.round(idleMs)} ms` : formatDuration(idleMs);
}
