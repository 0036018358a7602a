import { beforeAll, describe, expect, it } from 'vitest';
import { answerApp } from '../../../src-main/desktop/app-files.ts';
import { makeRenderer } from '../../integration/web/web-fixture.ts';

let renderer: string;
beforeAll(() => {
  renderer = makeRenderer();
});
const get = (url: string, method = 'GET') => answerApp({ method, url }, renderer);

describe('the protocol of the window', () => {
  it('serves the page with a policy that lets it load its own files only, under a nonce of its own', async () => {
    const [one, two] = [await get('app://gatehouse/index.html'), await get('app://gatehouse/')];
    const policy = one.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("connect-src 'self';");
    expect(policy).not.toContain('unsafe');
    expect(policy).not.toBe(two.headers.get('content-security-policy'));
    expect(one.headers.get('x-content-type-options')).toBe('nosniff');
    const nonce = /'nonce-([^']+)'/.exec(policy)?.[1];
    expect(await one.text()).toContain(`nonce="${nonce}"`);
  });

  it.each(['POST', 'PUT', 'HEAD', 'DELETE'])('answers no %s', async (method) => {
    expect((await get('app://gatehouse/index.html', method)).status).toBe(405);
  });

  it.each([
    'app://evil/index.html',
    'app://gatehouse.evil/index.html',
    'app://gatehouse/../neighbour.js',
    'app://gatehouse/..%2fneighbour.js',
    'app://gatehouse/..%5cneighbour.js',
    'app://gatehouse/..\\neighbour.js',
    'app://gatehouse/%2e%2e/neighbour.js',
    'app://gatehouse/%252e%252e/neighbour.js',
    'app://gatehouse/assets/..%2f..%2fneighbour.js',
    'app://gatehouse/assets/link.js',
    'app://gatehouse/.hidden.js',
    'app://gatehouse/index.html%00.js',
    'app://gatehouse//server/share/neighbour.js',
    'app://gatehouse/C:/neighbour.js',
    'app://gatehouse/%5c%5cserver%5cshare',
    'app://gatehouse/%c0%ae%c0%ae/neighbour.js',
    'app://gatehouse/%ff.js',
    'app://gatehouse/assets/',
    'app://gatehouse/nothing.js',
  ])('ends at the folder: %s', async (url) => {
    const answer = await get(url);
    expect(answer.status).toBe(404);
    expect(await answer.text()).not.toMatch(/SECRET|hidden/);
  });
});
