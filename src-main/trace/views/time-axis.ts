/** A fact on the axis: when it was, by both clocks, ms. `opens` and `closes` a span whose length is to be seen. */
export type TimePoint = { seq: number; wtime: number; vtime: number; opens?: boolean; closes?: boolean };

/** Where the axis is broken: nothing happened for `idleMs` of real time, or the virtual clock moved by `jumpMs`. */
export type AxisBreak = { seq: number; idleMs: number; jumpMs: number };

/** Where a fact stands: ms of the time that is drawn before it, and how many breaks. */
export type AxisPlace = { at: number; breaks: number };

/**
 * Real time from left to right, in the order of the log: what comes later in the log never stands further left, even
 * where the machine's clock was set back. Time in which nothing happened is left out, and a break stands for it.
 */
export type TimeAxis = {
  /** Real time that is drawn, ms. */
  length: number;
  breaks: readonly AxisBreak[];
  places: ReadonlyMap<number, AxisPlace>;
};

/** Real time without any span under way that is left out, ms. */
const IDLE_MS = 300;
/** The clocks are read one after the other, so that a smaller step between them is none. */
const JUMP_MS = 250;

/** The axis of these facts, which must be in the order of the log. */
export function timeAxis(points: readonly TimePoint[]): TimeAxis {
  const places = new Map<number, AxisPlace>();
  const breaks: AxisBreak[] = [];
  let at = 0;
  let open = 0;
  let before: TimePoint | undefined;
  for (const point of points) {
    if (before !== undefined) {
      const passed = Math.max(point.wtime - before.wtime, 0);
      const jump = point.vtime - point.wtime - (before.vtime - before.wtime);
      const jumpMs = Math.abs(jump) >= JUMP_MS ? jump : 0;
      const idle = open === 0 && passed > IDLE_MS;
      if (idle || jumpMs !== 0) breaks.push({ seq: point.seq, idleMs: idle ? passed : 0, jumpMs });
      if (!idle) at += passed;
    }
    places.set(point.seq, { at, breaks: breaks.length });
    if (point.opens) open += 1;
    if (point.closes) open -= 1;
    before = point;
  }
  return { length: at, breaks, places };
}
