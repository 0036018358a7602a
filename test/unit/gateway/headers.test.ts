import type { IncomingMessage } from 'node:http';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { forwardedHeaders, returnedHeaders } from '../../../src-main/gateway/proxy/headers.ts';

const OWN = {
  identity: { subject: 'alice', client: 'care-desk', scope: 'a b' },
  gatewayKey: 'key',
  trace: { traceparent: '00-t-s-01' },
};

/** A request as Node's parser hands it over, with these header lines. */
function request(lines: [string, string][], remoteAddress = '127.0.0.1'): IncomingMessage {
  const connection = lines.filter(([name]) => name.toLowerCase() === 'connection').map(([, value]) => value);
  return {
    rawHeaders: lines.flat(),
    headers: { host: 'gw:1', ...(connection.length > 0 ? { connection: connection.join(', ') } : {}) },
    socket: { remoteAddress },
  } as unknown as IncomingMessage;
}

function pairs(flat: string[]): [string, string][] {
  return flat.flatMap((name, index) =>
    index % 2 === 0 ? [[name, flat[index + 1] ?? ''] as [string, string]] : [],
  );
}

describe('forwarded headers', () => {
  it('never carry an identity, an address or a trace that the client made up', () => {
    const name = fc.constantFrom(
      'x-gatehouse-subject',
      'x-gatehouse-gateway-key',
      'x-forwarded-for',
      'forwarded',
      'x-real-ip',
      'traceparent',
      'authorization',
      'dpop',
      'cookie',
    );
    // Case and underscores are how such headers slip past a comparison.
    const disguise = fc
      .tuple(name, fc.array(fc.boolean(), { minLength: 30, maxLength: 30 }), fc.boolean())
      .map(([plain, upper, underscores]) =>
        [...(underscores && plain.startsWith('x-') ? plain.replaceAll('-', '_') : plain)]
          .map((letter, index) => (upper[index] ? letter.toUpperCase() : letter))
          .join(''),
      );
    fc.assert(
      fc.property(fc.array(disguise), (names) => {
        const forwarded = pairs(forwardedHeaders(request(names.map((it) => [it, 'made up'])), OWN));
        expect(forwarded.filter(([, value]) => value === 'made up')).toEqual([]);
        expect(forwarded.filter(([it]) => it === 'x-gatehouse-subject')).toEqual([
          ['x-gatehouse-subject', 'alice'],
        ]);
      }),
    );
  });

  it('keep what is end to end, repeated lines too', () => {
    const lines: [string, string][] = [
      ['Accept', 'a'],
      ['Accept', 'b'],
      ['Content-Length', '5'],
      ['X-Own', ''],
    ];
    expect(pairs(forwardedHeaders(request(lines), OWN)).slice(0, 4)).toEqual(lines);
  });

  it('lose those that Connection names, however it is written', () => {
    const lines: [string, string][] = [
      ['Connection', 'Keep-Alive,X-One'],
      ['connection', ' x-TWO '],
      ['x-one', '1'],
      ['X-Two', '2'],
      ['x-three', '3'],
    ];
    const names = pairs(forwardedHeaders(request(lines), OWN)).map(([name]) => name);
    expect(names).toContain('x-three');
    expect(names).not.toEqual(expect.arrayContaining(['x-one']));
    expect(names).not.toEqual(expect.arrayContaining(['X-Two']));
  });

  it('write addresses of both families as RFC 7239 wants them', () => {
    const forwarded = (address: string) => pairs(forwardedHeaders(request([], address), OWN));
    expect(forwarded('::1')).toContainEqual(['forwarded', 'for="[::1]";host="gw:1";proto=http']);
    expect(forwarded('127.0.0.1')).toContainEqual(['forwarded', 'for=127.0.0.1;host="gw:1";proto=http']);
  });

  it('cannot be broken by what a claim holds', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (subject) => {
        const own = { ...OWN, identity: { ...OWN.identity, subject } };
        for (const [, value] of pairs(forwardedHeaders(request([]), own)))
          expect(value).toMatch(/^[\x20-\x7e]*$/);
      }),
    );
  });
});

describe('returned headers', () => {
  it('keep repeated lines, and lose hop-by-hop ones', () => {
    const lines = pairs(
      returnedHeaders({
        link: ['a', 'b'],
        connection: 'x-a',
        'x-a': '1',
        'transfer-encoding': 'chunked',
        etag: 'e',
      }),
    );
    expect(lines).toEqual([
      ['link', 'a'],
      ['link', 'b'],
      ['etag', 'e'],
      ['via', '1.1 gatehouse'],
    ]);
  });
});
