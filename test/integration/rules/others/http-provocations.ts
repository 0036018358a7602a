import { onTestFinished } from 'vitest';
import type { HTTP_RULES } from '../../../../src-main/events/http-rules.ts';
import { createObservedServer } from '../../../../src-main/events/observed-server.ts';
import { testCore } from '../../../support/core.ts';
import { newestRefusal, raw, type Turned } from './turned.ts';

/** Sends bytes to a listener such as every part of the sandbox has. */
const sends = (text: string) => async (): Promise<Turned> => {
  const core = testCore();
  const handler = () => {
    throw new Error('nothing may come so far');
  };
  const server = createObservedServer({ core, node: 'idp', handler, hosts: ['localhost', '127.0.0.1'] });
  const port = await server.listen(0);
  onTestFinished(() => server.close());
  const answer = await raw(port, text.replace('PORT', String(port)));
  return { answer, event: await newestRefusal(core) };
};

export const httpProvocations: Record<keyof typeof HTTP_RULES, () => Promise<Turned>> = {
  'http.host': sends('GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n'),
  'http.expectation': sends('GET / HTTP/1.1\r\nHost: localhost:PORT\r\nExpect: miracles\r\n\r\n'),
  'http.method': sends('CONNECT example.com:443 HTTP/1.1\r\nHost: localhost:PORT\r\n\r\n'),
  'http.well-formed': sends('HELLO\r\n\r\n'),
};
