import { createServer } from 'node:http';
import { Pool } from 'undici';
import { expect, onTestFinished, test } from 'vitest';
import { InProcessNetwork } from '../../../src-main/events/network.ts';

function network(): InProcessNetwork {
  const made = new InProcessNetwork();
  onTestFinished(() => made.close());
  return made;
}

/** Answers with what was asked. */
const echo = () =>
  createServer((request, response) => {
    request.setEncoding('utf8');
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => response.end(`${request.method} ${request.headers.host}${request.url} ${body}`));
  });

test('servers answer at their addresses without a port of the machine', async () => {
  const inside = network();
  await inside.listen(echo, 9480);
  const { port } = await inside.listen(echo, 0);
  const one = await inside.fetch('http://localhost:9480/token', { method: 'POST', body: 'a=1' });
  expect(await one.text()).toBe('POST localhost:9480/token a=1');
  const other = await inside.fetch(`http://127.0.0.1:${port}/x`);
  expect(await other.text()).toBe(`GET 127.0.0.1:${port}/x `);
  await expect(fetch(`http://127.0.0.1:${port}/x`)).rejects.toThrow('fetch failed');
});

test('a pool of connections goes over it, many requests at once and one after the other', async () => {
  const inside = network();
  await inside.listen(echo, 9481);
  const pool = new Pool('http://127.0.0.1:9481', { connections: 4, connect: inside.connect });
  onTestFinished(() => pool.destroy());
  const answers = await Promise.all(
    Array.from({ length: 20 }, async (_, index) => {
      const { body } = await pool.request({ path: `/${index}`, method: 'PUT', body: 'x'.repeat(100_000) });
      return (await body.text()).length;
    }),
  );
  expect(answers.every((length) => length > 100_000)).toBe(true);
});

test('an address at which nothing listens refuses', async () => {
  await expect(network().fetch('http://127.0.0.1:9482/')).rejects.toMatchObject({
    cause: { code: 'ECONNREFUSED' },
  });
});
