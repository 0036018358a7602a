import { beforeAll, expect, it } from 'vitest';
import { ensureBuilt } from '../../../scripts/lib/build-output.mjs';
import { torture } from '../../torture/torture.ts';

/** A seeded slice of `npm run torture`: every subject, few cases. What fails prints its seed and the smallest case. */
const SLICE = { cases: 60, seed: 20_261 };

beforeAll(() => ensureBuilt(process.execPath), 120_000);

it('nothing that is sent to a port or given to a parser breaks an oracle', async () => {
  const tallies = await torture(SLICE);
  expect(tallies.flatMap(({ failure }) => failure ?? [])).toEqual([]);
  for (const { subject, cases } of tallies) expect([subject, cases > 0]).toEqual([subject, true]);
}, 120_000);
