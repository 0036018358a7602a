import type { Box } from './chips.ts';

export type Direction = 'left' | 'right' | 'up' | 'down';

/** The direction of each arrow key. */
export const WAYS_OF_KEYS: Readonly<Record<string, Direction>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
};

/** How much more it counts to lie aside of a direction than along it. */
const ASIDE = 3;

/** Of boxes the one that lies next in a direction; nothing where there is none. */
export function nearest<T extends Box>(boxes: readonly T[], from: T, direction: Direction): T | undefined {
  const flat = direction === 'left' || direction === 'right';
  const sign = direction === 'left' || direction === 'up' ? -1 : 1;
  let best: { box: T; cost: number } | undefined;
  for (const box of boxes) {
    const dx = box.x + box.width / 2 - from.x - from.width / 2;
    const dy = box.y + box.height / 2 - from.y - from.height / 2;
    const [along, aside] = flat ? [dx * sign, dy] : [dy * sign, dx];
    if (along < 1 || box === from) continue;
    const cost = along + ASIDE * Math.abs(aside);
    if (!best || cost < best.cost) best = { box, cost };
  }
  return best?.box;
}
