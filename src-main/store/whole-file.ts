import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { storageError } from './storage-error.ts';

/** What a file is called until it is complete. */
const DRAFT = '.next';

/** Replaces a file at once: a process that is killed leaves the old one or the new one, and perhaps a draft. Throws `storage.…`. */
export function writeWhole(file: string, text: string): void {
  const draft = `${file}${DRAFT}`;
  try {
    const descriptor = openSync(draft, 'w', 0o600);
    try {
      writeFileSync(descriptor, text);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(draft, file);
  } catch (error) {
    rmSync(draft, { force: true });
    throw storageError(error, `${basename(file)} could not be saved.`);
  }
}

/** Removes the drafts that a killed process left in a folder. */
export function removeDrafts(folder: string): void {
  for (const name of readdirSync(folder))
    if (name.endsWith(DRAFT)) rmSync(join(folder, name), { force: true });
}

/** The name itself while it is free, else the name with a number. */
export function freeName(base: string): string {
  let name = base;
  for (let number = 2; existsSync(name); number += 1) name = `${base}-${number}`;
  return name;
}
