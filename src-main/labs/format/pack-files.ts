import { type Dirent, lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Findings } from './finding.ts';
import { PACK_LIMITS } from './limits.ts';

const TEXT = /\.(yaml|md|json|sig)$/;
const IMAGE = /\.(png|jpg|jpeg|webp)$/;
/** Names that mean the same on every system: no dot at the start, no colon, no blank, no control character. */
const NAME = /^[A-Za-z0-9_][A-Za-z0-9._-]*$/;

/** The files of a pack: their paths are known to be plain, their sizes within limits; text is read on demand. */
export interface PackFiles {
  readonly dir: string;
  /** Paths with `/`, sorted. */
  readonly paths: readonly string[];
  has(path: string): boolean;
  /** The text, or undefined when there is no such file or it is no UTF-8 text. */
  read(path: string): string | undefined;
}

/**
 * Walks a pack's folder without following a link. Whatever is not a plain file or folder with a plain name becomes a
 * finding and is left out.
 */
export function readPackFiles(dir: string, findings: Findings): PackFiles {
  const found = new Map<string, number>();
  let total = 0;

  const take = (path: string, full: string): void => {
    const size = lstatSync(full).size;
    const limit = TEXT.test(path) ? PACK_LIMITS.textBytes : IMAGE.test(path) ? PACK_LIMITS.imageBytes : 0;
    if (limit === 0) {
      findings.warning(
        path,
        undefined,
        'file-kind',
        'This kind of file has no use in a pack; it is ignored.',
      );
    } else if (size > limit) {
      findings.error(path, undefined, 'file-size', `The file has ${size} bytes; at most ${limit} are read.`);
    } else {
      total += size;
      found.set(path, size);
    }
  };

  const walk = (folder: string, prefix: string, depth: number): void => {
    for (const entry of entriesOf(folder, prefix, findings)) {
      const path = prefix + entry.name;
      const full = join(folder, entry.name);
      if (found.size >= PACK_LIMITS.files || total > PACK_LIMITS.totalBytes) return;
      if (entry.isSymbolicLink()) {
        findings.error(path, undefined, 'symlink', 'A pack holds no links: they could point outside of it.');
      } else if (!NAME.test(entry.name)) {
        if (!entry.name.startsWith('.')) {
          findings.error(
            path,
            undefined,
            'file-name',
            'Names use letters, digits, dot, dash and underscore only.',
          );
        }
      } else if (entry.isDirectory()) {
        if (depth >= PACK_LIMITS.depth) {
          findings.error(path, undefined, 'depth', `Folders are nested deeper than ${PACK_LIMITS.depth}.`);
        } else walk(full, `${path}/`, depth + 1);
      } else if (entry.isFile()) {
        take(path, full);
      } else {
        findings.error(path, undefined, 'file-kind', 'A pack holds plain files and folders only.');
      }
    }
  };

  walk(dir, '', 0);
  if (found.size >= PACK_LIMITS.files) {
    findings.error('.', undefined, 'file-count', `A pack holds fewer than ${PACK_LIMITS.files} files.`);
  }
  if (total > PACK_LIMITS.totalBytes) {
    findings.error('.', undefined, 'total-size', `A pack holds at most ${PACK_LIMITS.totalBytes} bytes.`);
  }
  return {
    dir,
    paths: [...found.keys()].sort(),
    has: (path) => found.has(path),
    read: (path) => (found.has(path) && TEXT.test(path) ? decode(readFileSync(join(dir, path))) : undefined),
  };
}

function entriesOf(folder: string, prefix: string, findings: Findings): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    findings.error(prefix || '.', undefined, 'unreadable', `The folder cannot be read: ${reason}`);
    return [];
  }
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    // Not UTF-8: the caller reports it as a file that cannot be read as text.
    return undefined;
  }
}
