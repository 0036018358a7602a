import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CookieJar } from 'tough-cookie';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Browser } from '../../../src-main/world/agent/browser.ts';
import { pageFetch } from '../../../src-main/world/agent/page-fetch.ts';

const ORIGIN = 'http://127.0.0.1:9501';
const seen: IncomingMessage[] = [];
let headers: Record<string, string> = {};
let server: Server;
let url: string;
let pageCode: typeof fetch;

beforeAll(async () => {
  server = createServer((request, response) => {
    seen.push(request);
    response.writeHead(request.method === 'OPTIONS' ? 204 : 200, headers).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

beforeEach(() => {
  seen.length = 0;
  headers = {};
  pageCode = pageFetch(new Browser((input, init) => fetch(input, init), new CookieJar()), ORIGIN);
});

const methods = () => seen.map((request) => request.method);
const allowed = { 'access-control-allow-origin': ORIGIN, 'access-control-allow-headers': 'Authorization' };

describe('fetch of a page', () => {
  it('asks first when it sends a token to another origin', async () => {
    headers = allowed;
    await pageCode(url, { headers: { authorization: 'Bearer x' } });
    expect(methods()).toEqual(['OPTIONS', 'GET']);
    expect(seen[0]?.headers).toMatchObject({
      origin: ORIGIN,
      'access-control-request-method': 'GET',
      'access-control-request-headers': 'authorization',
    });
    expect(seen[0]?.headers.authorization).toBeUndefined();
  });

  it('does not ask for a form', async () => {
    headers = allowed;
    await pageCode(url, { method: 'POST', body: new URLSearchParams({ grant_type: 'authorization_code' }) });
    expect(methods()).toEqual(['POST']);
  });

  it.each([
    ['no origin', {}],
    ['another origin', { ...allowed, 'access-control-allow-origin': 'http://127.0.0.1:1' }],
    ['no such header', { 'access-control-allow-origin': ORIGIN }],
  ])('does not send the request when the answer allows %s', async (_name, answer) => {
    headers = answer;
    await expect(pageCode(url, { headers: { authorization: 'Bearer x' } })).rejects.toThrow(/CORS/);
    expect(methods()).toEqual(['OPTIONS']);
  });

  it('hides headers that the other side did not expose', async () => {
    headers = {
      ...allowed,
      'www-authenticate': 'Bearer',
      'x-inner': '1',
      'access-control-expose-headers': 'WWW-Authenticate',
    };
    const answer = await pageCode(url);
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
    expect(answer.headers.get('x-inner')).toBeNull();
  });
});
