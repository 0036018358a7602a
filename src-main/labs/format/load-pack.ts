import { basename } from 'node:path';
import type { WorldNames } from '../ports.ts';
import { type Finding, Findings } from './finding.ts';
import { packIdSchema } from './ids.ts';
import { type Manifest, manifestSchema } from './lab-schema.ts';
import { PACK_FORMAT } from './limits.ts';
import { loadLab } from './load-lab.ts';
import type { Lab, LoadedPack } from './pack.ts';
import { type PackFiles, readPackFiles } from './pack-files.ts';
import { isVersionRange, unmetRequirement } from './requirements.ts';
import { validate } from './validate.ts';
import { parseYaml, type YamlSource } from './yaml-source.ts';

export interface LoadOptions {
  /** Version of the app, for `requires.app`. */
  version: string;
  /** Names of the world, to find slips of the pen. */
  names?: WorldNames | undefined;
}

/** Reads a pack's folder. Never throws for anything that the folder holds: what is wrong becomes a finding. */
export function loadPack(dir: string, { version, names }: LoadOptions): LoadedPack {
  const ofPack = new Findings();
  const files = readPackFiles(dir, ofPack);
  const manifest = readManifest(files, ofPack);
  const byLab = new Map<string, Finding[]>();
  const labs: Lab[] = [];
  if (manifest) {
    const unavailable = unmetRequirement(manifest, version);
    for (const listing of manifest.labs) {
      const findings = new Findings(names);
      const lab = loadLab(files, manifest, listing, unavailable, findings);
      byLab.set(listing.id, findings.sorted());
      if (lab && !findings.hasErrors) labs.push(lab);
    }
    for (const id of strayLabs(files, manifest)) {
      ofPack.warning(`labs/${id}/lab.yaml`, undefined, 'stray-lab', 'pack.yaml does not list this lab.');
    }
  }
  byLab.set('', ofPack.sorted());
  return {
    dir,
    id: manifest?.id ?? basename(dir),
    pack: manifest && !ofPack.hasErrors ? { dir, manifest, labs } : undefined,
    findings: [...byLab.values()].flat(),
    byLab,
  };
}

function readManifest(files: PackFiles, findings: Findings): Manifest | undefined {
  const text = files.read('pack.yaml');
  if (text === undefined) {
    findings.error(
      'pack.yaml',
      undefined,
      'manifest',
      'A pack begins with a text file “pack.yaml”; there is none.',
    );
    return undefined;
  }
  const source = parseYaml('pack.yaml', text, findings);
  if (!source || isOtherFormat(source, findings)) return undefined;
  const manifest = validate(source, manifestSchema, findings);
  if (!manifest) return undefined;
  const idProblem = packIdSchema.safeParse(manifest.id).error?.issues[0]?.message;
  if (idProblem) findings.error('pack.yaml', source.lineOf(['id']), 'pack-id', idProblem);
  if (manifest.requires.app !== undefined && !isVersionRange(manifest.requires.app)) {
    findings.error(
      'pack.yaml',
      source.lineOf(['requires', 'app']),
      'version-range',
      'Write a range like “>=0.1.0”.',
    );
  }
  checkListing(manifest, source, findings);
  return manifest;
}

/** A newer format may mean anything, so nothing more of the manifest is read. */
function isOtherFormat(source: YamlSource, findings: Findings): boolean {
  const { value } = source;
  const format =
    value !== null && typeof value === 'object' && !Array.isArray(value) ? value.format : undefined;
  if (typeof format !== 'number' || format <= PACK_FORMAT) return false;
  findings.error(
    'pack.yaml',
    source.lineOf(['format']),
    'format',
    `The pack is written in format ${format}; this version of Gatehouse reads format ${PACK_FORMAT}. Update the app.`,
  );
  return true;
}

function checkListing(manifest: Manifest, source: YamlSource, findings: Findings): void {
  const seen = new Set<string>();
  manifest.labs.forEach((lab, index) => {
    const line = source.lineOf(['labs', index, 'id']);
    if (seen.has(lab.id))
      findings.error('pack.yaml', line, 'duplicate-id', `The lab “${lab.id}” is listed twice.`);
    seen.add(lab.id);
  });
  manifest.tracks.forEach((track, index) => {
    for (const lab of track.labs) {
      if (!seen.has(lab)) {
        findings.error(
          'pack.yaml',
          source.lineOf(['tracks', index]),
          'unknown-lab',
          `There is no lab “${lab}”.`,
        );
      }
    }
  });
}

function strayLabs(files: PackFiles, manifest: Manifest): string[] {
  const listed = new Set(manifest.labs.map((lab) => lab.id));
  return files.paths
    .flatMap((path) => /^labs\/([^/]+)\/lab\.yaml$/.exec(path)?.[1] ?? [])
    .filter((id) => !listed.has(id));
}
