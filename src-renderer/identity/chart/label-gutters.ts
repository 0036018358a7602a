import type { ChartGraph, Mark } from './chart-graph.ts';
import { flowWidth } from './chips.ts';
import { TRUNK, total } from './label-measures.ts';

/** The room between two columns, in which arrows run and their marks stand in one line or, where it is narrow, in two. */
export interface Gutter {
  width: number;
  /** The widest line of marks. */
  line: number;
}

/** How wide the marks of each gutter are in one line, and at least in two. */
export function needsOf({ columns, ways, fromAny }: ChartGraph): { one: number; two: number }[] {
  const columnOf = (id: string) => columns.findIndex((ids) => ids.includes(id));
  const last = columns.length - 1;
  return columns.map((_, gutter) => {
    const held =
      gutter === last
        ? fromAny.filter(({ to }) => columnOf(to) === last)
        : ways.filter(({ from, to }) => {
            const [low, high] = [columnOf(from), columnOf(to)].sort((a, b) => a - b);
            return low === gutter && high === gutter + 1;
          });
    return {
      one: Math.max(0, ...held.map(({ marks }) => flowWidth(marks, Number.POSITIVE_INFINITY))),
      two: Math.max(0, ...held.map(({ marks }) => halved(marks))),
    };
  });
}

/** Gives each gutter what its marks need; where the window is narrow, marks stand above and below their line. */
export function guttersOf(held: readonly { one: number; two: number }[], available: number): Gutter[] {
  const needs = held.map(({ one, two }) => ({ one, two, line: one }));
  const room = () => total(needs.map(({ line }) => line + ROOM));
  for (const need of [...needs].sort((a, b) => b.one - b.two - (a.one - a.two))) {
    if (room() <= available) break;
    need.line = need.two;
  }
  const [needed, spare] = [room(), Math.max(0, available - room())];
  const gutters = needs.map(({ line }) => ({
    line,
    width: Math.floor((line + ROOM) * (1 + spare / needed)),
  }));
  const rest = needed + spare - total(gutters.map(({ width }) => width));
  return gutters.map((gutter, index) =>
    index === needs.length - 1 ? { ...gutter, width: gutter.width + rest } : gutter,
  );
}

/** What an arrow needs beside its marks: the trunk, the head, and air. */
export const ROOM = TRUNK + 18;

/** The narrowest that two lines of marks can be. */
function halved(marks: readonly Mark[]): number {
  let best = flowWidth(marks, Number.POSITIVE_INFINITY);
  for (let cut = 1; cut < marks.length; cut += 1)
    best = Math.min(
      best,
      Math.max(
        flowWidth(marks.slice(0, cut), Number.POSITIVE_INFINITY),
        flowWidth(marks.slice(cut), Number.POSITIVE_INFINITY),
      ),
    );
  return best;
}
