import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { loadPack } from '../../../src-main/labs/format/load-pack.ts';
import { tempDir } from '../../support/temp-dir.ts';
import { copyTwoLabs, FIRST_STEPS } from '../../support/two-labs.ts';

export const SHIPPED = FIRST_STEPS;

const PACK_YAML = `format: 1
id: io.example.tiny
version: 1.0.0
title: Tiny
summary: One lab.
labs:
  - id: one
    difficulty: 1
    minutes: 5
`;

const LAB_YAML = `id: one
title: One
summary: One step.
steps:
  - id: look
    title: Look
    type: read
`;

/** A pack of one lab with one step to read; `files` take the place of its own, null leaves one out. */
export function writePack(files: Record<string, string | Buffer | null> = {}): string {
  const dir = tempDir();
  const all: Record<string, string | Buffer | null> = {
    'pack.yaml': PACK_YAML,
    'labs/one/lab.yaml': LAB_YAML,
    'labs/one/solution.yaml': 'steps: {}\n',
    'labs/one/content/look.md': 'Look.\n',
    ...files,
  };
  for (const [path, content] of Object.entries(all)) {
    if (content === null) continue;
    mkdirSync(join(dir, dirname(path)), { recursive: true });
    writeFileSync(join(dir, path), content);
  }
  return dir;
}

/** A copy of the pack that ships, with two of its labs and one file replaced. */
export function shippedWith(path: string, content: string | Buffer): string {
  const dir = tempDir();
  copyTwoLabs(dir);
  rmSync(join(dir, path));
  writeFileSync(join(dir, path), content);
  return dir;
}

/** Reads a pack and answers its findings as `file:line rule`, with what can be used of it. */
export function read(dir: string) {
  const loaded = loadPack(dir, { version: '0.1.0' });
  return {
    ...loaded,
    places: loaded.findings.map(
      ({ file, line, rule }) => `${file}${line === undefined ? '' : `:${line}`} ${rule}`,
    ),
    labs: loaded.pack?.labs.map(({ id }) => id) ?? [],
  };
}
