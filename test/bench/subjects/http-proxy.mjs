import { Agent, createServer } from 'node:http';
import { createRequire } from 'node:module';
import { backend, ready } from '../lib/subject.mjs';

const httpProxy = createRequire(import.meta.url)('http-proxy');

/** `http-proxy` alone, with a keep-alive agent: it forwards, and does nothing else. */
const proxy = httpProxy.createProxyServer({
  target: backend(),
  agent: new Agent({ keepAlive: true, maxSockets: 128 }),
});
proxy.on('error', () => undefined);
await ready(createServer({ keepAliveTimeout: 60_000 }, (request, response) => proxy.web(request, response)));
