import type { ChartGraph, Mark, Way } from './chart-graph.ts';
import type { ChartPicture, PlacedEdge, PlacedNode, PlacedWord, Point } from './chart-picture.ts';
import { type Box, CHIP, chipWidth, flow, flowWidth, type PlacedChip } from './chips.ts';
import { layOutSwitch } from './switch-layout.ts';

/** From here on lock and flag stand beside the label; before, below it. */
const BESIDE = 1120;
const SWITCHES_BESIDE = { lock: 184, flag: 132 };
const BETWEEN = 10;
const PAD = 14;
const TITLE = 30;
const NODE = { name: 26, foot: 4, gap: 10 };
/** How wide the marks inside a place may be: where there is room, one line more often does. */
const INSIDE = { wide: 136, narrow: 106 };
const NOWHERE = { id: '', from: '' };
/** Room for the mark of a lit place. */
const LIT = 16;
/** Between a trunk and the place that its arrows leave or reach. */
const TRUNK = 14;
const LOOP = { text: '↻', width: 16 };

const TEXTS: Readonly<Record<string, string>> = { none: 'no account', unwritten: 'no label' };

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
  const drawn = new Drawing(graph, nodes, gutters, width, bottom);
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

const total = (widths: readonly number[]): number => widths.reduce((sum, width) => sum + width, 0);

function columnsOf({ columns, stays }: ChartGraph, inside: number) {
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
function stack(heights: readonly number[]): number[] {
  let y = TITLE + 4;
  return heights.map((height) => {
    const centre = y + height / 2;
    y += height + NODE.gap;
    return centre;
  });
}

const along = (centres: readonly number[], part: number): number => {
  const [first = 0] = centres;
  return first + part * ((centres.at(-1) ?? first) - first);
};

/** The room between two columns, in which arrows run and their marks stand in one line or, where it is narrow, in two. */
interface Gutter {
  width: number;
  /** The widest line of marks. */
  line: number;
}

/** How wide the marks of each gutter are in one line, and at least in two. */
function needsOf({ columns, ways, fromAny }: ChartGraph): { one: number; two: number }[] {
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
function guttersOf(held: readonly { one: number; two: number }[], available: number): Gutter[] {
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
const ROOM = TRUNK + 18;

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

/** The arrows of the label, and where their marks stand. */
class Drawing {
  readonly edges: PlacedEdge[] = [];
  readonly chips: PlacedChip[] = [];
  readonly #graph: ChartGraph;
  readonly #nodes: ReadonlyMap<string, PlacedNode>;
  readonly #gutters: readonly Gutter[];
  readonly #width: number;
  #lane: number;

  constructor(
    graph: ChartGraph,
    nodes: ReadonlyMap<string, PlacedNode>,
    gutters: readonly Gutter[],
    width: number,
    bottom: number,
  ) {
    this.#graph = graph;
    this.#nodes = nodes;
    this.#gutters = gutters;
    this.#width = width;
    this.#lane = bottom;
    for (const way of graph.ways) this.#between(way);
    for (const way of graph.fromAny) this.#fromBorder(way);
  }

  /** What leaves any label as it is stands at the foot. Returns the height of all. */
  foot(chips: PlacedChip[], words: PlacedWord[]): number {
    const marks = this.#graph.stays.get('any') ?? [];
    const text = `in any state ${LOOP.text}`;
    const before = chipWidth(text);
    const room = this.#width - 2 * PAD - before;
    const y = this.#lane + 12;
    const x = this.#width - PAD - Math.min(room, flowWidth(marks, room));
    words.push({ text, x: x - before - 4, y, width: before, height: CHIP.height });
    const placed = flow({ id: 'any same', from: 'any' }, marks, { x, y, width: room, align: 'start' });
    chips.push(...placed);
    return Math.max(y + CHIP.height, ...placed.map((chip) => chip.y + chip.height)) + 10;
  }

  #column(id: string): number {
    return this.#graph.columns.findIndex((ids) => ids.includes(id));
  }

  #between(way: Way): void {
    const from = this.#nodes.get(way.from);
    const to = this.#nodes.get(way.to);
    if (!from || !to) return;
    const step = this.#column(way.to) - this.#column(way.from);
    if (step === 1) this.#forward(way, from, to);
    else if (step === -1) this.#back(way, from, to);
    else this.#below(way, from, to);
  }

  /** Out of a place that many leave, along a trunk near it, or into a place that many reach, along a trunk before that. */
  #forward(way: Way, from: PlacedNode, to: PlacedNode): void {
    const [start, end] = [middleOf(from), middleOf(to)];
    const right = from.x + from.width;
    const fans = this.#graph.ways.filter((other) => other.from === way.from).length > 1;
    const trunk = fans ? right + TRUNK : to.x - TRUNK - 8;
    this.#add(way, [
      { x: right, y: start },
      { x: trunk, y: start },
      { x: trunk, y: end },
      { x: to.x, y: end },
    ]);
    const line = this.#gutters[this.#column(way.from)]?.line ?? 0;
    if (fans) this.#marks(way, { x: trunk + 4, y: end, line, align: 'start' });
    else this.#marks(way, { x: right + 5, y: start, line, align: 'start' });
  }

  #back(way: Way, from: PlacedNode, to: PlacedNode): void {
    const [start, end] = [middleOf(from), middleOf(to)];
    const right = to.x + to.width;
    const trunk = right + TRUNK + 4;
    this.#add(way, [
      { x: from.x, y: start },
      { x: trunk, y: start },
      { x: trunk, y: end },
      { x: right, y: end },
    ]);
    const line = this.#gutters[this.#column(way.to)]?.line ?? 0;
    this.#marks(way, { x: trunk + 4, y: start, line, align: 'start' });
  }

  /** Past whole columns, below all of them. */
  #below(way: Way, from: PlacedNode, to: PlacedNode): void {
    this.#lane += CHIP.line + 8;
    const [left, right] = [centreOf(from), centreOf(to)];
    this.#add(way, [
      { x: left, y: from.y + from.height },
      { x: left, y: this.#lane },
      { x: right, y: this.#lane },
      { x: right, y: to.y + to.height },
    ]);
    const line = flowWidth(way.marks, Number.POSITIVE_INFINITY);
    this.#marks(way, { x: Math.min(left, right) + 12, y: this.#lane, line, align: 'start' });
  }

  /** A row that begins in every state begins at the border. */
  #fromBorder(way: Way): void {
    const to = this.#nodes.get(way.to);
    if (!to) return;
    if (this.#column(way.to) === this.#graph.columns.length - 1) {
      const y = middleOf(to);
      this.#add(way, [
        { x: this.#width, y },
        { x: to.x + to.width, y },
      ]);
      const line = this.#gutters.at(-1)?.line ?? 0;
      this.#marks(way, { x: this.#width - 6, y, line, align: 'end' });
      return;
    }
    const x = centreOf(to);
    this.#add(way, [
      { x, y: 0 },
      { x, y: to.y },
    ]);
    const columnGap = this.#gutters[this.#column(way.to)]?.width ?? 0;
    this.chips.push(
      ...flow({ id: wayId(way), from: way.from }, way.marks, {
        x: x + 6,
        y: TITLE + 4,
        width: to.width / 2 + columnGap - 10,
        align: 'start',
      }),
    );
  }

  #add(way: Way, points: readonly Point[]): void {
    this.edges.push({
      id: wayId(way),
      from: way.from,
      to: way.to,
      rows: way.rows,
      points: straightened(points),
    });
  }

  /** Above the line, and what finds no room there, below it. */
  #marks(way: Way, at: { x: number; y: number; line: number; align: 'start' | 'end' }): void {
    const placed = flow({ id: wayId(way), from: way.from }, way.marks, {
      x: at.align === 'start' ? at.x : at.x - at.line,
      y: at.y - CHIP.height - 2,
      width: at.line,
      align: at.align,
    });
    this.chips.push(...placed.map((chip) => (chip.y < at.y - 2 ? chip : { ...chip, y: chip.y + 3 })));
  }
}

const wayId = ({ from, to }: Way): string => `${from} ${to}`;
const middleOf = ({ y, height }: Box): number => Math.round(y + height / 2);
const centreOf = ({ x, width }: Box): number => Math.round(x + width / 2);

/** Without bends that are none. */
const straightened = (points: readonly Point[]): Point[] =>
  points.filter((point, index) => {
    const [before, after] = [points[index - 1], points[index + 1]];
    if (!before || !after) return true;
    return !(before.y === point.y && after.y === point.y) && !(before.x === point.x && after.x === point.x);
  });
