import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterEach, expect, test, vi } from 'vitest';
import { startLabSandbox, worldNames } from '../../../src-main/lab-sandbox.ts';
import { registerLabCommands } from '../../../src-main/labs/cli.ts';
import { ownPacks, PACK } from './running-lab.ts';

afterEach(() => {
  process.exitCode = undefined;
  vi.restoreAllMocks();
});

/** Runs `gatehouse lab …` and answers what it printed and its exit code. */
async function run(packs: string, ...words: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => out.push(String(text)) > 0);
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => err.push(String(text)) > 0);
  const program = new Command('gatehouse').exitOverride();
  registerLabCommands(program, {
    version: '0.1.0',
    names: worldNames(),
    packDirs: () => [packs],
    startSandbox: (start) => startLabSandbox({ ...start, version: '0.1.0' }),
  });
  await program.parseAsync(['lab', ...words], { from: 'user' });
  return { out: out.join(''), err: err.join(''), code: process.exitCode ?? 0 };
}

/** Misspells a persona in the second lab. Answers the line. */
function breakLab(packs: string): number {
  const file = join(packs, 'first-steps', 'labs', 'denied-for-scope', 'lab.yaml');
  const text = readFileSync(file, 'utf8').replace('actor: alice', 'actor: alcie');
  writeFileSync(file, text);
  return text.split('\n').findIndex((line) => line.includes('alcie')) + 1;
}

test('test --json prints one line in the published form, and ends with 0 when all is well', async () => {
  const { out, code } = await run(ownPacks(), 'test', '--json');
  expect(code).toBe(0);
  expect(JSON.parse(out)).toEqual({
    labs: [
      {
        pack: PACK,
        id: 'sign-in-and-call',
        ok: true,
        ms: expect.any(Number),
        findings: [],
        proved: expect.any(Object),
      },
      {
        pack: PACK,
        id: 'denied-for-scope',
        ok: true,
        ms: expect.any(Number),
        findings: [],
        proved: {
          wrong: expect.any(Number),
          dropped: expect.any(Number),
          resets: expect.any(Number),
          runs: 2,
          skips: expect.any(Number),
        },
      },
    ],
  });
  expect(out.trim().split('\n')).toHaveLength(1);
});

test('a name that the world does not have is found with file and line, and the exit code says so', async () => {
  const packs = ownPacks();
  const line = breakLab(packs);
  const { out, code } = await run(packs, 'lint', '--json');
  expect(code).toBe(1);
  const { labs } = JSON.parse(out) as { labs: { id: string; ok: boolean; findings: object[] }[] };
  expect(labs.map(({ id, ok }) => [id, ok])).toEqual([
    ['sign-in-and-call', true],
    ['denied-for-scope', false],
  ]);
  expect(labs[1]?.findings[0]).toMatchObject({
    file: join(packs, 'first-steps', 'labs', 'denied-for-scope', 'lab.yaml'),
    line,
    severity: 'error',
    rule: 'unknown-name',
    message: expect.stringMatching(/no persona “alcie”/),
  });
});

test('a lab that cannot be read is reported by test and not played; the table names file and line', async () => {
  const packs = ownPacks();
  const line = breakLab(packs);
  const { out, code } = await run(packs, 'test', PACK);
  expect(code).toBe(1);
  expect(out).toMatch(/denied-for-scope\s+FAILED/);
  expect(out).toMatch(/sign-in-and-call\s+ok/);
  expect(out).toContain(`lab.yaml:${line}: error unknown-name: `);
  expect(out).toMatch(/1 ok, 1 failed/);
});

test('list tells of labs and, apart, of packs that cannot be read', async () => {
  const packs = ownPacks();
  const line = breakLab(packs);
  const { out, err, code } = await run(packs, 'list');
  expect(code).toBe(0);
  expect(out).toMatch(/sign-in-and-call\s+12 min\s+Sign in, and call an API/);
  expect(out).not.toMatch(/denied-for-scope/);
  expect(err).toContain(`lab.yaml:${line}: `);
});

test('a pack that is not there is said plainly', async () => {
  const { out, err, code } = await run(ownPacks(), 'test', 'no.such.pack', '--json');
  expect(code).toBe(2);
  expect(out).toBe('');
  expect(err).toMatch(/There is no pack “no\.such\.pack”/);
});
