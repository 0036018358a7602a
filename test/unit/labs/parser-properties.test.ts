import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import { readContent } from '../../../src-main/labs/format/content.ts';
import { Findings } from '../../../src-main/labs/format/finding.ts';
import { parseYaml } from '../../../src-main/labs/format/yaml-source.ts';
import { read, SHIPPED, shippedWith } from './write-pack.ts';

const FILES = [
  'pack.yaml',
  'labs/denied-for-scope/lab.yaml',
  'labs/denied-for-scope/solution.yaml',
  'labs/denied-for-scope/content/watch-it-fail.md',
] as const;
/** Each run writes a pack to the disk, which a busy machine may be slow at, ms. */
const MANY_PACKS_MS = 90_000;
const textOf = (file: string) => readFileSync(join(SHIPPED, file), 'utf8');

/** Garbage of several kinds: bytes, text, YAML of any value. */
const garbage = fc.oneof(
  fc.uint8Array({ maxLength: 400 }).map((bytes) => Buffer.from(bytes)),
  fc.string({ unit: 'binary', maxLength: 400 }),
  fc.jsonValue({ maxDepth: 6 }).map((value) => stringify(value)),
  fc
    .array(
      fc.constantFrom(
        '- ',
        '[',
        '{',
        '&a ',
        '*a',
        '!!js/function ',
        '? ',
        ': ',
        '<<: ',
        '"',
        "'",
        '\n',
        '  ',
        '|',
        '%YAML 9',
        '__proto__: ',
        '\t',
      ),
      { maxLength: 60 },
    )
    .map((parts) => parts.join('')),
);

test('whatever a file of a pack holds, reading it gives findings with a file, never a crash', {
  timeout: MANY_PACKS_MS,
}, () => {
  fc.assert(
    fc.property(fc.constantFrom(...FILES), garbage, (file, content) => {
      const { findings } = read(shippedWith(file, content));
      for (const finding of findings) {
        expect(finding.file).not.toBe('');
        expect(finding.line === undefined || finding.line >= 1).toBe(true);
      }
      if (file === 'pack.yaml') expect(findings.length).toBeGreaterThan(0);
    }),
    { numRuns: 150 },
  );
});

test('a good file with something cut out, doubled or put in is read or refused, and its other lab stays', {
  timeout: MANY_PACKS_MS,
}, () => {
  const edit = fc.record({
    file: fc.constantFrom(FILES[1], FILES[2], FILES[3]),
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    length: fc.integer({ min: 0, max: 200 }),
    put: fc.oneof(
      fc.constant(''),
      fc.string({ maxLength: 12 }),
      fc.constantFrom('\n- ', '{', '&x', '\n\t', 'null'),
    ),
  });
  fc.assert(
    fc.property(edit, ({ file, at, length, put }) => {
      const text = textOf(file);
      const start = Math.floor(at * text.length);
      const { labs, pack } = read(shippedWith(file, text.slice(0, start) + put + text.slice(start + length)));
      expect(pack).toBeDefined();
      expect(labs).toContain('sign-in-and-call');
    }),
    { numRuns: 150 },
  );
});

test('every line that a finding names exists in the text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
      const findings = new Findings();
      parseYaml('x.yaml', text, findings);
      readContent('x.md', text, findings);
      const lines = text.split(/\r\n|\r|\n/).length;
      for (const { line } of findings.sorted()) expect(line ?? 1).toBeLessThanOrEqual(lines);
    }),
    { numRuns: 500 },
  );
});

test('a map in YAML cannot reach the prototype of objects', () => {
  const findings = new Findings();
  parseYaml(
    'x.yaml',
    '__proto__: { polluted: yes }\nconstructor: { prototype: { polluted: yes } }',
    findings,
  );
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
});
