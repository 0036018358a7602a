import fc from 'fast-check';
import { contractMethods } from '../../../src-main/contract/methods.ts';
import { assertForm } from '../answer-form.ts';
import type { Ground } from '../ground.ts';
import { hammered } from '../hammer.ts';
import { send } from '../raw-http.ts';
import { JSON_BODIES } from '../shapes/http-tricks.ts';
import { type Ending, type Subject, Violation } from '../verdict.ts';

/** A message to the control endpoint, as text. */
interface Message {
  body: string;
}

/** Words that name what exists, so that some messages come far. */
const WORDS = [
  'alice',
  'mallory',
  'care-desk',
  'workbench',
  'accounts',
  '/accounts',
  'first-steps',
  '../../etc/passwd',
  '__proto__',
  'GET',
  '\0',
  'x'.repeat(5_000),
];
const MEMBERS = [
  'id',
  'ms',
  'limit',
  'after',
  'before',
  'flow',
  'handle',
  'token',
  'persona',
  'to',
  'clientId',
  'requestedScopes',
  'name',
  'kind',
  'redirectUris',
  'method',
  'api',
  'path',
  'body',
  'pack',
  'lab',
  'step',
  'action',
  'format',
  'secrets',
  'search',
  '__proto__',
  'constructor',
];

/** What a person who holds the secret may do on purpose is no fault: these are left to the tests of their own. */
const METHODS = Object.keys(contractMethods).filter(
  (name) => !/^(?:snapshots|events\.clear|labs|keys|sandbox|storage)/.test(name),
);

/** Calls with the secret of the run and a body of any shape. Nothing may be a server error, nor reach a prototype. */
export function controlSubject(ground: Ground): Subject {
  const value = fc.oneof(
    fc.constantFrom<unknown>(...WORDS),
    fc.jsonValue({ maxDepth: 3 }),
    fc.constantFrom<unknown>(null, -1, 0, 1, 2 ** 53, 1e300, -(2 ** 53), true, [], {}),
  );
  const parameters = fc.dictionary(fc.constantFrom(...MEMBERS), value, { maxKeys: 5 });
  const method = fc.oneof(
    fc.constantFrom(...METHODS),
    fc.constantFrom('__proto__', 'constructor', 'toString', '', 'x'),
  );
  const body = fc.oneof(
    {
      weight: 8,
      arbitrary: fc
        .tuple(method, parameters)
        .map(([name, params]) => JSON.stringify({ method: name, params })),
    },
    { weight: 1, arbitrary: fc.constantFrom(...JSON_BODIES) },
    { weight: 1, arbitrary: fc.jsonValue().map((json) => JSON.stringify(json)) },
  );
  return hammered<Message>({
    name: 'control messages',
    share: 0.5,
    shape: fc.record({ body }),
    corpus: [
      ...JSON_BODIES.map((text) => ({ body: text })),
      ...['clock.advance', 'tokens.inspect', 'apps.update', 'requests.send'].map((name) => ({
        body: `{"method":"${name}","params":{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}}`,
      })),
    ],
    strike: ({ body: text }) => strike(ground, text),
  });
}

async function strike(ground: Ground, text: string): Promise<Ending> {
  const { port, host } = ground.port('ui');
  const bytes = Buffer.from(text);
  const head = [
    'POST /api/call HTTP/1.1',
    `Host: ${host}`,
    'Content-Type: application/json',
    `X-Gatehouse-Secret: ${ground.sandbox.ready.control.secret}`,
    `Content-Length: ${bytes.length}`,
  ].join('\r\n');
  const before = ground.stateDigest();
  const { answers } = await send(port, Buffer.concat([Buffer.from(`${head}\r\n\r\n`), bytes]));
  const answer = answers[0];
  if (!answer) throw new Violation('form', 'no answer');
  assertForm(answer, 'POST');
  await ground.logged();
  if (answer.body.includes('"polluted"') && answer.status < 400)
    throw new Violation('wrong allow', `a prototype was reached: ${answer.body.slice(0, 200)}`);
  if (answer.status >= 400 && ground.stateDigest() !== before)
    throw new Violation('state', `refused with ${answer.status}, and yet the state has changed`);
  return answer.status < 400 ? 'allowed' : 'refused';
}
