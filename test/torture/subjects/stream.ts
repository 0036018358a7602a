import fc from 'fast-check';
import type { Ground } from '../ground.ts';
import { hammered } from '../hammer.ts';
import { type Ending, type Subject, Violation } from '../verdict.ts';
import { openStream } from '../web-socket.ts';

/** A handshake (RFC 6455 §4.1) and what follows it. */
interface StreamCase {
  host: string;
  origin: string | null;
  path: string;
  key: string;
  version: string;
  /** Says hello with the secret of the run before all else. */
  greets: boolean;
  frames: Frame[];
}

interface Frame {
  opcode: number;
  final: boolean;
  masked: boolean;
  reserved: number;
  payload: string;
}

/**
 * The WebSocket of the control: handshakes of other names and origins, frames that break RFC 6455, and messages that
 * are no calls. Oracles: only a right handshake is answered with 101; nothing is heard without the secret; the
 * connection of whoever breaks the protocol is closed; the sandbox answers afterwards.
 */
export function streamSubject(ground: Ground): Subject {
  const frame = fc.record({
    opcode: fc.oneof(fc.constant(1), fc.nat({ max: 15 })),
    final: fc.oneof(
      { weight: 4, arbitrary: fc.constant(true) },
      { weight: 1, arbitrary: fc.constant(false) },
    ),
    masked: fc.oneof(
      { weight: 4, arbitrary: fc.constant(true) },
      { weight: 1, arbitrary: fc.constant(false) },
    ),
    reserved: fc.oneof(
      { weight: 6, arbitrary: fc.constant(0) },
      { weight: 1, arbitrary: fc.nat({ max: 7 }) },
    ),
    payload: fc.oneof(fc.constantFrom(...MESSAGES), fc.string({ unit: 'binary', maxLength: 200 })),
  });
  const usual = <T>(right: T, ...wrong: T[]): fc.Arbitrary<T> =>
    fc.oneof(
      { weight: 3, arbitrary: fc.constant(right) },
      { weight: 1, arbitrary: fc.constantFrom(...wrong) },
    );
  const shape = fc.record<StreamCase>({
    host: usual('HOST', 'evil.example', '', 'HOST.evil.example', '127.0.0.1'),
    origin: usual<string | null>(
      null,
      'http://HOST',
      'https://evil.example',
      'null',
      'http://127.0.0.1:1',
      'file://',
    ),
    path: usual('/api/stream', '/api/call', '/', '/api/stream/../call', '/api/stream?secret=SECRET'),
    key: usual('dGhlIHNhbXBsZSBub25jZQ==', '', 'x', 'a'.repeat(5_000)),
    version: usual('13', '', '8', '14', 'x'),
    greets: fc.boolean(),
    frames: fc.array(frame, { maxLength: 4 }),
  });
  return hammered<StreamCase>({
    name: 'WebSocket of the control',
    share: 0.3,
    shape,
    strike: (value) => strike(ground, value),
  });
}

const MESSAGES = [
  '',
  '{',
  'null',
  '{"secret":"x"}',
  '{"secret":["SECRET"]}',
  '{"secret":"SECRET","after":-1}',
  '{"secret":"SECRET","after":1e300}',
  '{"id":1,"method":"clock.get","params":{}}',
  '{"id":1,"method":"__proto__","params":{}}',
  '{"id":"1","method":"clock.get"}',
  '{"id":1,"method":"clock.get","params":{"__proto__":{"a":1}}}',
  `{"id":1,"method":"${'x'.repeat(3_000)}","params":{}}`,
] as const;

async function strike(ground: Ground, value: StreamCase): Promise<Ending> {
  const { port, host } = ground.port('ui');
  const { secret } = ground.sandbox.ready.control;
  const fill = (text: string): string => text.replaceAll('HOST', host).replaceAll('SECRET', secret);
  const hello: Frame = { opcode: 1, final: true, masked: true, reserved: 0, payload: '{"secret":"SECRET"}' };
  const frames = (value.greets ? [hello, ...value.frames] : value.frames).map((frame) => ({
    ...frame,
    payload: fill(frame.payload),
  }));
  const heard = await openStream(port, {
    path: fill(value.path),
    lines: [
      `Host: ${fill(value.host)}`,
      ...(value.origin === null ? [] : [`Origin: ${fill(value.origin)}`]),
      ...(value.key === '' ? [] : [`Sec-WebSocket-Key: ${value.key}`]),
      ...(value.version === '' ? [] : [`Sec-WebSocket-Version: ${value.version}`]),
    ],
    frames,
  });
  await ground.logged();
  const right =
    value.host === 'HOST' &&
    (value.origin === null || value.origin === 'http://HOST') &&
    value.path.startsWith('/api/stream') &&
    !value.path.includes('..');
  const opened = heard.status === 101;
  if (opened && !right) throw new Violation('wrong allow', 'a handshake of another name, origin or path');
  if (!opened && heard.status < 400)
    throw new Violation('form', `the handshake was answered with ${heard.status}`);
  const knows = frames.some(({ payload }) => payload.includes(`"secret":"${secret}"`));
  if (heard.messages.length > 0 && !knows)
    throw new Violation('wrong allow', `heard without the secret: ${heard.messages[0]?.slice(0, 100)}`);
  return opened && heard.messages.length > 0 ? 'allowed' : 'refused';
}
