import type { ChartGraph, Mark } from './chart-graph.ts';
import { chipWidth, flow, flowWidth } from './chips.ts';
import { LOOP, NODE, TEXTS, TITLE } from './label-measures.ts';

const NOWHERE = { id: '', from: '' };
/** Room for the mark of a lit place. */
const LIT = 16;

/** How large each place is, and how wide each column, when the marks inside a place may be as wide as `inside`. */
export function columnsOf({ columns, stays }: ChartGraph, inside: number) {
  const sizes = new Map(columns.flat().map((id) => [id, sizeOf(id, stays.get(id) ?? [], inside)]));
  return { sizes, widths: columns.map((ids) => Math.max(...ids.map((id) => sizes.get(id)?.width ?? 0))) };
}

function sizeOf(id: string, stays: readonly Mark[], inside: number): { width: number; height: number } {
  const name = chipWidth(TEXTS[id] ?? id) + LIT + 12;
  if (stays.length === 0) return { width: name, height: NODE.name + 6 };
  const lines = flow(NOWHERE, stays, { x: 0, y: 0, width: inside, align: 'start' });
  const below = Math.max(...lines.map((chip) => chip.y + chip.height));
  return {
    width: Math.max(name, flowWidth(stays, inside) + LOOP.width + 12),
    height: NODE.name + below + NODE.foot,
  };
}

/** Centres of a column from the top down. */
export function stack(heights: readonly number[]): number[] {
  let y = TITLE + 4;
  return heights.map((height) => {
    const centre = y + height / 2;
    y += height + NODE.gap;
    return centre;
  });
}

/** The centre at a part of a column, from 0 at the top to 1 at the foot. */
export const along = (centres: readonly number[], part: number): number => {
  const [first = 0] = centres;
  return first + part * ((centres.at(-1) ?? first) - first);
};
