import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where the parts of the installed (or checked-out) product lie. */
export interface AppPaths {
  /** Folder that holds package.json. */
  root: string;
  /** Script of the sandbox worker. */
  sandboxEntry: string;
  /** The built user interface. */
  renderer: string;
  /** The sandboxed preload script of the window. */
  preload: string;
  /** The packs that ship. */
  labs: string;
  resources: string;
  /** Version of the product, from package.json. */
  version: string;
}

/**
 * Finds the product's files from the address of a built entry script (`out/main/…js`) or of its source
 * (`src-main/….ts`, which Node 24 runs as it is).
 *
 * Takes the entry's own `import.meta.url`: a shared chunk of the build lies in another folder.
 */
export function appPaths(entryUrl: string): AppPaths {
  const entry = fileURLToPath(entryUrl);
  const folder = dirname(entry);
  const fromSource = entry.endsWith('.ts');
  const root = fromSource ? dirname(folder) : dirname(dirname(folder));
  return {
    root,
    sandboxEntry: join(folder, fromSource ? 'sandbox-entry.ts' : 'sandbox-entry.js'),
    renderer: join(root, 'out', 'renderer'),
    preload: join(root, 'out', 'preload', 'preload.cjs'),
    labs: join(root, 'labs'),
    resources: join(root, 'resources'),
    version: versionIn(readFileSync(join(root, 'package.json'), 'utf8')),
  };
}

/** The folders in which packs are looked for, in order: those that ship, then the person's own. */
export function packFolders(paths: AppPaths, dataDir: string): string[] {
  return [paths.labs, join(dataDir, 'packs')].filter((folder) => existsSync(folder));
}

/** Read by hand: the window's start waits for this, and the schema library takes longer to load than the rest of it. */
function versionIn(manifest: string): string {
  const { version }: { version?: unknown } = JSON.parse(manifest);
  if (typeof version !== 'string') throw new Error('package.json has no version.');
  return version;
}
