import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { read, writePack } from './write-pack.ts';

const lab = (step: string) => `id: one\ntitle: One\nsummary: One step.\nsteps:\n${step}`;

test('the smallest pack is sound', () => {
  expect(read(writePack())).toMatchObject({ places: [], labs: ['one'] });
});

test('a link out of the pack is refused and never followed', () => {
  const dir = writePack({ 'labs/one/content/look.md': null, 'labs/one/content/other.md': 'Other.' });
  symlinkSync('/etc/hostname', join(dir, 'labs/one/content/look.md'));
  const { places, pack } = read(dir);
  expect(places).toContain('labs/one/content/look.md symlink');
  expect(pack).toBeUndefined();
});

test('a linked folder is refused, too', () => {
  const dir = writePack();
  symlinkSync('/etc', join(dir, 'worlds'));
  expect(read(dir).places).toEqual(['worlds symlink']);
});

test.each(['../../../../etc/hostname', '/etc/hostname', 'content/../../two/secret.md'])(
  'a text at %s is not found',
  (path) => {
    const dir = writePack({
      'labs/one/lab.yaml': lab(`  - id: look\n    title: Look\n    type: read\n    content: ${path}\n`),
      'labs/two/secret.md': 'secret',
    });
    const { places, labs } = read(dir);
    expect(places).toContain('labs/one/lab.yaml:8 missing-file');
    expect(labs).toEqual([]);
  },
);

test('an alias bomb is refused quickly', () => {
  const bomb = ['a0: &a0 [x, x, x, x, x, x, x, x, x]'];
  for (let level = 1; level < 10; level++) {
    bomb.push(
      `a${level}: &a${level} [${Array(9)
        .fill(`*a${level - 1}`)
        .join(', ')}]`,
    );
  }
  expect(read(writePack({ 'pack.yaml': bomb.join('\n') })).places).toContain('pack.yaml:1 yaml');
});

test.each([
  ['brackets', `x: ${'['.repeat(100_000)}`],
  ['list markers', `${'- '.repeat(100_000)}x`],
  ['indentation', Array.from({ length: 600 }, (_, depth) => `${' '.repeat(depth)}k:`).join('\n')],
])('deep nesting by %s is refused without a crash', (_kind, text) => {
  expect(read(writePack({ 'pack.yaml': text })).places.join()).toMatch(/pack\.yaml:1 yaml(-depth)?/);
});

test('a huge file is refused unread', () => {
  const { places } = read(writePack({ 'labs/one/content/look.md': 'x'.repeat(300_000) }));
  expect(places).toContain('labs/one/content/look.md file-size');
});

test('too many files and too deep folders are refused', () => {
  const dir = writePack();
  mkdirSync(join(dir, 'assets'));
  for (let count = 0; count < 2100; count++) writeFileSync(join(dir, 'assets', `${count}.md`), '');
  mkdirSync(join(dir, 'a/b/c/d/e/f/g/h'), { recursive: true });
  const { places } = read(dir);
  expect(places).toContain('. file-count');
  expect(places.some((place) => place.endsWith(' depth'))).toBe(true);
});

test.each([
  ['a script', '<script>alert(1)</script>', 'raw-html'],
  ['a picture with a handler', 'text <img src=x onerror=alert(1)>', 'raw-html'],
  ['a comment', '<!-- hidden -->', 'raw-html'],
  ['a link that runs code', '[go](javascript:alert(1))', 'link'],
  ['a link to a file', '[go](file:///etc/passwd)', 'link'],
  ['an automatic link that is no web address', '<data:text/html,x>', 'link'],
  ['a link by reference', '[go]\n\n[go]: javascript:alert(1)', 'link'],
  ['a picture from elsewhere', '![x](https://example.org/x.png)', 'image'],
])('%s in a lesson is refused with its line', (_what, text, rule) => {
  const { places, labs } = read(writePack({ 'labs/one/content/look.md': `Look.\n\n${text}\n` }));
  expect(
    places.some((place) => /^labs\/one\/content\/look\.md:[35] /.test(place) && place.endsWith(rule)),
  ).toBe(true);
  expect(labs).toEqual([]);
});

test('code in a lesson may look like HTML', () => {
  const text =
    'Use `<script>`.\n\n```html\n<b>x</b>\n```\n\nIf a < b, see [RFC 6749](https://www.rfc-editor.org/rfc/rfc6749).\n';
  expect(read(writePack({ 'labs/one/content/look.md': text })).places).toEqual([]);
});

test('a file that is no text is refused', () => {
  const { places } = read(writePack({ 'labs/one/lab.yaml': Buffer.from([0xff, 0xfe, 0x00, 0x80]) }));
  expect(places).toContain('labs/one/lab.yaml missing-file');
});
