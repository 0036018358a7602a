import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { stringify } from 'yaml';

/** The id of the pack that {@link writeOwnPack} writes. */
export const OWN_PACK = 'io.example.own';

/** The lab, its solution, and texts by step; a step without one has its id as text. */
export type OwnPack = [
  lab: { steps: { id: string }[]; [key: string]: unknown },
  solution: object,
  contents?: Record<string, string>,
  manifest?: { seed?: string; startTime?: string },
];

/** Writes a pack of one lab, called `one`, into a folder of packs. */
export function writeOwnPack(packs: string, ...[lab, solution, contents = {}, manifest = {}]: OwnPack): void {
  const write = (path: string, content: string): void => {
    mkdirSync(dirname(join(packs, 'own', path)), { recursive: true });
    writeFileSync(join(packs, 'own', path), content);
  };
  const listing = { id: 'one', difficulty: 1, minutes: 5 };
  write(
    'pack.yaml',
    stringify({
      format: 1,
      id: OWN_PACK,
      version: '1.0.0',
      title: 'Own',
      summary: 'Own.',
      labs: [listing],
      ...manifest,
    }),
  );
  write('labs/one/lab.yaml', stringify({ id: 'one', title: 'One', summary: 'One lab.', ...lab }));
  write('labs/one/solution.yaml', stringify(solution));
  for (const { id } of lab.steps) write(`labs/one/content/${id}.md`, contents[id] ?? `${id}.\n`);
}
