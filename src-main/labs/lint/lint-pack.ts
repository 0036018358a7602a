import { Findings } from '../format/finding.ts';
import { type LoadOptions, loadPack } from '../format/load-pack.ts';
import type { LoadedPack } from '../format/pack.ts';
import { lintStyle } from './style-rules.ts';

/** Reads a pack and adds what is not wrong but could be better. Never throws for anything that the folder holds. */
export function lintPack(dir: string, options: LoadOptions): LoadedPack {
  const loaded = loadPack(dir, options);
  const byLab = new Map(loaded.byLab);
  for (const lab of loaded.pack?.labs ?? []) {
    const findings = new Findings();
    findings.addAll(byLab.get(lab.id) ?? []);
    lintStyle(lab, findings);
    byLab.set(lab.id, findings.sorted());
  }
  return { ...loaded, byLab, findings: [...byLab.values()].flat() };
}
