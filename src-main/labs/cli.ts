import { existsSync, statSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import type { Command } from 'commander';
import { GatehouseError } from '../contract/errors.ts';
import { printList, printReports } from './cli-output.ts';
import type { LoadOptions } from './format/load-pack.ts';
import { PackLibrary, packFolders } from './library.ts';
import { junitOf } from './proof/junit.ts';
import type { LabReport } from './proof/report.ts';
import { reportLint, type StartSandbox, testPack } from './proof/test-pack.ts';

/** What the commands need of their host. */
export interface LabCommandOptions extends LoadOptions {
  /** Folders that hold packs, for those that are named by id or not at all. */
  packDirs: () => readonly string[];
  startSandbox: StartSandbox;
}

/** Adds `lab list`, `lab lint` and `lab test` to the program. */
export function registerLabCommands(program: Command, options: LabCommandOptions): void {
  const lab = program.command('lab').description('Lists labs, checks packs and proves that their labs work.');

  lab
    .command('list')
    .description('list the labs of all packs')
    .option('--json', 'print JSON')
    .action(({ json }: { json?: boolean }) => {
      const library = new PackLibrary(options.packDirs(), options);
      printList(library, json === true);
    });

  lab
    .command('lint')
    .description('check packs: every finding with its file and line')
    .argument('[pack...]', 'folders or ids of packs; default: all')
    .option('--json', 'print JSON')
    .action(async (packs: string[], { json }: { json?: boolean }) => {
      await report(packs, json === true, async (dir) => reportLint(dir, options));
    });

  lab
    .command('test')
    .description('play every lab in a sandbox of its own: what must pass passes, what must fail fails')
    .argument('[pack...]', 'folders or ids of packs; default: all')
    .option('--json', 'print JSON')
    .option('--junit <file>', 'also write a JUnit report to this file')
    .action(async (packs: string[], { json, junit }: { json?: boolean; junit?: string }) => {
      const reports = await report(packs, json === true, (dir) =>
        testPack(dir, options, options.startSandbox),
      );
      if (reports && junit !== undefined) writeFileSync(junit, junitOf(reports));
    });

  async function report(
    packs: readonly string[],
    json: boolean,
    run: (dir: string) => Promise<LabReport[]>,
  ): Promise<LabReport[] | undefined> {
    const folders = findPacks(packs, options);
    if (!folders) return undefined;
    const reports: LabReport[] = [];
    for (const dir of folders) {
      for (const found of await run(dir)) {
        reports.push({
          ...found,
          findings: found.findings.map((one) => ({ ...one, file: shown(dir, one.file) })),
        });
      }
    }
    printReports(reports, json);
    if (reports.some((one) => !one.ok)) process.exitCode = 1;
    return reports;
  }
}

/** The folders of the packs that were named, or of all. Answers undefined, having said why, when one is not there. */
function findPacks(packs: readonly string[], options: LabCommandOptions): string[] | undefined {
  if (packs.length === 0) return packFolders(options.packDirs());
  const known = new PackLibrary(options.packDirs(), options).packs;
  try {
    return packs.map((pack) => {
      if (existsSync(pack) && statSync(pack).isDirectory()) return resolve(pack);
      const found = known.find((loaded) => loaded.id === pack);
      if (found) return found.dir;
      throw unknownPack(
        pack,
        known.map((loaded) => loaded.id),
      );
    });
  } catch (error) {
    if (!(error instanceof GatehouseError)) throw error;
    process.stderr.write(`${error.what}\n${error.why}\n${error.next}\n`);
    process.exitCode = 2;
    return undefined;
  }
}

function shown(dir: string, file: string): string {
  const path = join(dir, file);
  const fromHere = relative(process.cwd(), path);
  return fromHere.startsWith('..') ? path : fromHere;
}

function unknownPack(pack: string, known: readonly string[]): GatehouseError {
  return new GatehouseError({
    code: 'lab.pack-unknown',
    what: `There is no pack “${pack}”.`,
    why: `It is neither a folder nor the id of a pack. Known packs: ${known.length > 0 ? known.join(', ') : 'none'}.`,
    next: 'Give the path of the pack’s folder, the one that holds pack.yaml.',
  });
}
