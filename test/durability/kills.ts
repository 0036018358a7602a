import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { killOverAndOver } from './lives.ts';
import { killWorkflows } from './workflow-lives.ts';

/** Of workflows fewer: each run that has ended is to be there still when it is audited. */
const KILLS_OF_WORKFLOWS = 12;

/** One data folder sees so many kills; then a new one begins, so that first starts are killed too. */
const KILLS_A_FOLDER = 25;

const { values } = parseArgs({
  options: {
    n: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string', default: 'traffic' },
  },
});
const wanted = Number(values.n);
const began = performance.now();
const total: Record<string, number> = {};
const wrong: string[] = [];
let kills = 0;
let early = 0;

for (let seed = Number(values.seed); kills < wanted; seed += 1) {
  const dataDir = mkdtempSync(join(tmpdir(), 'gatehouse-kills-'));
  const result =
    values.only === 'workflows'
      ? await killWorkflows({ kills: Math.min(KILLS_OF_WORKFLOWS, wanted - kills), seed, dataDir })
      : await killOverAndOver({ kills: Math.min(KILLS_A_FOLDER, wanted - kills), seed, dataDir });
  kills += result.kills;
  early += result.early;
  wrong.push(...result.wrong);
  for (const [kind, times] of Object.entries(result.acknowledged)) total[kind] = (total[kind] ?? 0) + times;
  const minutes = ((performance.now() - began) / 60_000).toFixed(1);
  process.stdout.write(`${kills} kills, ${wrong.length} wrong, ${minutes} min\n`);
  for (const text of result.wrong) process.stdout.write(`  ${text}\n`);
  // A folder in which something is wrong is kept, to be looked at.
  if (result.wrong.length === 0) rmSync(dataDir, { recursive: true, force: true });
  else process.stdout.write(`  kept: ${dataDir}\n`);
}

process.stdout.write(
  `${JSON.stringify({ seed: Number(values.seed), kills, early, wrong: wrong.length, acknowledged: total })}\n`,
);
process.exitCode = wrong.length === 0 ? 0 : 1;
