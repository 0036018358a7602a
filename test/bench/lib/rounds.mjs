/**
 * Measures contestants in turns, A B C A B C, so that what else the machine does hits all alike; the order turns by one
 * each round. The first round warms up and is not counted.
 *
 * @template {string} Name
 * @param {Map<Name, () => Promise<import('./load.mjs').Measured>>} contestants
 * @param {number} rounds
 * @returns {Promise<Map<Name, import('./load.mjs').Measured[]>>}
 */
export async function interleaved(contestants, rounds) {
  const names = [...contestants.keys()];
  /** @type {Map<Name, import('./load.mjs').Measured[]>} */
  const results = new Map(names.map((name) => [name, []]));
  for (let round = 0; round <= rounds; round += 1) {
    for (let index = 0; index < names.length; index += 1) {
      const name = /** @type {Name} */ (names[(index + round) % names.length]);
      const measured = await /** @type {() => Promise<import('./load.mjs').Measured>} */ (
        contestants.get(name)
      )();
      if (round > 0) results.get(name)?.push(measured);
    }
  }
  return results;
}

/** @param {readonly number[]} values */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const high = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? high : ((sorted[middle - 1] ?? high) + high) / 2;
}

/**
 * The median of the ratios of each round: a slow moment of the machine hits both sides of a round.
 *
 * @param {readonly import('./load.mjs').Measured[]} ours
 * @param {readonly import('./load.mjs').Measured[]} theirs
 * @param {'rps' | 'p50' | 'p99'} figure
 */
export function ratio(ours, theirs, figure) {
  return median(ours.map((measured, round) => measured[figure] / (theirs[round]?.[figure] ?? Number.NaN)));
}
