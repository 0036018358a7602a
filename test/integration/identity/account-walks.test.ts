import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Step, walk, walks } from '../../walks/account-walk.ts';

/** A slice of `npm run walks`, which takes as many as it is told. */
const RUNS = Number(process.env.WALKS ?? 6);
const STEPS = 30;
const SEED = Number(process.env.WALKS_SEED ?? 41);

test(
  'whatever happens to accounts in whatever order, they are where the table says, and nothing that ended comes back',
  async () => {
    const told: Record<string, number> = {};
    await fc.assert(
      fc.asyncProperty(walks(STEPS), (steps: Step[]) => walk(steps, told)),
      { numRuns: RUNS, seed: SEED, endOnFailure: process.env.WALKS === undefined },
    );
    const taken = Object.values(told).reduce((sum, times) => sum + times, 0);
    expect(taken).toBe(RUNS * STEPS);
    if (process.env.WALKS !== undefined)
      process.stdout.write(`${JSON.stringify({ walks: RUNS, seed: SEED, steps: taken, taken: told })}\n`);
  },
  Math.max(60_000, RUNS * 10_000),
);
