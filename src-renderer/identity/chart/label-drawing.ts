import type { ChartGraph, Way } from './chart-graph.ts';
import type { PlacedEdge, PlacedNode, PlacedWord, Point } from './chart-picture.ts';
import { type Box, CHIP, chipWidth, flow, flowWidth, type PlacedChip } from './chips.ts';
import type { Gutter } from './label-gutters.ts';
import { LOOP, PAD, TITLE, TRUNK } from './label-measures.ts';

/** The arrows of the label, and where their marks stand. */
export class LabelDrawing {
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
