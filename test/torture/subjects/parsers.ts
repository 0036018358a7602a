import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { z } from 'zod';
import { GatehouseError } from '../../../src-main/contract/errors.ts';
import { evidenceIn } from '../../../src-main/events/evidence.ts';
import { decodeProof, keyKind, verifyProof } from '../../../src-main/gateway/dpop/proof.ts';
import { analysePath } from '../../../src-main/gateway/routes/path.ts';
import { parseTarget } from '../../../src-main/gateway/routes/target.ts';
import { matchesTemplate } from '../../../src-main/gateway/routes/templates.ts';
import { parseCredential, tokensInQuery } from '../../../src-main/gateway/tokens/credential.ts';
import { audiences, boundKey, decodeJwt } from '../../../src-main/gateway/tokens/jwt.ts';
import { checkCall } from '../../../src-main/host/calls.ts';
import { plainSegments } from '../../../src-main/host/static-files.ts';
import { durationMs, durationSchema } from '../../../src-main/labs/format/duration.ts';
import { idSchema, packIdSchema } from '../../../src-main/labs/format/ids.ts';
import { loadPack } from '../../../src-main/labs/format/load-pack.ts';
import { accountOfIban, isHarbourIban } from '../../../src-main/world/iban.ts';
import { hammered } from '../hammer.ts';
import { part } from '../shapes/sign.ts';
import { type Ending, type Subject, Violation } from '../verdict.ts';

/** Any text, and texts from the pieces that parsers look for. */
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc
    .array(
      fc.constantFrom(
        '/',
        '.',
        '..',
        '%',
        '%2e',
        '%2f',
        '%00',
        '%ff',
        ';',
        '\\',
        '?',
        '#',
        '=',
        '&',
        ' ',
        '\t',
        '\0',
        'Bearer',
        'access_token',
        'eyJhbGciOiJub25lIn0',
        'e30',
        '-',
        '_',
        'http://',
        '@',
        '[',
        '{',
        '}',
        '"',
        '\ud800',
        '9',
        'ms',
        'd',
        'DE',
        ':',
      ),
      { maxLength: 40 },
    )
    .map((pieces) => pieces.join('')),
);

/** Whether `read` takes a text. A parser answers, or refuses with one of our own errors; anything else is a crash. */
function takes(read: () => boolean): Ending {
  try {
    return read() ? 'allowed' : 'refused';
  } catch (error) {
    if (error instanceof GatehouseError || error instanceof z.ZodError) return 'refused';
    throw error;
  }
}

/** Parsers of one text, each with what must hold for whatever it takes. */
const PARSERS: Record<string, (value: string) => boolean> = {
  'path of a request': (value) => {
    const seen = analysePath(value);
    if (!seen.ok) return false;
    const again = analysePath(seen.path);
    if (!again.ok || again.path !== seen.path)
      throw new Violation('wrong allow', 'normalising twice gives another path');
    const names = decodeURIComponent(seen.path).split('/').slice(1);
    if (names.some((name) => /^\.{1,2}(?:;|$)/.test(name) || /[\\\0]/.test(name)))
      throw new Violation('wrong allow', 'a path that climbs');
    return true;
  },
  'target of a request': (value) => {
    const target = parseTarget(value);
    return target.form === 'origin' || target.form === 'absolute';
  },
  'template of a route': (value) => matchesTemplate('/accounts/{id}/transactions', value),
  credential: (value) => {
    const { wellFormed, token } = parseCredential(value);
    if (wellFormed && !/^[\w\-.~+/]+=*$/.test(token))
      throw new Violation('wrong allow', 'no b64token (RFC 6750 §2.1)');
    return wellFormed;
  },
  'token in a query': (value) => tokensInQuery(value) > 0,
  JWT: (value) => {
    const { parts, header, claims } = decodeJwt(value);
    audiences(claims);
    boundKey(claims);
    return parts === 3 && header !== undefined && claims !== undefined;
  },
  'evidence in texts': (value) =>
    evidenceIn(value, `code=${value}`, `{"access_token":"${value}"}`).length > 0,
  'path of a file': (value) => {
    const segments = plainSegments(value);
    if (segments?.some((segment) => segment.startsWith('.') || /[/\\\0:]/.test(segment)))
      throw new Violation('wrong allow', `a path out of the folder: ${segments}`);
    return segments !== null;
  },
  duration: (value) => durationSchema.safeParse(value).success && Number.isFinite(durationMs(value)),
  id: (value) => idSchema.safeParse(value).success || packIdSchema.safeParse(value).success,
  IBAN: (value) => isHarbourIban(value) && accountOfIban(value).length > 0,
};

/** Everything that reads what others wrote, given what it was not made for. */
export function parserSubjects(): Subject[] {
  const single = Object.entries(PARSERS).map(([name, read]) =>
    hammered<string>({
      name: `parser: ${name}`,
      share: 2,
      shape: text,
      strike: (value) => takes(() => read(value)),
    }),
  );
  return [...single, proofParser(), callParser(), packParser()];
}

function proofParser(): Subject {
  const json = fc.jsonValue({ maxDepth: 3 });
  const jwk = fc.oneof(
    json,
    fc.record({
      kty: fc.constantFrom('RSA', 'EC', 'OKP', 'oct', 'x'),
      crv: json,
      n: json,
      e: json,
      x: json,
      y: json,
    }),
  );
  const proof = fc
    .record({
      alg: fc.constantFrom('ES256', 'RS256', 'none', 'HS256', 'EdDSA'),
      typ: json,
      jwk,
      claims: json,
      end: text,
    })
    .map(({ claims, end, ...header }) => `${part(header)}.${part(claims)}.${end}`);
  return hammered<string>({
    name: 'parser: DPoP proof',
    share: 1,
    shape: fc.oneof(proof, text),
    strike: async (value): Promise<Ending> => {
      const decoded = decodeProof(value);
      keyKind(decoded.jwk);
      const { valid } = await verifyProof(decoded);
      if (valid) throw new Violation('wrong allow', 'a proof that nobody signed');
      return 'refused';
    },
  });
}

function callParser(): Subject {
  const method = fc.constantFrom(
    'clock.advance',
    'events.list',
    'apps.connect',
    'requests.send',
    'settings.set',
    'labs.open',
    '__proto__',
    'hasOwnProperty',
  );
  return hammered<[string, unknown]>({
    name: 'parser: call of the contract',
    share: 2,
    shape: fc.tuple(fc.oneof(method, fc.string()), fc.jsonValue()),
    strike: ([name, params]) =>
      takes(() => {
        checkCall(name, params);
        if ('polluted' in {}) throw new Violation('wrong allow', 'the prototype of all objects was reached');
        return true;
      }),
  });
}

const SHIPPED = fileURLToPath(new URL('../../../labs/first-steps', import.meta.url));
const FILES = [
  'pack.yaml',
  'labs/sign-in-and-call/lab.yaml',
  'labs/sign-in-and-call/solution.yaml',
  'labs/sign-in-and-call/content/call.md',
];

/** Files of a pack with bytes in place of YAML or Markdown, or with a piece cut out and another put in. */
function packParser(): Subject {
  const dir = join(mkdtempSync(join(tmpdir(), 'gatehouse-torture-')), 'pack');
  process.once('exit', () => rmSync(join(dir, '..'), { recursive: true, force: true }));
  const originals = new Map(FILES.map((file) => [file, readFileSync(join(SHIPPED, file), 'utf8')]));
  const yaml = fc
    .array(
      fc.constantFrom(
        '- ',
        '[',
        '{',
        '&a ',
        '*a',
        '!!js/function ',
        '!!binary ',
        '? ',
        ': ',
        '<<: *a',
        '"',
        '\n',
        '  ',
        '|',
        '%YAML 9',
        '__proto__: ',
        '\t',
        'id: x',
        '<script>',
        '![x](http://evil.example/x.png)',
        '[x](javascript:alert(1))',
        '```action x\n',
        '../',
      ),
      { maxLength: 60 },
    )
    .map((pieces) => pieces.join(''));
  return hammered<{ file: string; at: number; length: number; put: string }>({
    name: 'parser: lab pack',
    share: 0.05,
    shape: fc.record({
      file: fc.constantFrom(...FILES),
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      length: fc.oneof(fc.nat({ max: 200 }), fc.constant(1_000_000)),
      put: fc.oneof(yaml, text),
    }),
    prepare: async () => cpSync(SHIPPED, dir, { recursive: true }),
    strike: ({ file, at, length, put }) => {
      const original = originals.get(file) ?? '';
      const start = Math.floor(at * original.length);
      writeFileSync(join(dir, file), original.slice(0, start) + put + original.slice(start + length));
      try {
        return takes(() => loadPack(dir, { version: '0.1.0' }).findings.length === 0);
      } finally {
        writeFileSync(join(dir, file), original);
      }
    },
  });
}
