import { start, startLoad } from './lib/processes.mjs';
import { interleaved } from './lib/rounds.mjs';

const CONNECTIONS = 50;

/** What is measured, in the order of the table. */
export const GATEWAY_SUBJECTS = {
  cached: 'Gatehouse, one token (verified once, then cached)',
  uncached: 'Gatehouse, a new token each time (all verified)',
  'http-proxy': 'http-proxy, keep-alive agent, forwards only',
  'express-gateway': 'express-gateway, proxy policy alone',
  undici: 'node:http and undici, the least possible (ceiling)',
  nginx: 'nginx, one worker (ceiling)',
};

/**
 * Requests per second through a gateway, side by side: all in front of the same backend, under the same load.
 *
 * @param {{ rounds: number, seconds: number, only?: readonly string[] }} options
 */
export async function benchGateway({ rounds, seconds, only }) {
  const backend = await start('subjects/backend.mjs');
  const env = { BENCH_BACKEND: `http://127.0.0.1:${backend.facts.port}` };
  const wanted = (/** @type {string} */ name) => !only || only.includes(name);
  const files = [
    ['gatehouse', 'subjects/gatehouse-gateway.ts'],
    ['http-proxy', 'subjects/http-proxy.mjs'],
    ['express-gateway', 'subjects/express-gateway.mjs'],
    ['undici', 'subjects/undici-minimum.mjs'],
    ['nginx', 'subjects/nginx.mjs'],
  ];
  const load = startLoad();
  const running = [backend];
  /** @type {Map<string, () => Promise<import('./lib/load.mjs').Measured>>} */
  const contestants = new Map();
  for (const [name = '', file = ''] of files) {
    if (!wanted(name) && !(name === 'gatehouse' && (wanted('cached') || wanted('uncached')))) continue;
    const subject = await start(file, env);
    running.push(subject);
    const { port, path = '/accounts/1.0/accounts', tokens, missing } = subject.facts;
    if (missing !== undefined) continue;
    const ask = (/** @type {string[]} */ headers) => async () => {
      const before = await subject.cpu();
      const measured = await load.run({ port, path, headers, connections: CONNECTIONS, seconds });
      return { ...measured, cpu: (((await subject.cpu()) - before) / measured.requests) * 1e6 };
    };
    const blocks = (tokens ?? ['x'.repeat(700)]).map(
      (/** @type {string} */ token) =>
        `Authorization: Bearer ${token}\r\nAccept: application/json\r\nUser-Agent: bench\r\n`,
    );
    if (name !== 'gatehouse') contestants.set(name, ask(blocks));
    else {
      if (wanted('cached')) contestants.set('cached', ask(blocks.slice(0, 1)));
      if (wanted('uncached')) contestants.set('uncached', ask(blocks));
    }
  }
  try {
    return await interleaved(contestants, rounds);
  } finally {
    load.stop();
    for (const subject of running) subject.stop();
  }
}
