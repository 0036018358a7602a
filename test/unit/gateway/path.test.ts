import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { analysePath } from '../../../src-main/gateway/routes/path.ts';

/** Paths as attackers write them. */
const trickyPath = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '/',
        '.',
        '..',
        '%2e',
        '%2E%2e',
        '%2f',
        '%5c',
        '\\',
        '//',
        ';',
        '..;',
        '%25',
        '%252e',
        '%00',
      ),
      fc.constantFrom('%C0%AE', '%c3%a9', '%', '%2', '%zz', ' ', '#', '?', '[', '|', '~', ':', '@', 'é'),
      fc.string({ maxLength: 4 }),
      fc.constantFrom('accounts', '1.0', 'a-b_c'),
    ),
    { maxLength: 12 },
  )
  .map((parts) => `/${parts.join('')}`);

describe('a path', () => {
  it.each([
    ['/accounts/1.0/accounts', '/accounts/1.0/accounts'],
    ['/', '/'],
    ['/a/', '/a/'],
    ['/%61bc', '/abc'],
    ['/a%7eb', '/a~b'],
    ['/caf%c3%a9', '/caf%C3%A9'],
    ["/a!$&'()*+,;=:@b", "/a!$&'()*+,;=:@b"],
    ['/...', '/...'],
    ['/a;v=1/b', '/a;v=1/b'],
  ])('%s is read as %s', (raw, path) => {
    expect(analysePath(raw)).toEqual({ ok: true, path });
  });

  it.each([
    ['/a/../b', 'segments'],
    ['/a/.', 'segments'],
    ['/a/%2e%2E/b', 'segments'],
    ['/a/..;x=1/b', 'segments'],
    ['//a', 'segments'],
    ['/a//b', 'segments'],
    ['/a\\b', 'segments'],
    ['/a%2Fb', 'encoding'],
    ['/a%5cb', 'encoding'],
    ['/a%0a', 'encoding'],
    ['/a%252e', 'encoding'],
    ['/a%', 'encoding'],
    ['/a%ff', 'encoding'],
    ['/a"b', 'encoding'],
  ])('%s is refused for its %s', (raw, kind) => {
    expect(analysePath(raw)).toMatchObject({ ok: false, kind });
  });

  it('that is accepted means the same to a server that reads it otherwise', () => {
    fc.assert(
      fc.property(trickyPath, (raw) => {
        const analysis = analysePath(raw);
        if (!analysis.ok) return;
        const { path } = analysis;
        // Read again, it stays as it is; a URL parser, which resolves dot segments, leaves it alone.
        expect(analysePath(path)).toEqual(analysis);
        expect(new URL(`http://gateway${path}`).pathname).toBe(path);
        // A server that decodes first sees the same segments.
        const decoded = decodeURIComponent(path);
        expect(decoded.split('/').length).toBe(path.split('/').length);
        expect(decoded.split('/')).not.toContain('..');
        expect(decoded).not.toMatch(/[\\\0]/);
      }),
      { numRuns: 2000 },
    );
  });
});
