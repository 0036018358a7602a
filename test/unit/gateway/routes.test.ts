import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RouteTable } from '../../../src-main/gateway/routes/route-table.ts';
import { parseTarget } from '../../../src-main/gateway/routes/target.ts';
import { matchesTemplate, takesMethod } from '../../../src-main/gateway/routes/templates.ts';
import type { ApiRecord } from '../../../src-main/store/apis.ts';

function api(id: string, version: string, ...operations: [string, string][]): ApiRecord {
  return {
    id,
    name: id,
    version,
    position: 0,
    definition: {
      about: '',
      resource: `urn:${id}`,
      tokenFormat: 'jwt',
      scopes: [],
      operations: operations.map(([method, path]) => ({ method, path, summary: '' })),
      accessTokenTtl: 60,
      timeoutMs: 1000,
    },
  };
}

const table = new RouteTable([
  api(
    'notes',
    '1.0',
    ['GET', '/notes/{id}'],
    ['GET', '/notes/latest'],
    ['DELETE', '/notes/{id}'],
    ['GET', '/'],
  ),
  api('notes', '2.0', ['GET', '/notes']),
  api('cards', '1', ['POST', '/cards/{id}/block']),
]);

describe('the route table', () => {
  it.each([
    ['/notes/1.0/notes/7', '/notes/{id}', '/notes/7'],
    ['/notes/1.0/notes/latest', '/notes/latest', '/notes/latest'],
    ['/notes/1.0', '/', '/'],
    ['/notes/1.0/', '/', '/'],
    ['/notes/2.0/notes', '/notes', '/notes'],
    ['/cards/1/cards/9/block', '/cards/{id}/block', '/cards/9/block'],
  ])('%s leads to %s', (path, template, rest) => {
    expect(table.match(path)).toMatchObject({ resource: { template }, rest });
  });

  it.each(['/notes/1.0/notes', '/notes/1.0/notes/', '/notes/1.0/notes/7/x', '/cards/1/cards//block'])(
    '%s leads to an API but to no operation of it',
    (path) => {
      const match = table.match(path);
      expect(match.route).toBeDefined();
      expect(match.resource).toBeUndefined();
    },
  );

  it('says which versions there are of an API whose version is unknown', () => {
    expect(table.match('/notes/3.0/notes')).toMatchObject({ context: 'notes', versions: ['1.0', '2.0'] });
    expect(table.match('/__proto__/1.0').versions).toEqual([]);
  });

  it('keeps all methods of one path together', () => {
    expect(table.match('/notes/1.0/notes/7').resource?.methods).toEqual(['GET', 'DELETE']);
  });
});

describe('templates', () => {
  it('match any one segment for a parameter, and nothing else', () => {
    const segment = fc.stringMatching(/^[a-z0-9~]{1,8}$/);
    fc.assert(
      fc.property(segment, segment, (first, second) => {
        expect(matchesTemplate('/a/{id}', `/a/${first}`)).toBe(true);
        expect(matchesTemplate('/a/{id}', `/a/${first}/${second}`)).toBe(false);
        expect(matchesTemplate('/{x}/{y}', `/${first}/${second}`)).toBe(true);
        expect(matchesTemplate(`/${first}`, `/${second}`)).toBe(first === second);
      }),
    );
  });

  it('take HEAD where they take GET', () => {
    expect(takesMethod(['GET'], 'HEAD')).toBe(true);
    expect(takesMethod(['POST'], 'HEAD')).toBe(false);
    expect(takesMethod(['GET'], 'get')).toBe(false);
  });
});

describe('request targets', () => {
  it.each([
    ['/a/b?c=d', { form: 'origin', rawPath: '/a/b', query: '?c=d', fragment: false }],
    ['/a?b?c', { form: 'origin', rawPath: '/a', query: '?b?c' }],
    ['http://h:1/a?b', { form: 'absolute', authority: 'h:1', rawPath: '/a', query: '?b' }],
    ['http://h', { form: 'absolute', authority: 'h', rawPath: '/' }],
    ['http://user@h/a', { form: 'absolute', authority: 'user@h' }],
    ['*', { form: 'asterisk' }],
    ['h:443', { form: 'other' }],
    ['/a#b', { fragment: true }],
  ])('%s', (target, parts) => {
    expect(parseTarget(target)).toMatchObject(parts);
  });
});
