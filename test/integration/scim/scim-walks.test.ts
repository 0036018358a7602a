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
    await fc.assert(
      fc.asyncProperty(scimSteps(STEPS), (steps: Step[]) => new ScimWalk(scim, told).walk(steps)),
      { numRuns: RUNS, seed: SEED, endOnFailure: process.env.WALKS === undefined },
    );
    const kinds = Object.keys(told);
    for (const status of ['201', '200', '204', '409', '412', '404'])
      expect(kinds.some((kind) => kind.endsWith(status))).toBe(true);
    if (process.env.WALKS !== undefined)
      process.stdout.write(`${JSON.stringify({ walks: RUNS, steps: RUNS * STEPS, seed: SEED, told })}\n`);
  },
  Math.max(60_000, RUNS * 5_000),
);
