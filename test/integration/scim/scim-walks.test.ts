import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Step, scimSteps } from '../../walks/scim/steps.ts';
import { ScimWalk } from '../../walks/scim/walk.ts';
import { startScim } from './support.ts';

/** A slice of `npm run walks`, which takes as many as it is told. */
const RUNS = Number(process.env.WALKS ?? 4);
const STEPS = 20;
const SEED = Number(process.env.WALKS_SEED ?? 41);

test(
  'whatever clients write, alone or in bulk, the directory is what the standard makes of it',
  async () => {
    const scim = await startScim();
    scim.identity.provider.governance.set({ verificationOnUpdate: { email: false, phone: false } });
    const told: Record<string, number> = {};
    let begun = 0;
    const result = await fc.check(
      fc.asyncProperty(scimSteps(STEPS), (steps: Step[]) => {
        begun += 1;
        return new ScimWalk(scim, told).walk(steps);
      }),
      { numRuns: RUNS, seed: SEED, endOnFailure: process.env.WALKS_SHRINK === undefined },
    );
    if (process.env.WALKS !== undefined)
      process.stdout.write(`${JSON.stringify({ walks: begun, seed: SEED, steps: begun * STEPS, told })}\n`);
    // With what failed, the request by which it did.
    expect(result.failed ? fc.defaultReportMessage(result) : 'nothing wrong').toBe('nothing wrong');
    const kinds = Object.keys(told);
    for (const status of ['201', '200', '204', '409', '412', '404'])
      expect(kinds.some((kind) => kind.endsWith(status))).toBe(true);
  },
  Math.max(60_000, RUNS * 5_000),
);
