import type { ChartGraph } from './chart-graph.ts';
import type { ChartPicture, PlacedNode, PlacedWord } from './chart-picture.ts';
import { CHIP, flow, flowWidth, type PlacedChip } from './chips.ts';
import { along, columnsOf, stack } from './label-columns.ts';
import { LabelDrawing } from './label-drawing.ts';
import { guttersOf, needsOf, ROOM } from './label-gutters.ts';
import { LOOP, NODE, PAD, TEXTS, total } from './label-measures.ts';
import { layOutSwitch } from './switch-layout.ts';

/** From here on lock and flag stand beside the label; before, below it. */
const BESIDE = 1120;
const SWITCHES_BESIDE = { lock: 184, flag: 132 };
const BETWEEN = 10;
/** How wide the marks inside a place may be: where there is room, one line more often does. */
const INSIDE = { wide: 136, narrow: 106 };

/** Lays out the chart for a width. Nothing is placed by hand, so a new row of the table finds its place. */
export function layOut(graph: ChartGraph, available: number): ChartPicture {
  const beside = available >= BESIDE;
  const taken = beside ? SWITCHES_BESIDE.lock + SWITCHES_BESIDE.flag + 2 * BETWEEN : 0;
  const label = layOutLabel(graph, available - taken);
  const { width, height } = label;
  const switches = beside
    ? layOutSwitch(graph, {
        lock: { x: width + BETWEEN, y: 0, width: SWITCHES_BESIDE.lock, height },
        flag: {
          x: width + 2 * BETWEEN + SWITCHES_BESIDE.lock,
          y: 0,
          width: SWITCHES_BESIDE.flag,
          height,
        },
      })
    : layOutSwitch(graph, { below: { x: 0, y: height + BETWEEN, width, between: BETWEEN } });
  return {
    width: width + taken,
    height: beside ? height : height + BETWEEN + switches.height,
    regions: [{ title: 'Label', x: 0, y: 0, width, height }, ...switches.regions],
    nodes: [...label.nodes, ...switches.nodes],
    edges: [...label.edges, ...switches.edges],
    chips: [...label.chips, ...switches.chips],
    words: label.words,
  };
}

type Placed = Pick<ChartPicture, 'width' | 'height' | 'nodes' | 'edges' | 'chips' | 'words'>;

function layOutLabel(graph: ChartGraph, available: number): Placed {
  const { columns } = graph;
  const wide = columnsOf(graph, INSIDE.wide);
  const needs = needsOf(graph);
  const fits = 2 * PAD + total(wide.widths) + total(needs.map(({ one }) => one + ROOM)) <= available;
  const inside = fits ? INSIDE.wide : INSIDE.narrow;
  const { sizes, widths } = fits ? wide : columnsOf(graph, inside);
  const gutters = guttersOf(needs, available - 2 * PAD - total(widths));
  const nodes = new Map<string, PlacedNode>();
  const chips: PlacedChip[] = [];
  const words: PlacedWord[] = [];

  const tallest = columns.reduce((a, b) => (b.length > a.length ? b : a), []);
  const centres = stack(tallest.map((id) => sizes.get(id)?.height ?? 0));
  const middle = centres[Math.floor(centres.length / 2)] ?? 0;
  let x = PAD;
  columns.forEach((ids, column) => {
    const width = widths[column] ?? 0;
    ids.forEach((id, index) => {
      const height = sizes.get(id)?.height ?? 0;
      const spread = ids.length === 1 ? middle : along(centres, index / (ids.length - 1));
      const y = Math.round((ids === tallest ? (centres[index] ?? 0) : spread) - height / 2);
      const marks = graph.stays.get(id) ?? [];
      nodes.set(id, { id, text: TEXTS[id] ?? id, x, y, width, height, stays: marks.length > 0 });
      if (marks.length === 0) return;
      const left = x + Math.round((width - flowWidth(marks, inside) - LOOP.width) / 2);
      words.push({ text: LOOP.text, x: left, y: y + NODE.name, width: LOOP.width, height: CHIP.height });
      chips.push(
        ...flow({ id: `${id} same`, from: id }, marks, {
          x: left + LOOP.width,
          y: y + NODE.name,
          width: inside,
          align: 'start',
        }),
      );
    });
    x += width + (gutters[column]?.width ?? 0);
  });
  const width = x + PAD;
  const bottom = Math.max(...[...nodes.values()].map((node) => node.y + node.height));
  const drawn = new LabelDrawing(graph, nodes, gutters, width, bottom);
  const height = drawn.foot(chips, words);
  return {
    width,
    height,
    nodes: [...nodes.values()],
    edges: drawn.edges,
    chips: [...chips, ...drawn.chips],
    words,
  };
}
