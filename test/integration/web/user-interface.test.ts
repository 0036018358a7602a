import { mkdtempSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startWebHost } from '../../../src-main/web/server.ts';
import { sendRaw, startWeb } from './web-fixture.ts';

let running: Awaited<ReturnType<typeof startWeb>>;
beforeAll(async () => {
  running = await startWeb();
});
afterAll(() => running.stop());

const get = (path: string, init?: RequestInit) => fetch(`http://127.0.0.1:${running.web.port}${path}`, init);

describe('the page', () => {
  it('carries a policy whose nonce is the one in the page, new each time', async () => {
    const seen = new Set<string>();
    for (let time = 0; time < 2; time += 1) {
      const response = await get('/');
      const policy = response.headers.get('content-security-policy') ?? '';
      const nonce = /script-src 'self' 'nonce-([^']+)'/.exec(policy)?.[1] ?? '';
      const html = await response.text();
      expect(html).toContain(`content="${nonce}"`);
      expect(html).not.toContain('__CSP_NONCE__');
      seen.add(nonce);
    }
    expect(seen.size).toBe(2);
  });

  it('may load nothing but its own files, be framed by nobody, and tells no address to anybody', async () => {
    const { headers } = await get('/');
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain(`connect-src 'self' ws://127.0.0.1:${running.web.port}`);
    expect(policy).not.toContain('unsafe');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('set-cookie')).toBeNull();
  });

  it('is served on IPv6 loopback too', async () => {
    const answer = await sendRaw(
      running.web.port,
      `GET / HTTP/1.1\r\nHost: [::1]:${running.web.port}\r\nConnection: close\r\n\r\n`,
      '::1',
    );
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
  });

  it('answers HEAD with the headers alone', async () => {
    const response = await get('/', { method: 'HEAD' });
    expect([response.status, await response.text()]).toEqual([200, '']);
    expect(Number(response.headers.get('content-length'))).toBeGreaterThan(0);
  });
});

describe('its files', () => {
  it('have their types, and those named by content may be kept', async () => {
    const script = await get('/assets/index-abc123.js');
    expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(script.headers.get('cache-control')).toContain('immutable');
    expect((await get('/assets/font.woff2')).headers.get('content-type')).toBe('font/woff2');
  });

  it.each([
    '/../neighbour.js',
    '/assets/../../neighbour.js',
    '/%2e%2e/neighbour.js',
    '/..%2fneighbour.js',
    '/..%5cneighbour.js',
    '/..\\neighbour.js',
    '/assets/..%2f..%2fneighbour.js',
    '/%252e%252e/neighbour.js',
    '/assets/link.js',
    '/.hidden.js',
    '/index.html%00.js',
    '/assets//index-abc123.js',
    '//neighbour.js',
    '//server/share/neighbour.js',
    '/C:/neighbour.js',
    '/C:neighbour.js',
    '/%c0%ae%c0%ae/neighbour.js',
    '/assets',
    '/nothing.js',
    `/${'a'.repeat(5000)}.js`,
    'http://127.0.0.1/../neighbour.js',
    '*',
  ])('end at the folder: %s', async (target) => {
    const answer = await sendRaw(
      running.web.port,
      `GET ${target} HTTP/1.1\r\nHost: 127.0.0.1:${running.web.port}\r\nConnection: close\r\n\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 40[04] /);
    expect(answer).not.toContain('SECRET');
    expect(answer).not.toContain('hidden');
  });

  it('cannot be written', async () => {
    expect((await get('/', { method: 'POST', body: 'x' })).status).toBe(405);
  });

  it('that are not built are missed in words', async () => {
    const other = await startWeb(mkdtempSync(`${tmpdir()}/gatehouse-empty-`));
    const response = await fetch(`http://127.0.0.1:${other.web.port}/`);
    expect([response.status, (await response.json()).code]).toEqual([404, 'ui.not-built']);
    await other.stop();
  });
});

describe('a port that is taken', () => {
  it('is left for another one, or refused when a person has asked for it', async () => {
    const blocker = createServer();
    await new Promise<void>((resolve) => blocker.listen(0, '127.0.0.1', resolve));
    const address = blocker.address();
    const port = address !== null && typeof address === 'object' ? address.port : 0;
    const options = {
      source: running.sandbox.supervisor,
      secret: 's',
      renderer: '/',
      refused: () => undefined,
      output: () => undefined,
    };
    await expect(startWebHost({ ...options, port: { port, orAnother: false } })).rejects.toMatchObject({
      code: 'port.taken',
    });
    const other = await startWebHost({ ...options, port: { port, orAnother: true } });
    expect(other.moved).toBe(true);
    expect(other.port).not.toBe(port);
    await other.close();
    blocker.close();
  });
});
