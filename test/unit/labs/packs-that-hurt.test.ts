import { describe, expect, test } from 'vitest';
import { read, writePack } from './write-pack.ts';

const LAB =
  'id: one\ntitle: One\nsummary: One step.\nsteps:\n  - id: look\n    title: Look\n    type: read\n';
/** The line of what {@link inStep} adds. */
const ADDED = 8;

/** The findings of a pack whose only step has these lines more. */
const inStep = (...lines: string[]) =>
  read(writePack({ 'labs/one/lab.yaml': LAB + lines.map((line) => `    ${line}\n`).join('') }));
const PACK =
  'format: 1\nid: io.example.tiny\nversion: 1.0.0\ntitle: Tiny\nsummary: One lab.\nlabs:\n  - { id: one, difficulty: 1, minutes: 5 }\n';

/** A verb in the set-up of a step, written as JSON, which is YAML. */
const withVerb = (verb: string, input: unknown) =>
  inStep(`setup: [${JSON.stringify({ [verb]: input }).replaceAll('\u2028', '\\u2028')}]`);

/** Texts that would take a parser the longer, the more of them stand in one line: nearly as large as a file may be. */
const LONG = 250_000;
const LONG_LINES: readonly [string, string][] = [
  ['opening brackets', '['.repeat(LONG)],
  ['links without an end', '[a]('.repeat(LONG / 4)],
  ['closing brackets', ']('.repeat(LONG / 2)],
  ['closing brackets with blanks', ']( '.repeat(LONG / 3)],
  ['pictures without an end', '!['.repeat(LONG / 2)],
  ['addresses without an end', '<a:'.repeat(LONG / 3)],
  ['tags without an end', '<a'.repeat(LONG / 2)],
  ['backticks', '`'.repeat(LONG)],
  ['runs of backticks', Array.from({ length: 700 }, (_, length) => '`'.repeat(length)).join('x')],
  ['blanks', `${' '.repeat(LONG)}x`],
  ['a reference without an end', `[a]: ${'x'.repeat(LONG - 10)}`],
];

describe('a pack that is made to hurt is read in no time', () => {
  test.each(LONG_LINES)('a lesson of %s', (_what, line) => {
    const { labs, places } = read(writePack({ 'labs/one/content/look.md': `${line}\n` }));
    expect(labs.length + places.length).toBeGreaterThan(0);
  });

  test('a workflow whose title has no end', () => {
    const yaml = `title: ${'x '.repeat(10_000)}${' '.repeat(30_000)}y`;
    expect(withVerb('workflow.set', { yaml }).places).toEqual([]);
  });

  test.each([
    ['keys that nobody knows', 'labs/one/lab.yaml', LAB + many(12_000, (at) => `k${at}: 1`), true],
    ['the same key', 'labs/one/lab.yaml', LAB + many(12_000, () => 'k: 1'), false],
    [
      'steps',
      'labs/one/lab.yaml',
      LAB + many(3000, (at) => `  - { id: s${at}, title: x, type: read }`),
      false,
    ],
    [
      'solutions of steps that are not there',
      'labs/one/solution.yaml',
      `steps:\n${many(5000, (at) => `  s${at}: [{ bad: 1 }]`)}`,
      false,
    ],
    [
      'options',
      'labs/one/lab.yaml',
      `${LAB.replace('read', 'quiz')}    question:\n      text: Which?\n      options:\n${many(3000, (at) => `        - { id: o${at}, text: x, explain: y }`)}`,
      false,
    ],
  ])('thousands of %s: what is told of them is short', (_what, file, text, sound) => {
    const { findings, labs } = read(writePack({ [file]: text }));
    expect(findings.length).toBeGreaterThan(0);
    expect(findings.length).toBeLessThanOrEqual(201);
    expect(findings.every(({ message }) => message.length < 400)).toBe(true);
    expect(labs.length === 1).toBe(sound);
  });
});

describe('nothing reaches where it should not', () => {
  test.each([
    ['__proto__', '__proto__: { polluted: true }', 'yaml'],
    ['constructor', 'constructor: { prototype: { polluted: true } }', 'unknown-key'],
  ])('a key %s is no way into anything', (_key, line, rule) => {
    const { places } = inStep(line);
    expect(places).toEqual([`labs/one/lab.yaml:${ADDED} ${rule}`]);
    expect('polluted' in {}).toBe(false);
  });

  test.each([
    ['a verb', 'setup: [{ __proto__: { polluted: true } }]'],
    ['a verb of all objects', 'setup: [{ constructor: {} }]'],
    [
      'a section of the switches',
      'setup: [{ governance.set: { change: { __proto__: { enabled: true } } } }]',
    ],
    ['another such section', 'setup: [{ governance.set: { change: { constructor: { name: x } } } }]'],
    ['a switch', 'setup: [{ governance.set: { change: { recovery: { __proto__: { x: 1 } } } } }]'],
    ['a member of a script', 'setup: [{ extension.set: { extension: { __proto__: {}, id: a } } }]'],
    ['a state', 'checks: [{ id: c, kind: state, path: __proto__/x, op: exists }]'],
    ['an alias inside of itself', 'needs: &a [*a]'],
  ])('%s named so is told with its line', (_what, line) => {
    const { places, labs } = inStep(line);
    expect(places[0]).toMatch(/^labs\/one\/lab\.yaml:[18] (schema|unknown-verb|yaml|state-path)$/);
    expect(labs).toEqual([]);
    expect('polluted' in {}).toBe(false);
  });

  test.each([
    ['idp.request', { persona: 'alice', path: 'http://192.0.2.1/' }],
    ['idp.request', { persona: 'alice', path: '/x', headers: { 'x y': 'z' } }],
    ['idp.request', { persona: 'alice', path: '/x', headers: { x: 'y\r\n\r\nGET / HTTP/1.1\u0000' } }],
    ['gateway.request', { persona: 'alice', api: 'accounts', path: 'https://192.0.2.1/' }],
    ['attacker.call', { persona: 'mallory', api: 'accounts', path: 'file:///etc/passwd' }],
    ['recovery.ask', { persona: 'alice', accounts: Array.from({ length: 21 }, String) }],
    ['recovery.ask', { persona: 'alice', accounts: [{ $ne: null }] }],
    ['mail.open', { persona: 'alice', subject: 'x'.repeat(201) }],
    ['phone.read', { persona: 'alice', link: 'http://192.0.2.1/' }],
    ['account.open', { account: 'alice', password: 'x' }],
    ['account.act', { account: 'alice', action: { kind: 'become-administrator' } }],
    ['governance.set', { change: { preIssueAccessToken: { service: 'own', url: 'http://192.0.2.1/' } } }],
    [
      'governance.set',
      { change: { preUpdatePassword: { service: 'own', url: 'http://127.0.0.1@192.0.2.1/' } } },
    ],
    ['governance.set', { change: { password: { minLength: 1e9 } } }],
    ['governance.set', { change: { accountLock: { attempts: 0 } } }],
    ['governance.set', { change: { selfServiceGroups: { prefix: '' } } }],
    ['extension.set', { extension: endpoint({ path: '../../token' }) }],
    ['extension.set', { extension: endpoint({ path: '/api/users' }) }],
    ['extension.set', { extension: endpoint({ id: 'а-cyrillic' }) }],
    ['extension.set', { extension: endpoint({ method: 'TRACE' }) }],
    ['extension.set', { extension: endpoint({ source: 'x'.repeat(200_000) }) }],
    ['workflow.set', { yaml: 'workflow: a', id: 'a' }],
    ['workflow.set', { yaml: 'x'.repeat(70_000) }],
    ['clock.advance', { by: '999999999d' }],
    ['clock.advance', { by: '-3651d' }],
    ['lab.answer', { options: Array.from({ length: 9 }, String) }],
    ['eval', { code: '1' }],
  ])('%s with %o is refused with its line', (verb, input) => {
    const { places, labs } = withVerb(verb, input);
    expect(places[0]).toMatch(/^labs\/one\/lab\.yaml:8 (schema|unknown-verb)$/);
    expect(labs).toEqual([]);
  });
});

describe('texts that people read', () => {
  test.each([
    ['a hint', 'hints: [{ id: h, kind: nudge, text: "[go](javascript:alert(1))" }]'],
    ['a hint', 'hints: [{ id: h, kind: nudge, text: "<img src=x onerror=alert(1)>" }]'],
    ['a hint', 'hints: [{ id: h, kind: nudge, text: "![x](https://192.0.2.1/x.png)" }]'],
    [
      'a feedback',
      'checks: [{ id: c, kind: state, path: governance/x, op: exists, feedback: { value: "[go](data:text/html,x)" } }]',
    ],
  ])('%s is read as a lesson is: %s', (_what, line) => {
    const { places, labs } = inStep(line);
    expect(places[0]).toBe(`labs/one/lab.yaml:${ADDED} schema`);
    expect(labs).toEqual([]);
  });

  test.each([
    ['turns the direction', 'Look\u202ekooL'],
    ['has no width', 'L\u200book'],
    ['is a control character', 'Look\u0007'],
  ])('a title with a character that %s is refused', (_what, title) => {
    const text = LAB.replace('title: Look', `title: ${JSON.stringify(title)}`);
    expect(read(writePack({ 'labs/one/lab.yaml': text })).places[0]).toMatch(
      /^labs\/one\/lab\.yaml:\d+ (schema|yaml)$/,
    );
  });

  test('such a character in a lesson is refused, in code too', () => {
    const lesson = 'Look.\n\n```\nsudo \u2066rm\u2069\n```\n';
    expect(read(writePack({ 'labs/one/content/look.md': lesson })).places).toEqual([
      'labs/one/content/look.md:4 invisible',
    ]);
  });

  test.each(['\u0430lice', 'Alice', 'a_b', 'a/b', '..', '', 'a'.repeat(65), 'ａ'])(
    'the id “%s” is refused: ids are plain',
    (id) => {
      const text = LAB.replace('id: look', `id: ${JSON.stringify(id)}`);
      expect(read(writePack({ 'labs/one/lab.yaml': text })).places).toContain('labs/one/lab.yaml:5 schema');
    },
  );
});

test.each([
  '+275760-09-13T00:00:00Z',
  '-000001-01-01T00:00:00Z',
  '0000-01-01T00:00:00Z',
  '1969-12-31T23:59:59Z',
  '9999-12-31T23:59:59Z',
  '2027-02-30T00:00:00Z',
  '2027-03-01',
])('a lab that begins at %s is refused with its line', (startTime) => {
  const { places, pack } = read(writePack({ 'pack.yaml': `${PACK}startTime: "${startTime}"\n` }));
  expect(places[0]).toBe('pack.yaml:8 schema');
  expect(pack).toBeUndefined();
});

test.each(['javascript:alert(1)', 'http://192.0.2.1/', 'data:text/html,x'])(
  'a homepage %s is refused with its line',
  (homepage) => {
    expect(read(writePack({ 'pack.yaml': `${PACK}homepage: "${homepage}"\n` })).places).toEqual([
      'pack.yaml:8 schema',
    ]);
  },
);

function many(count: number, line: (at: number) => string): string {
  return Array.from({ length: count }, (_, at) => `${line(at)}\n`).join('');
}

function endpoint(more: object): object {
  return {
    kind: 'endpoint',
    id: 'a',
    title: 'A',
    method: 'GET',
    path: 'a',
    access: 'anyone',
    source: '',
    ...more,
  };
}
