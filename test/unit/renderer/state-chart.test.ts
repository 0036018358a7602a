import { describe, expect, it } from 'vitest';
import { pictureOfLifecycle } from '../../../src-main/identity/lifecycle/picture.ts';
import { graphOf } from '../../../src-renderer/identity/chart/chart-graph.ts';
import { layOut } from '../../../src-renderer/identity/chart/chart-layout.ts';
import type { ChartPicture } from '../../../src-renderer/identity/chart/chart-picture.ts';
import type { Box } from '../../../src-renderer/identity/chart/chips.ts';
import { nearest } from '../../../src-renderer/identity/chart/nearest.ts';

const { rows } = pictureOfLifecycle();
const graph = graphOf(rows);

const overlap = (a: Box, b: Box): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

/** The stretches of all lines, as boxes without thickness, and which line each belongs to. */
const stretchesOf = ({ edges }: ChartPicture) =>
  edges.flatMap(({ id, points }) =>
    points.slice(1).map((to, index) => {
      const from = points[index] ?? to;
      const x = Math.min(from.x, to.x);
      const y = Math.min(from.y, to.y);
      return { id, x, y, width: Math.abs(from.x - to.x) + 0.1, height: Math.abs(from.y - to.y) + 0.1 };
    }),
  );

const within = (box: Box, frame: Box): boolean =>
  box.x >= frame.x &&
  box.y >= frame.y &&
  box.x + box.width <= frame.x + frame.width &&
  box.y + box.height <= frame.y + frame.height;

/** The stage of a lab, the account’s pane in windows of 1280 and of 1920, and between. */
describe.each([700, 776, 880, 1000, 1119, 1120, 1280, 1444, 2200])('the state chart, %i px wide', (width) => {
  const picture = layOut(graph, width);
  const stretches = stretchesOf(picture);
  const texts = [...picture.chips, ...picture.words.map((word) => ({ ...word, id: word.text }))];

  it('shows each row of the table that the engine runs', () => {
    const shown = new Set(picture.chips.flatMap((chip) => chip.rows.map(({ id }) => id)));
    expect(rows.filter(({ id }) => !shown.has(id)).map(({ title }) => title)).toEqual([]);
  });

  it('has no line under a word', () => {
    const struck = texts.flatMap((text) =>
      stretches.filter((line) => overlap(text, line)).map((line) => `${line.id} under ${text.id}`),
    );
    expect(struck).toEqual([]);
  });

  it('has no line through a place', () => {
    const through = picture.nodes.flatMap((node) => {
      const inner = { x: node.x + 1, y: node.y + 1, width: node.width - 2, height: node.height - 2 };
      return stretches.filter((line) => overlap(inner, line)).map((line) => `${line.id} through ${node.id}`);
    });
    expect(through).toEqual([]);
  });

  it('has no word over another, nor over the edge of a place', () => {
    const clashes = texts.flatMap((a, index) => [
      ...texts
        .slice(index + 1)
        .filter((b) => overlap(a, b))
        .map((b) => `${a.id} over ${b.id}`),
      ...picture.nodes
        .filter((node) => overlap(a, node) && !within(a, node))
        .map(({ id }) => `${a.id} over ${id}`),
    ]);
    expect(clashes).toEqual([]);
  });

  it('keeps all within its frames, and within the width', () => {
    const out = [...texts, ...picture.nodes].filter(
      (box) => !picture.regions.some((region) => within(box, region)),
    );
    expect(out.map(({ id }) => id)).toEqual([]);
    if (width >= 776) expect(picture.width).toBeLessThanOrEqual(width);
  });

  it('lets arrow keys reach every transition', () => {
    const [first] = picture.chips;
    const reached = new Set(first ? [first] : []);
    for (const chip of reached)
      for (const way of ['left', 'right', 'up', 'down'] as const) {
        const next = nearest(picture.chips, chip, way);
        if (next) reached.add(next);
      }
    expect(picture.chips.filter((chip) => !reached.has(chip)).map(({ id }) => id)).toEqual([]);
  });
});

describe('the graph of the table', () => {
  it('stands in columns from “no account” to what begins in any state', () => {
    expect(graph.columns).toEqual([
      ['none'],
      ['PENDING_SR', 'unwritten', 'PENDING_LR', 'PENDING_AP', 'PENDING_EV'],
      ['UNLOCKED'],
      ['LOCKED', 'DISABLED', 'PENDING_FUPR'],
    ]);
  });
});
