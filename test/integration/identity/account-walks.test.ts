import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Draw } from '../../walks/steps.ts';
import { chanceOf, walk, walks } from '../../walks/walks.ts';

/** A slice of `npm run walks`, which takes as many as it is told. */
const RUNS = Number(process.env.WALKS ?? 4);
const STEPS = 26;
const SEED = Number(process.env.WALKS_SEED ?? 41);

test(
  'whatever happens to accounts in whatever order, they are where the law says, and nothing that ended comes back',
  async () => {
    const told: Record<string, number> = {};
    let begun = 0;
    const chance = chanceOf(SEED);
    const result = await fc.check(
      fc.asyncProperty(walks(STEPS), (draws: Draw[]) => {
        begun += 1;
        return walk(draws, chance, (step) => {
          const name =
            'deed' in step ? step.deed : 'place' in step ? `${step.kind} at ${step.place}` : step.kind;
          told[name] = (told[name] ?? 0) + 1;
        });
      }),
      { numRuns: RUNS, seed: SEED, endOnFailure: true },
    );
    const taken = Object.values(told).reduce((sum, times) => sum + times, 0);
    if (process.env.WALKS !== undefined)
      process.stdout.write(`${JSON.stringify({ walks: begun, seed: SEED, steps: taken, taken: told })}\n`);
    expect(result.failed ? (result.errorInstance as Error).message : 'nothing wrong').toBe('nothing wrong');
    expect(taken).toBeGreaterThan((RUNS * STEPS * 2) / 3);
  },
  Math.max(60_000, RUNS * 20_000),
);
