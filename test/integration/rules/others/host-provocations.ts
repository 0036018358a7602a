import { onTestFinished } from 'vitest';
import { hostFacts } from '../../../../src-main/control/host-facts.ts';
import type { HOST_RULES } from '../../../../src-main/control/host-rules.ts';
import { createRunSecret } from '../../../../src-main/host/run-secret.ts';
import { startWebHost } from '../../../../src-main/web/server.ts';
import { testCore } from '../../../support/core.ts';
import { ScriptedSandbox } from '../../../unit/host/scripted-sandbox.ts';
import { makeRenderer, StreamClient } from '../../web/web-fixture.ts';
import { answerOf, newestRefusal, raw, type Turned } from './turned.ts';

interface Web {
  port: number;
  secret: string;
}

/** A web host whose refusals go to a real log, by the way that the worker's messages go. */
const at = (send: (web: Web) => Promise<string>) => async (): Promise<Turned> => {
  const core = testCore();
  const sandbox = new ScriptedSandbox();
  const secret = createRunSecret();
  const web = await startWebHost({
    source: sandbox.supervisor,
    secret,
    renderer: makeRenderer(),
    port: { port: 0, orAnother: true },
    refused: (refusal) => hostFacts(core).httpRefused(refusal),
    output: () => undefined,
  });
  await sandbox.supervisor.start();
  onTestFinished(async () => {
    await web.close();
    await sandbox.supervisor.stop();
  });
  const answer = await send({ port: web.port, secret });
  return { answer, event: await newestRefusal(core) };
};

const call = (headers: Record<string, string>, body = '{}') =>
  at(async ({ port, secret }) => {
    const all = { 'content-type': 'application/json', 'x-gatehouse-secret': secret, ...headers };
    return answerOf(await fetch(`http://127.0.0.1:${port}/api/call`, { method: 'POST', headers: all, body }));
  });

const bytes = (text: string) => at(({ port }) => raw(port, text.replace('PORT', String(port))));

export const hostProvocations: Record<keyof typeof HOST_RULES, () => Promise<Turned>> = {
  'request.host-refused': bytes('GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n'),
  'request.origin-refused': call({ origin: 'http://evil.example' }),
  'request.secret-refused': call({ 'x-gatehouse-secret': 'another' }),
  'request.method-refused': at(async ({ port }) =>
    answerOf(await fetch(`http://127.0.0.1:${port}/`, { method: 'PUT' })),
  ),
  'request.not-found': bytes(
    'GET /assets/..%2fneighbour.js HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nConnection: close\r\n\r\n',
  ),
  'request.type-refused': call({ 'content-type': 'text/plain' }),
  'request.json-invalid': call({}, '{"method"'),
  'request.too-long': call({}, JSON.stringify({ method: 'sandbox.info', params: 'x'.repeat(1_100_000) })),
  'request.expectation-refused': bytes('GET / HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nExpect: miracles\r\n\r\n'),
  'request.header-too-long': bytes(
    `GET / HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nX-Long: ${'x'.repeat(20_000)}\r\n\r\n`,
  ),
  'request.malformed': bytes('HELLO\r\n\r\n'),
  'request.binary': at(async ({ port }) => {
    const client = new StreamClient(port);
    await client.opened;
    client.socket.send(Buffer.from([1, 2, 3]));
    const reason = new Promise<string>((resolve) =>
      client.socket.once('close', (code, text) => resolve(`${code} ${String(text)}`)),
    );
    return reason;
  }),
  // The window alone can refuse this, and its own tests do; here, what it tells the sandbox.
  'persona.navigation.loopback': async () => {
    const core = testCore();
    hostFacts(core).navigationRefused({
      persona: 'alice',
      url: 'https://example.com/?code=1',
      reason: 'It lies outside of the sandbox.',
    });
    return { answer: 'a page in the persona’s browser', event: await newestRefusal(core) };
  },
};
