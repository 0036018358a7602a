import { FRAMINGS, type HttpCase, type PortFlavour } from './http-case.ts';
import { METHODS, PATH_TRICKS, QUERY_TRICKS, TRICK_HEADERS, VERSIONS } from './http-tricks.ts';

const PLAIN: HttpCase = {
  method: 'GET',
  target: '/',
  version: 'HTTP/1.1',
  headers: ['Host: HOST'],
  body: '',
  framing: 'none',
  newline: '\r\n',
  cut: null,
  garbage: null,
};

/** Each trick by itself, so that every run tries all of them, whatever the seed. */
export function portCorpus({ targets, lines = [] }: PortFlavour): HttpCase[] {
  const target = targets[0] ?? '/';
  const base = { ...PLAIN, target, headers: [...PLAIN.headers, ...lines] };
  return [
    base,
    ...FRAMINGS.map((framing) => ({ ...base, method: 'POST', framing, body: 'a=b' })),
    ...METHODS.map((method) => ({ ...base, method })),
    { ...base, method: 'HEAD', headers: [...base.headers, `X-Longer: ${'x'.repeat(20_000)}`] },
    ...VERSIONS.map((version) => ({ ...base, version })),
    ...TRICK_HEADERS.map((line) => ({ ...base, headers: [...base.headers, line] })),
    ...PATH_TRICKS.map((trick) => ({ ...base, target: target + trick })),
    ...QUERY_TRICKS.map((query) => ({ ...base, target: target + query })),
    ...[
      [],
      ['Host: HOST', 'Host: HOST'],
      ['Host: evil.example'],
      ['Host: '],
      ['Host: HOST, evil.example'],
      ['Host: evil.example@HOST'],
    ].map((headers) => ({ ...base, headers: [...headers, ...lines] })),
    ...['http://HOST/', 'http://evil.example/', 'https://HOST/', '*', 'HOST', '', '//evil.example/'].map(
      (target) => ({
        ...base,
        target,
      }),
    ),
    { ...base, newline: '\n' },
    { ...base, newline: '\r' },
    ...[0.1, 0.5, 0.9].map((cut) => ({ ...base, cut })),
    ...[
      '',
      '\0',
      '\r\n\r\n\r\n',
      '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03',
      'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
    ].map((garbage) => ({ ...base, garbage })),
  ];
}
