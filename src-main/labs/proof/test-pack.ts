import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monotonicNow } from '../../events/clock.ts';
import type { Finding } from '../format/finding.ts';
import type { LoadOptions } from '../format/load-pack.ts';
import type { Lab } from '../format/pack.ts';
import { lintPack } from '../lint/lint-pack.ts';
import type { LabPorts } from '../ports.ts';
import { proveLab } from './prove-lab.ts';
import type { LabReport } from './report.ts';

/** A real sandbox without a window, for one lab. */
export interface LabSandbox {
  ports: LabPorts;
  close(): Promise<void>;
}

/** Where a lab's sandbox begins: at the start time of its pack, with ids from its seed and the lab's own id. */
export interface SandboxStart {
  dataDir: string;
  seed: string;
  /** Virtual time, ms. */
  startTime: number | undefined;
}

/** Starts a sandbox on an empty data folder and on ports of its own. */
export type StartSandbox = (start: SandboxStart) => Promise<LabSandbox>;

/** Reads a pack and reports on it as the linter does: one report a lab, and one for the pack if something is wrong with it. */
export function reportLint(dir: string, options: LoadOptions): LabReport[] {
  const started = monotonicNow();
  const loaded = lintPack(dir, options);
  const ms = Math.round(monotonicNow() - started);
  return [...loaded.byLab].flatMap(([id, findings]) =>
    id === '' && findings.length === 0
      ? []
      : [{ pack: loaded.id, id, ok: !hasError(findings), ms, findings }],
  );
}

/** Proves every lab of a pack, each in a sandbox of its own. Labs with errors are reported, not played. */
export async function testPack(
  dir: string,
  options: LoadOptions,
  startSandbox: StartSandbox,
): Promise<LabReport[]> {
  const reports = reportLint(dir, options);
  const labs = new Map(lintPack(dir, options).pack?.labs.map((lab) => [lab.id, lab]) ?? []);
  const tested: LabReport[] = [];
  for (const report of reports) {
    const lab = labs.get(report.id);
    tested.push(lab && report.ok ? await testLab(lab, report, startSandbox) : report);
  }
  return tested;
}

async function testLab(lab: Lab, report: LabReport, startSandbox: StartSandbox): Promise<LabReport> {
  const started = monotonicNow();
  const proof = await proveLab(lab, (work) => inFreshSandbox(startSandbox, lab, work));
  const findings = [...report.findings, ...proof.findings];
  const ms = Math.round(monotonicNow() - started);
  return { ...report, ok: !hasError(findings), ms, findings, proved: proof.proved };
}

async function inFreshSandbox(
  startSandbox: StartSandbox,
  { id, seed, startTime }: Lab,
  work: (ports: LabPorts) => Promise<void>,
): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'gatehouse-lab-'));
  try {
    const sandbox = await startSandbox({ dataDir, seed: `${seed} ${id}`, startTime });
    try {
      await work(sandbox.ports);
    } finally {
      await sandbox.close();
    }
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

function hasError(findings: readonly Finding[]): boolean {
  return findings.some((finding) => finding.severity === 'error');
}
