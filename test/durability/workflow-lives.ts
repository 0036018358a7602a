import { setTimeout as sleep } from 'node:timers/promises';
import { quietPorts } from './quiet-ports.ts';
import { Random } from './random.ts';
import { SandboxProcess } from './sandbox-process.ts';
import { auditWorkflows } from './workflow-audit.ts';
import { defineWork, newWorkflowLedger, workOn } from './workflow-work.ts';

/** A sandbox is killed between these moments after it is ready, ms. */
const SHORTEST_MS = 20;
const LONGEST_MS = 900;

/** Kills one data folder's sandbox over and over in the middle of its workflows, and audits these after every start. */
export async function killWorkflows({
  kills,
  seed,
  dataDir,
}: {
  kills: number;
  seed: number;
  dataDir: string;
}): Promise<{ kills: number; early: number; wrong: string[]; acknowledged: Record<string, number> }> {
  const random = new Random(seed);
  const ledger = newWorkflowLedger();
  const wrong: string[] = [];
  await quietPorts(dataDir, seed);
  const open = async (round: number) => {
    const sandbox = new SandboxProcess(dataDir);
    await sandbox.ready();
    if (round === 0) await defineWork(sandbox);
    const found = await auditWorkflows(sandbox, ledger);
    wrong.push(...found.map((text) => `workflows, seed ${seed}, kill ${round}: ${text}`));
    return sandbox;
  };
  for (let round = 0; round < kills; round += 1) {
    const sandbox = await open(round);
    const working = workOn(sandbox, ledger, random);
    await sleep(SHORTEST_MS + random.below(LONGEST_MS - SHORTEST_MS));
    await sandbox.kill();
    await working;
  }
  const last = await open(kills);
  if ((await last.stop()) !== 0) wrong.push(`workflows, seed ${seed}: the last one did not end politely`);
  return { kills, early: 0, wrong, acknowledged: ledger.counts };
}
