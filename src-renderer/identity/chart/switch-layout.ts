import type { ChartGraph, Mark } from './chart-graph.ts';
import type { PlacedEdge, PlacedNode, PlacedRegion } from './chart-picture.ts';
import { type Box, CHIP, chipWidth, flow, flowWidth, type PlacedChip } from './chips.ts';

/** What turns on or off: its frame, its two values and the two arrows between them. */
interface Switch {
  id: 'lock' | 'flag';
  title: string;
  off: { id: string; text: string };
  on: { id: string; text: string };
}

const SWITCHES: readonly Switch[] = [
  {
    id: 'lock',
    title: 'Lock',
    off: { id: 'not-locked', text: 'not locked' },
    on: { id: 'locked', text: 'locked' },
  },
  {
    id: 'flag',
    title: 'Disable flag',
    off: { id: 'enabled', text: 'enabled' },
    on: { id: 'disabled', text: 'disabled' },
  },
];

const PAD = 14;
const NODE = 32;
const TITLE = 30;
/** From the middle of a value to either arrow. */
const APART = 8;

interface Placed {
  height: number;
  regions: PlacedRegion[];
  nodes: PlacedNode[];
  edges: PlacedEdge[];
  chips: PlacedChip[];
}

type Where = { lock: Box; flag: Box } | { below: { x: number; y: number; width: number; between: number } };

/** Lays out lock and flag: upright beside the label, or lying below it. */
export function layOutSwitch(graph: ChartGraph, where: Where): Placed {
  const all: Placed = { height: 0, regions: [], nodes: [], edges: [], chips: [] };
  const frames = 'below' in where ? lying(graph, where.below) : where;
  for (const one of SWITCHES) {
    const frame = frames[one.id];
    all.regions.push({ title: one.title, ...frame });
    all.height = frame.height;
    const { nodes, lines } = 'below' in where ? across(one, frame) : upright(one, frame);
    all.nodes.push(...nodes);
    for (const way of ['on', 'off'] as const) {
      const marks = graph[one.id][way];
      const id = `${one.id} ${way}`;
      const from = (way === 'on' ? one.off : one.on).id;
      all.edges.push({
        id,
        from,
        to: one[way].id,
        rows: marks.flatMap(({ rows }) => rows),
        points: lines[way],
      });
      all.chips.push(...flow({ id, from }, marks, chipsAt(way, marks, frame, lines[way], 'below' in where)));
    }
  }
  return all;
}

/** The frames side by side, each with the room that its marks need, and a share of what is left. */
function lying(
  graph: ChartGraph,
  { x, y, width, between }: { x: number; y: number; width: number; between: number },
): { lock: Box; flag: Box } {
  const need = ({ id, off, on }: Switch) =>
    2 * PAD +
    nodeWidth(off.text) +
    nodeWidth(on.text) +
    24 +
    Math.max(40, flowWidth(graph[id].on, Infinity), flowWidth(graph[id].off, Infinity));
  const [lock = 0, flag = 0] = SWITCHES.map(need);
  const spare = Math.max(0, width - between - lock - flag);
  const height = TITLE + 2 * CHIP.line + 2 * APART + 16;
  const first = Math.round(lock + (spare * lock) / (lock + flag));
  return {
    lock: { x, y, width: first, height },
    flag: { x: x + first + between, y, width: width - between - first, height },
  };
}

const nodeWidth = (text: string): number => chipWidth(text) + 28;

type Drawn = { nodes: PlacedNode[]; lines: Record<'on' | 'off', PlacedEdge['points']> };

function across({ off, on }: Switch, frame: Box): Drawn {
  const middle = frame.y + TITLE + CHIP.line + APART;
  const y = middle - NODE / 2;
  const [first, second] = [nodeWidth(off.text), nodeWidth(on.text)];
  const [from, to] = [frame.x + PAD + first, frame.x + frame.width - PAD - second];
  return {
    nodes: [
      { ...off, stays: false, x: frame.x + PAD, y, width: first, height: NODE },
      { ...on, stays: false, x: to, y, width: second, height: NODE },
    ],
    lines: {
      on: [
        { x: from, y: middle - APART },
        { x: to, y: middle - APART },
      ],
      off: [
        { x: to, y: middle + APART },
        { x: from, y: middle + APART },
      ],
    },
  };
}

function upright({ off, on }: Switch, frame: Box): Drawn {
  const centre = Math.round(frame.x + frame.width / 2);
  const width = Math.max(nodeWidth(off.text), nodeWidth(on.text));
  const at = (y: number) => ({ stays: false, x: Math.round(centre - width / 2), y, width, height: NODE });
  const [top, bottom] = [TITLE + 34, frame.height - TITLE - 34 - NODE];
  return {
    nodes: [
      { ...off, ...at(top) },
      { ...on, ...at(bottom) },
    ],
    lines: {
      on: [
        { x: centre - APART, y: top + NODE },
        { x: centre - APART, y: bottom },
      ],
      off: [
        { x: centre + APART, y: bottom },
        { x: centre + APART, y: top + NODE },
      ],
    },
  };
}

/** Marks stand on the outer side of their arrow. */
function chipsAt(
  way: 'on' | 'off',
  marks: readonly Mark[],
  frame: Box,
  line: PlacedEdge['points'],
  lies: boolean,
): Parameters<typeof flow>[2] {
  const [a, b] = [line[0] ?? { x: 0, y: 0 }, line[1] ?? { x: 0, y: 0 }];
  if (lies) {
    const left = Math.min(a.x, b.x);
    const width = flowWidth(marks, Infinity);
    const x = Math.round(left + (Math.abs(a.x - b.x) - width) / 2);
    return { x, y: way === 'on' ? a.y - CHIP.height - 2 : a.y + 2, width, align: 'start' };
  }
  const top = Math.min(a.y, b.y) + 10;
  return way === 'on'
    ? { x: frame.x + 6, y: top, width: a.x - frame.x - 10, align: 'end' }
    : { x: a.x + 4, y: top, width: frame.x + frame.width - a.x - 10, align: 'start' };
}
