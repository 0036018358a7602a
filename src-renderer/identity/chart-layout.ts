import type { LifecycleRow } from '../../src-main/contract/lifecycle.ts';

/** A place of the chart: a label, or a value of the lock or of the disable flag. */
export interface ChartNode {
  id: string;
  region: 'label' | 'lock' | 'flag';
  text: string;
  x: number;
  y: number;
  width: number;
}

/** Rows of the table that lead from one place to another, drawn as one arrow with their numbers on it. */
export interface ChartEdge {
  id: string;
  path: string;
  rows: readonly LifecycleRow[];
  /** Where the numbers begin, and to which side of that they stand. */
  at: { x: number; y: number; anchor: 'start' | 'end' | 'middle' };
}

/** Rows that stay where they are: numbers below a place, or for every place at the foot of the region. */
export interface ChartLoop {
  id: string;
  rows: readonly LifecycleRow[];
  at: { x: number; y: number; anchor: 'start' | 'end' };
}

export const CHART = { width: 944, height: 402, node: 34 } as const;

/** The regions stand side by side, since each has a value of its own at any time. */
export const REGIONS = [
  { id: 'label', title: 'Label', x: 1, width: 676 },
  { id: 'lock', title: 'Lock', x: 689, width: 122 },
  { id: 'flag', title: 'Disable flag', x: 821, width: 122 },
] as const;

const place = (id: string, x: number, y: number, width = 118, text = id): ChartNode => ({
  id,
  region: 'label',
  text,
  x,
  y,
  width,
});

export const NODES: readonly ChartNode[] = [
  place('none', 16, 164, 92, 'no account'),
  place('PENDING_SR', 164, 44),
  place('PENDING_LR', 164, 104),
  place('PENDING_EV', 164, 164),
  place('PENDING_AP', 164, 224),
  place('unwritten', 164, 288, 118, 'no label'),
  place('UNLOCKED', 396, 164, 92),
  place('LOCKED', 528, 72),
  place('DISABLED', 528, 164),
  place('PENDING_FUPR', 528, 256),
  { id: 'not-locked', region: 'lock', text: 'not locked', x: 703, y: 112, width: 94 },
  { id: 'locked', region: 'lock', text: 'locked', x: 703, y: 256, width: 94 },
  { id: 'enabled', region: 'flag', text: 'enabled', x: 835, y: 112, width: 94 },
  { id: 'disabled', region: 'flag', text: 'disabled', x: 835, y: 256, width: 94 },
];

const byId = new Map(NODES.map((node) => [node.id, node]));
const HALF = CHART.node / 2;
const RIGHT_EDGE = 677;

/** Draws the table: which arrows there are, and where. */
export function layOut(rows: readonly LifecycleRow[]): { edges: ChartEdge[]; loops: ChartLoop[] } {
  const pairs = new Map<string, LifecycleRow[]>();
  const add = (key: string, row: LifecycleRow) => pairs.set(key, [...(pairs.get(key) ?? []), row]);
  for (const row of rows) {
    for (const from of row.from) {
      for (const to of row.to) {
        if (to === 'same' && row.to.length > 1) continue;
        add(`${from} ${to === from ? 'same' : to}`, row);
      }
    }
    if (row.locks) add('lock down', row);
    if (row.unlocks) add('lock up', row);
    if (row.disables) add('flag down', row);
    if (row.enables) add('flag up', row);
  }
  const edges: ChartEdge[] = [];
  const loops: ChartLoop[] = [];
  for (const [id, all] of pairs) {
    const [from = '', to = ''] = id.split(' ');
    if (to === 'same') loops.push({ id, rows: all, at: loopAt(from) });
    else edges.push({ id, rows: all, ...wayOf(from, to) });
  }
  return { edges, loops };
}

function loopAt(from: string): ChartLoop['at'] {
  const node = byId.get(from);
  if (!node) return { x: 664, y: 388, anchor: 'end' };
  // The way from “no account” comes in from below.
  const left = from === 'UNLOCKED' ? 20 : 4;
  return { x: node.x + left, y: node.y + CHART.node + 14, anchor: 'start' };
}

function wayOf(from: string, to: string): Pick<ChartEdge, 'path' | 'at'> {
  if (to === 'down' || to === 'up') return between(from === 'lock' ? 703 : 835, to);
  const end = byId.get(to);
  if (!end) return { path: '', at: { x: 0, y: 0, anchor: 'start' } };
  const middle = end.y + HALF;
  if (from === 'any') return fromBorder(end);
  if (from === 'none' && to === 'UNLOCKED')
    return {
      path: `M34,198 V350 Q34,358 42,358 H400 Q408,358 408,350 V200`,
      at: { x: 396, y: 352, anchor: 'end' },
    };
  if (from === 'none')
    return {
      path: `M108,181 C140,181 128,${middle} ${end.x - 2},${middle}`,
      at: { x: end.x - 6, y: middle - 7, anchor: 'end' },
    };
  const start = byId.get(from);
  if (!start) return { path: '', at: { x: 0, y: 0, anchor: 'start' } };
  const height = start.y + HALF;
  if (start.x > end.x)
    return {
      path: `M${start.x},${height} C${start.x - 26},${height} ${start.x - 18},${end.y + 26} ${end.x + end.width + 2},${end.y + 26}`,
      at: { x: start.x - 8, y: height - 7, anchor: 'end' },
    };
  const right = start.x + start.width;
  return {
    path: `M${right},${height} C${right + 40},${height} ${end.x - 40},${middle} ${end.x - 2},${middle}`,
    // Below the line where it climbs, so that it does not strike the text out.
    at: { x: right + 6, y: height > middle ? height + 15 : height - 6, anchor: 'start' },
  };
}

/** A row that begins in every state begins at the border of the region. */
function fromBorder(end: ChartNode): Pick<ChartEdge, 'path' | 'at'> {
  if (end.id === 'none' || end.id === 'UNLOCKED') {
    const x = end.id === 'none' ? 62 : 442;
    return {
      path: `M${x},1 V${end.y - 2}`,
      at: { x: x + 7, y: end.id === 'none' ? 140 : 46, anchor: 'start' },
    };
  }
  const y = end.y + HALF;
  return {
    path: `M${RIGHT_EDGE},${y} H${end.x + end.width + 2}`,
    at: { x: RIGHT_EDGE - 6, y: y - 23, anchor: 'end' },
  };
}

function between(x: number, way: 'down' | 'up'): Pick<ChartEdge, 'path' | 'at'> {
  return way === 'down'
    ? { path: `M${x + 34},146 V254`, at: { x: x + 28, y: 172, anchor: 'end' } }
    : { path: `M${x + 60},256 V148`, at: { x: x + 66, y: 172, anchor: 'start' } };
}
