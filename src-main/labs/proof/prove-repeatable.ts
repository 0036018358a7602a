import type { Lab } from '../format/pack.ts';
import type { LabPorts } from '../ports.ts';
import { firstDifference } from './normalise.ts';
import type { Proof } from './report.ts';
import type { Walk } from './walk.ts';

/** What a first run left behind, for the second to be held against. */
export interface FirstRun {
  log: string[];
}

/** Plays the lab once in a fresh sandbox and proves that a reset of the lab gives its start back exactly. */
export async function proveFirstRun(lab: Lab, walk: Walk, ports: LabPorts, proof: Proof): Promise<FirstRun> {
  const after = ports.feed.last();
  await walk.session.open(true);
  const start = await ports.snapshots.digest();
  await walk.through('solved');
  const log = await walk.logSince(after);
  if (!walk.session.view().finished) {
    proof.fault('', 'not-finished', 'All steps were played, and the lab is not finished.');
  }
  await walk.session.restart();
  proof.count('resets');
  if ((await ports.snapshots.digest()) !== start) {
    proof.fault(
      '',
      'reset-differs',
      `The reset of “${lab.id}” does not give back the state in which it began.`,
    );
  }
  return { log };
}

/** Plays the lab in another fresh sandbox: the log must be the same; then once more by skipping: the states must be the same. */
export async function proveSecondRun(
  lab: Lab,
  walk: Walk,
  ports: LabPorts,
  first: FirstRun,
  proof: Proof,
): Promise<void> {
  const after = ports.feed.last();
  await walk.session.open(true);
  const solved = await walk.through('solved');
  const difference = firstDifference(first.log, await walk.logSince(after));
  if (difference) {
    const { one, other } = around(difference);
    proof.fault(
      '',
      'not-repeatable',
      `Two runs of the lab are recorded differently: first ${one}, then ${other}.`,
    );
  }
  proof.count('runs', 2);
  await walk.session.restart();
  const skipped = await walk.through('skipped');
  for (const step of lab.steps) {
    const other = firstDifference(solved.get(step.id) ?? [], skipped.get(step.id) ?? []);
    proof.count('skips');
    if (!other) continue;
    const { one, other: two } = around(other);
    proof.fault(
      `step:${step.id}`,
      'skip-differs',
      `Who skips to “${step.id}” finds another state than who plays up to it: ${two} instead of ${one}.`,
    );
  }
}

const BEFORE = 60;
const SHOWN = 220;

/** Of two long lines, the part where they begin to differ. */
function around({ one, other }: { one: string; other: string }): { one: string; other: string } {
  let at = 0;
  while (at < one.length && one[at] === other[at]) at++;
  const cut = (line: string): string =>
    `${at > BEFORE ? '…' : ''}${line.slice(Math.max(0, at - BEFORE), at + SHOWN)}`;
  return { one: cut(one), other: cut(other) };
}
