import type { LifecycleRow } from '../../../src-main/contract/lifecycle.ts';
import type { Box, PlacedChip } from './chips.ts';

/** A point of the picture, px. */
export interface Point {
  x: number;
  y: number;
}

/** A place of the chart: a label, or a value of the lock or of the disable flag. */
export interface PlacedNode extends Box {
  id: string;
  text: string;
  /** What stands inside below its name is about staying there. */
  stays: boolean;
}

/** Rows that lead from one place to another, drawn as one line that bends at right angles and ends in an arrow. */
export interface PlacedEdge {
  id: string;
  /** A place, or `any`. */
  from: string;
  to: string;
  rows: readonly LifecycleRow[];
  points: readonly Point[];
}

/** A frame: label, lock and flag each have a value at any time. */
export interface PlacedRegion extends Box {
  title: string;
}

/** Words of the picture that are no transition. */
export interface PlacedWord extends Box {
  text: string;
}

/** Where everything stands, px. */
export interface ChartPicture {
  width: number;
  height: number;
  regions: readonly PlacedRegion[];
  nodes: readonly PlacedNode[];
  edges: readonly PlacedEdge[];
  chips: readonly PlacedChip[];
  words: readonly PlacedWord[];
}
