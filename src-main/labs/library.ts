import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { PackProblem } from '../contract/labs.ts';
import { type LoadOptions, loadPack } from './format/load-pack.ts';
import type { Lab, LoadedPack } from './format/pack.ts';

/** The packs in a list of folders. A folder that is missing holds none. */
export function packFolders(dirs: readonly string[]): string[] {
  return dirs.flatMap((dir) =>
    entries(dir)
      .map((name) => join(dir, name))
      .filter((path) => isFolder(path)),
  );
}

/** Every pack that can be read, and what is wrong with the others. A broken pack never hides a sound one. */
export class PackLibrary {
  readonly packs: readonly LoadedPack[];

  constructor(dirs: readonly string[], options: LoadOptions) {
    this.packs = packFolders(dirs).map((dir) => loadPack(dir, options));
  }

  /** The labs that can be listed, in the order of packs and manifests. */
  labs(): Lab[] {
    const seen = new Set<string>();
    return this.packs.flatMap(({ id, pack }) => {
      if (!pack || seen.has(id)) return [];
      seen.add(id);
      return pack.labs;
    });
  }

  find(pack: string, lab: string): Lab | undefined {
    return this.labs().find((candidate) => candidate.pack === pack && candidate.id === lab);
  }

  problems(): PackProblem[] {
    const owners = new Map<string, string>();
    return this.packs.flatMap((loaded) => {
      const problems: PackProblem[] = loaded.findings
        .filter((finding) => finding.severity === 'error')
        .map(({ file, line, message }) => ({ pack: loaded.id, file, line, message }));
      const owner = owners.get(loaded.id);
      if (loaded.pack && owner !== undefined) {
        const message = `Another pack with this id was found first, in ${owner}; this one is not used.`;
        problems.push({ pack: loaded.id, file: 'pack.yaml', line: 1, message });
      }
      if (loaded.pack && owner === undefined) owners.set(loaded.id, loaded.dir);
      return problems;
    });
  }
}

function entries(dir: string): string[] {
  try {
    return readdirSync(dir)
      .filter((name) => !name.startsWith('.'))
      .sort();
  } catch {
    // No such folder: a person who never made packs of her own has none.
    return [];
  }
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    // A link that leads nowhere.
    return false;
  }
}
