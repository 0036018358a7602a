import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const windowStateSchema = z.object({
  bounds: z
    .object({
      x: z.number().int(),
      y: z.number().int(),
      width: z.number().int().min(400),
      height: z.number().int().min(300),
    })
    .optional(),
  maximized: z.boolean().default(false),
  /** The theme that the window had last, so that it opens without a flash of the other. */
  dark: z.boolean().optional(),
});
export type WindowState = z.infer<typeof windowStateSchema>;

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
    return windowStateSchema.parse(JSON.parse(readFileSync(fileOf(dataDir), 'utf8')));
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
