import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse, stringify } from 'yaml';

/** The first pack as it ships. */
export const FIRST_STEPS = fileURLToPath(new URL('../../labs/first-steps', import.meta.url));

const KEPT = ['sign-in-and-call', 'denied-for-scope'];

const manifest = parse(readFileSync(join(FIRST_STEPS, 'pack.yaml'), 'utf8')) as { labs: { id: string }[] };

/** The manifest of the first pack with two of its labs, which are enough for what is no matter of their content. */
export const TWO_LABS_MANIFEST = stringify({
  ...manifest,
  tracks: [],
  labs: manifest.labs
    .filter(({ id }) => KEPT.includes(id))
    .map((lab) => ({ ...lab, prerequisites: undefined })),
});

/** Copies the first pack with two of its labs into a folder that is not there yet, or empty. */
export function copyTwoLabs(dir: string): void {
  for (const id of KEPT) cpSync(join(FIRST_STEPS, 'labs', id), join(dir, 'labs', id), { recursive: true });
  writeFileSync(join(dir, 'pack.yaml'), TWO_LABS_MANIFEST);
}
