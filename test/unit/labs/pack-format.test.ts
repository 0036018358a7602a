import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { satisfies } from '../../../src-main/labs/format/requirements.ts';
import { TWO_LABS_MANIFEST } from '../../support/two-labs.ts';
import { read, SHIPPED, shippedWith, writePack } from './write-pack.ts';

const PACK = TWO_LABS_MANIFEST;
const LAB_FILE = 'labs/sign-in-and-call/lab.yaml';
const LAB = readFileSync(join(SHIPPED, LAB_FILE), 'utf8');
const lineOf = (text: string, part: string) => text.split('\n').findIndex((line) => line.includes(part)) + 1;

test('the pack that ships is sound', () => {
  expect(read(SHIPPED)).toMatchObject({
    places: [],
    labs: [
      'sign-in-and-call',
      'token-anatomy',
      'denied-for-scope',
      'wrong-door-too-late',
      'stolen-code',
      'stolen-refresh-token',
      'bound-token',
      'device-phish',
    ],
  });
});

test('a newer format asks for an update and reads nothing more', () => {
  const { findings, pack } = read(
    shippedWith('pack.yaml', PACK.replace('format: 1', 'format: 2\nsteps: whatever')),
  );
  expect(pack).toBeUndefined();
  expect(findings).toHaveLength(1);
  expect(findings[0]?.message).toMatch(/format 2; this version of Gatehouse reads format 1\. Update the app/);
});

test('a start time without a zone is told with its line, since two machines would read it differently', () => {
  const text = PACK.replace(/^seed: .*/m, '$&\nstartTime: 2027-03-01T09:00:00');
  const { findings } = read(shippedWith('pack.yaml', text));
  expect(findings).toMatchObject([{ severity: 'error', rule: 'schema', line: lineOf(text, 'startTime') }]);
  expect(findings[0]?.message).toContain('2027-03-01T09:00:00Z');
});

test('an unknown optional key is a warning at its line, and the lab works', () => {
  const text = LAB.replace('    points: 10', '    points: 10\n    sparkle: true');
  const { findings, labs } = read(shippedWith(LAB_FILE, text));
  expect(findings).toMatchObject([
    { severity: 'warning', rule: 'unknown-key', line: lineOf(text, 'sparkle') },
  ]);
  expect(labs).toContain('sign-in-and-call');
});

test.each([
  ['a verb', '  - idp.logout:', '  - idp.explode:', 'unknown-verb'],
  ['a key of a verb', 'app: online-banking }', 'app: online-banking, force: true }', 'schema'],
  ['a kind of check', 'kind: event', 'kind: vibes', 'schema'],
  ['a type of step', 'type: do', 'type: dance', 'schema'],
  ['an event type', 'type: idp.signin.succeeded', 'type: idp.signin.succeded', 'schema'],
  [
    'a key of a match',
    'type: idp.signin.succeeded }',
    'type: idp.signin.succeeded, sujbect: alice }',
    'schema',
  ],
  ['an earlier check', 'flow: { of: signed-in } }', 'flow: { of: signed-out } }', 'unknown-check'],
  ['a step that is needed', 'needs: [sign-in]', 'needs: [sing-in]', 'unknown-step'],
  ['a hint that is needed', 'needs: h1', 'needs: h9', 'unknown-hint'],
])('%s that this version does not know is an error at its line', (_what, from, to, rule) => {
  const text = LAB.replace(from, to);
  expect(text).not.toBe(LAB);
  const { findings, labs } = read(shippedWith(LAB_FILE, text));
  expect(
    findings.filter(({ severity }) => severity === 'error').map((finding) => [finding.rule, finding.line]),
  ).toEqual([[rule, lineOf(text, to.trim())]]);
  // Only this lab is lost.
  expect(labs).toEqual(['denied-for-scope']);
});

test('a capability that this version lacks makes the labs unavailable, with the reason', () => {
  const { pack, places } = read(shippedWith('pack.yaml', PACK.replace('snapshots@1', 'idp.webauthn-sim@1')));
  expect(places).toEqual([]);
  expect(pack?.labs[0]?.unavailable).toBe(
    'It needs idp.webauthn-sim@1, which this version of Gatehouse does not have.',
  );
});

test('a button is validated where it stands, with its line in the lesson', () => {
  const text = 'Look.\n\n```action idp.login\npersona: alice\nap: online-banking\n```\n';
  const { findings } = read(writePack({ 'labs/one/content/look.md': text }));
  expect(findings).toMatchObject([
    { file: 'labs/one/content/look.md', line: 4 },
    { file: 'labs/one/content/look.md', line: 5, message: expect.stringMatching(/no key “ap”/) },
  ]);
});

test('a button that is never closed, and a fence inside a fence, are told apart from prose', () => {
  const open = read(writePack({ 'labs/one/content/look.md': 'Look.\n\n```action ui.open\nview: token\n' }));
  expect(open.places).toEqual(['labs/one/content/look.md:3 fence']);
  const nested = '````md\n```action nothing.here\n```\n````\n';
  expect(read(writePack({ 'labs/one/content/look.md': nested })).places).toEqual([]);
});

test('lessons become prose and buttons in the order of the text', () => {
  const text = 'One.\n\n```action ui.open\nview: token\nlabel: Show it\nconfirm: Sure?\n```\n\nTwo.\n';
  const { pack } = read(writePack({ 'labs/one/content/look.md': text }));
  expect(pack?.labs[0]?.steps[0]?.content).toEqual([
    { kind: 'markdown', text: 'One.' },
    {
      kind: 'action',
      id: 'ui.open-1',
      verb: 'ui.open',
      label: 'Show it',
      input: { view: 'token' },
      confirm: 'Sure?',
    },
    { kind: 'markdown', text: 'Two.' },
  ]);
});

test.each([
  ['0.1.0', '>=0.1.0', true],
  ['0.0.9', '>=0.1.0', false],
  ['0.1.5', '^0.1.2', true],
  ['0.2.0', '^0.1.2', false],
  ['1.9.0', '^1.2.0', true],
  ['1.2.9', '~1.2.3', true],
  ['1.3.0', '~1.2.3', false],
  ['1.5.0', '>=1.0.0 <2.0.0', true],
  ['2.0.0', '>=1.0.0 <2.0.0', false],
])('version %s against %s', (version, range, expected) => {
  expect(satisfies(version, range)).toBe(expected);
});
