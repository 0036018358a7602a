import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { startLabSandbox } from '../../../src-main/lab-sandbox.ts';
import { testPack } from '../../../src-main/labs/proof/test-pack.ts';
import { ownPacks, SHIPPED } from './running-lab.ts';

const VERSION = '0.1.0';

/** A file of the first lab as it ships. */
function text(file: string): string {
  return readFileSync(join(SHIPPED, 'first-steps', 'labs', 'sign-in-and-call', file), 'utf8');
}

/** One lab is enough to prove the prover. */
function keepFirstLab(dir: string): void {
  const file = join(dir, 'pack.yaml');
  const manifest = parse(readFileSync(file, 'utf8'));
  writeFileSync(file, stringify({ ...manifest, tracks: [], labs: manifest.labs.slice(0, 1) }));
  rmSync(join(dir, 'labs', 'denied-for-scope'), { recursive: true });
}

/** Changes one file of the first lab and proves the pack. Answers rule, file and line of what was found. */
async function proveWith(file: string, from: string, to: string) {
  const dir = join(ownPacks(), 'first-steps');
  const path = join(dir, 'labs', 'sign-in-and-call', file);
  const original = readFileSync(path, 'utf8');
  expect(original).toContain(from);
  writeFileSync(path, original.replace(from, to));
  keepFirstLab(dir);
  const reports = await testPack(dir, { version: VERSION }, (start) =>
    startLabSandbox({ ...start, version: VERSION }),
  );
  const report = reports.find(({ id }) => id === 'sign-in-and-call');
  return { ok: report?.ok, rules: report?.findings.map(({ rule }) => rule), findings: report?.findings };
}

test('a check that holds in the start world is found, with its line', async () => {
  const soft = `    checks:
      - id: too-soft
        kind: state
        path: applications/online-banking/requestedScopes
        op: contains
        value: [openid]
        feedback: { value: It must ask for openid. }
      - id: signed-in`;
  const { ok, findings } = await proveWith('lab.yaml', '    checks:\n      - id: signed-in', soft);
  expect(ok).toBe(false);
  expect(findings?.find(({ rule }) => rule === 'passes-at-start')).toMatchObject({
    file: 'labs/sign-in-and-call/lab.yaml',
    line:
      text('lab.yaml')
        .split('\n')
        .findIndex((line) => line.includes('id: signed-in')) + 1,
    message: '“too-soft” passes in the start world.',
  });
});

test('a solution that does not solve its step is found, with what was expected and seen', async () => {
  const { ok, findings } = await proveWith(
    'solution.yaml',
    'path: /accounts }\n\nwrong',
    'path: /accounts/4711 }\n\nwrong',
  );
  expect(ok).toBe(false);
  const finding = findings?.find(({ rule }) => rule === 'solution-fails');
  expect(finding?.message).toContain('expected `GET /accounts`, seen `GET /accounts/{id}`');
});

test('a wrong path that is not told what it should be told is found', async () => {
  const { rules } = await proveWith(
    'solution.yaml',
    'expectFeedback: outcome:idp.signin.password',
    'expectFeedback: missing',
  );
  expect(rules).toEqual(['wrong-feedback']);
});

test('a check gone soft is found by the wrong path that now passes', async () => {
  const { rules } = await proveWith(
    'lab.yaml',
    'operation: GET /accounts }',
    'api: accounts }'.replace('api', 'version').replace('accounts', '"1.0"'),
  );
  expect(rules).toContain('wrong-path-passes');
});

test('a check that anybody can pass is found', async () => {
  const { rules } = await proveWith(
    'lab.yaml',
    '        match: { type: idp.signin.succeeded }',
    '        match: { type: idp.signin.succeeded, by: anyone }',
  );
  // It no longer asks who, so the wrong path by somebody else passes.
  expect(rules).toContain('wrong-path-passes');
});
