import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { inProject } from './places.mjs';
import { run } from './run.mjs';

const COPIED = ['src-main', 'test', 'resources', 'labs', 'package.json', 'tsconfig.json'];

const SUITES = {
  accounts: ['identity', 'account-walks.test.ts'],
  approvals: ['identity', 'approval-walks.test.ts'],
  scim: ['scim', 'scim-walks.test.ts'],
};

/**
 * Lets walks look for each mutant of the engine, in a copy of the sources. Answers the table, in Markdown.
 * @param {string} toolNode
 * @param {{ n: string, seed: string, only: RegExp }} options at most so many walks for each
 */
export async function huntMutants(toolNode, { n, seed, only }) {
  const { MUTANTS } = await import('../../test/walks/mutants.ts');
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-mutants-'));
  const rows = [];
  try {
    for (const name of COPIED) cpSync(inProject(name), join(folder, name), { recursive: true });
    symlinkSync(inProject('node_modules'), join(folder, 'node_modules'));
    for (const mutant of MUTANTS.filter(({ what }) => only.test(what))) {
      const file = join(folder, 'src-main', 'identity', mutant.file);
      const text = readFileSync(file, 'utf8');
      if (!text.includes(mutant.from))
        throw new Error(`the source of “${mutant.what}” has changed: ${mutant.file}`);
      writeFileSync(
        file,
        text.replace(mutant.from, () => mutant.to),
      );
      const { code, stdout } = await run(
        toolNode,
        [
          join(folder, 'node_modules', 'vitest', 'vitest.mjs'),
          ...['run', '--config', join(folder, 'test', 'vitest.config.ts'), '--project', 'integration'],
          join(folder, 'test', 'integration', ...SUITES[mutant.by]),
        ],
        { cwd: folder, env: { ...process.env, WALKS: n, WALKS_SEED: seed, NO_COLOR: '1', FORCE_COLOR: '0' } },
      );
      writeFileSync(file, text);
      const told = /\{"walks":(\d+),"seed":\d+,"steps":(\d+)/.exec(stdout);
      const wrong = /^.*\+ (?!Received)(.*)$/m.exec(stdout)?.[1] ?? '';
      if (!told) throw new Error(`with “${mutant.what}” nothing ran:\n${stdout.slice(-2000)}`);
      const found = code !== 0;
      rows.push(`| ${mutant.what} | ${found ? told[1] : 'not found'} | ${found ? told[2] : ''} |`);
      process.stderr.write(`${found ? '✓' : '✗'} ${mutant.what}: ${told[1]} walks. ${wrong.slice(0, 160)}\n`);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return ['| mutation | walks until it was found | steps before |', '|---|---:|---:|', ...rows].join('\n');
}
