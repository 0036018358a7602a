import type { Lab } from '../format/pack.ts';
import type { LabPorts } from '../ports.ts';
import { NetworkWatch } from './network-watch.ts';
import { type FirstRun, proveFirstRun, proveSecondRun } from './prove-repeatable.ts';
import { StepProver } from './prove-steps.ts';
import { Proof, reasonOf } from './report.ts';
import { Walk } from './walk.ts';

/** Gives a sandbox of its own to some work, and takes it away after. */
export type InFreshSandbox = (work: (ports: LabPorts) => Promise<void>) => Promise<void>;

/** Proves a lab in two real sandboxes, one after the other. Whatever goes wrong becomes a finding. */
export async function proveLab(lab: Lab, inFreshSandbox: InFreshSandbox): Promise<Proof> {
  const proof = new Proof(lab);
  const network = new NetworkWatch();
  try {
    const first = await playFirst(lab, inFreshSandbox, proof);
    // A lab that fails in one sandbox would only fail again in another.
    if (first && proof.findings.length === 0) {
      await inFreshSandbox((ports) =>
        onWalk(lab, ports, (walk) => proveSecondRun(lab, walk, ports, first, proof)),
      );
    }
  } catch (error) {
    proof.fault('', 'not-playable', `The lab could not be played to its end: ${reasonOf(error)}`);
  } finally {
    network.stop();
  }
  for (const target of new Set(network.attempts)) {
    proof.fault(
      '',
      'left-loopback',
      `Something was about to leave this machine, for ${target}; it was kept back.`,
    );
  }
  return proof;
}

async function playFirst(
  lab: Lab,
  inFreshSandbox: InFreshSandbox,
  proof: Proof,
): Promise<FirstRun | undefined> {
  let first: FirstRun | undefined;
  await inFreshSandbox((ports) =>
    onWalk(lab, ports, async (walk) => {
      try {
        first = await proveFirstRun(lab, walk, ports, proof);
      } catch {
        // The steps tell which one cannot be played, and why.
        await walk.session.restart();
      }
      await new StepProver(lab, walk, ports, proof).run();
    }),
  );
  return first;
}

async function onWalk(lab: Lab, ports: LabPorts, work: (walk: Walk) => Promise<void>): Promise<void> {
  const walk = new Walk(lab, ports);
  try {
    await work(walk);
  } finally {
    walk.close();
  }
}
