import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** How the window was left. */
export interface WindowState {
  bounds?: Rectangle;
  maximized: boolean;
  /** The theme that the window had last, so that it opens without a flash of the other. */
  dark?: boolean;
}

interface Rectangle {
  x: number;
  y: number;
  width: number;
  height: number;
}

const fileOf = (dataDir: string): string => join(dataDir, 'window.json');

/** How the window was left; defaults when that is not known. */
export function readWindowState(dataDir: string): WindowState {
  try {
    return checked(JSON.parse(readFileSync(fileOf(dataDir), 'utf8')));
  } catch {
    // A first start, or a spoilt file: the window opens at its usual size.
    return { maximized: false };
  }
}

/** Remembers how the window is. */
export function writeWindowState(dataDir: string, state: WindowState): void {
  const draft = `${fileOf(dataDir)}.tmp`;
  writeFileSync(draft, `${JSON.stringify(state)}\n`, { mode: 0o600 });
  renameSync(draft, fileOf(dataDir));
}

/** Remembered bounds, if enough of them lies on a screen that is still there to take hold of. */
export function visibleBounds(
  bounds: Rectangle | undefined,
  workAreas: readonly Rectangle[],
): Rectangle | undefined {
  if (!bounds) return undefined;
  const reachable = workAreas.some((area) => {
    const width = Math.min(bounds.x + bounds.width, area.x + area.width) - Math.max(bounds.x, area.x);
    const height = Math.min(bounds.y + bounds.height, area.y + area.height) - Math.max(bounds.y, area.y);
    return width >= 100 && height >= 100 && bounds.y >= area.y;
  });
  return reachable ? bounds : undefined;
}

/** Checked by hand: the window waits for this, and the schema library takes longer to load than the rest of its start. */
function checked(kept: unknown): WindowState {
  const { bounds, maximized = false, dark } = partsOf(kept);
  if (typeof maximized !== 'boolean') throw new TypeError('maximized is no boolean');
  if (dark !== undefined && typeof dark !== 'boolean') throw new TypeError('dark is no boolean');
  return {
    maximized,
    ...(dark === undefined ? {} : { dark }),
    ...(bounds === undefined ? {} : { bounds: rectangle(partsOf(bounds)) }),
  };
}

function partsOf(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null) throw new TypeError('no object');
  return { ...value };
}

function rectangle({ x, y, width, height }: Record<string, unknown>): Rectangle {
  if (
    !isInteger(x) ||
    !isInteger(y) ||
    !isInteger(width) ||
    !isInteger(height) ||
    width < 400 ||
    height < 300
  ) {
    throw new TypeError('no bounds of a window');
  }
  return { x, y, width, height };
}

const isInteger = (value: unknown): value is number => Number.isInteger(value);
