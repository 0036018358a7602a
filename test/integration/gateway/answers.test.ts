import { describe, expect, it } from 'vitest';
import { tempDir } from '../../support/temp-dir.ts';
import { gatewayFixture, testApi } from './support/gateway-fixture.ts';
import { rawRequest } from './support/raw-request.ts';
import { fetchPreflight } from './support/shape-provocations.ts';

const ITEMS = '/notes/1.0/items';

describe('challenges', () => {
  it('without a token offer both schemes and name no error', async () => {
    const { get, last } = await gatewayFixture();
    const response = await get(ITEMS);
    expect(response.headers.get('www-authenticate')).toMatch(
      /^Bearer realm="notes", DPoP realm="notes", algs="RS256 .*"$/,
    );
    expect(last()).toMatchObject({ type: 'gw.request.denied', outcome: 'challenged' });
  });

  it('for a missing scope name it', async () => {
    const { bearer, token, last } = await gatewayFixture();
    const response = await bearer(await token({ scope: 'notes:list' }));
    expect(response.status).toBe(403);
    expect(response.headers.get('www-authenticate')).toBe(
      'Bearer realm="notes", error="insufficient_scope", error_description="This operation needs notes:read; the token has notes:list.", scope="notes:read"',
    );
    expect(await response.json()).toMatchObject({
      code: 'GH-403-01',
      detail: 'This operation needs notes:read; the token has notes:list.',
    });
    expect(last()).toMatchObject({
      subject: 'alice',
      actor: 'app:workbench',
      data: { client: 'workbench', api: 'notes', operation: 'GET /items', rule: 'gw.scope.required' },
    });
  });

  it('cannot be broken by what a token holds', async () => {
    const { bearer, token } = await gatewayFixture();
    const response = await bearer(await token({ iss: 'https://x"\r\nset-cookie: a=b\u{1f600}' }));
    expect(response.status).toBe(401);
    expect(response.headers.get('set-cookie')).toBeNull();
    expect(response.headers.get('www-authenticate')).not.toMatch(/"\r|\n/);
  });

  it('of a method that the operation does not take say which it takes', async () => {
    const { url } = await gatewayFixture();
    const response = await fetch(`${url}${ITEMS}`, { method: 'DELETE' });
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, POST']);
  });
});

describe('pages of another origin', () => {
  it('of an application that is known may call, and read the answer', async () => {
    const { url, bearer, token, decisions } = await gatewayFixture();
    const origin = 'http://127.0.0.1:9501';
    const preflight = await fetchPreflight(`${url}${ITEMS}`, origin);
    expect(preflight.status).toBe(204);
    expect(Object.fromEntries(preflight.headers)).toMatchObject({
      'access-control-allow-origin': origin,
      'access-control-allow-methods': 'GET, POST',
      'access-control-allow-headers': 'authorization',
    });
    const answer = await bearer(await token(), ITEMS, { headers: { origin } });
    expect(answer.headers.get('access-control-allow-origin')).toBe(origin);
    const denied = await fetch(`${url}${ITEMS}`, { headers: { origin } });
    expect(denied.headers.get('access-control-allow-origin')).toBe(origin);
    expect(decisions().map((event) => event.type)).toEqual([
      'gw.preflight.answered',
      'gw.request.allowed',
      'gw.request.denied',
    ]);
  });

  it('that are strange are answered without leave to read', async () => {
    const { bearer, token } = await gatewayFixture();
    const answer = await bearer(await token(), ITEMS, { headers: { origin: 'https://evil.example' } });
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
    expect(answer.headers.get('vary')).toBe('Origin');
  });
});

describe('routes', () => {
  it('prefer what is written over what stands for anything', async () => {
    const { bearer, token, last } = await gatewayFixture();
    await bearer(await token({ scope: undefined }), '/notes/1.0/items/latest');
    expect(last()).toMatchObject({ type: 'gw.request.allowed', data: { operation: 'GET /items/latest' } });
  });

  it('match the path once it is normalised, and the backend gets that path', async () => {
    const { bearer, token, upstream } = await gatewayFixture();
    await bearer(await token(), '/notes/1.0/%69tems/a%c3%a9');
    expect(upstream.requests[0]?.url).toBe('/items/a%C3%A9');
  });

  it('take a full address that names this gateway', async () => {
    const { port, token } = await gatewayFixture();
    const host = `127.0.0.1:${port}`;
    const lines = `Host: ${host}\r\nAuthorization: Bearer ${await token()}\r\nConnection: close`;
    const answer = await rawRequest(
      port,
      `GET http://${host}${ITEMS} HTTP/1.1\r\n${lines}\r\n\r\n`,
      () => false,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
  });

  it('of a new API or version work after the configuration was built anew', async () => {
    const { bearer, token, apis, gateway } = await gatewayFixture();
    const access = await token();
    expect((await bearer(access, '/notes/2.0/items')).status).toBe(404);
    apis.push(testApi('notes', 'jwt', '2.0'));
    gateway.rebuild();
    expect((await bearer(access, '/notes/2.0/items')).status).toBe(200);
    expect((await bearer(access)).status).toBe(200);
  });

  it('are built anew and everything is forgotten after a restore', async () => {
    const { bearer, token, core, apis, issuer, last } = await gatewayFixture();
    const file = `${tempDir()}/copy.db`;
    core.store.copyTo(file);
    const access = await token();
    expect((await bearer(access)).status).toBe(200);
    apis.push(testApi('later', 'jwt'));
    core.store.replaceWith(file);
    expect((await bearer(access, '/later/1.0/items')).status).toBe(401);
    expect((await bearer(access)).status).toBe(401);
    expect(last().data.rule).toBe('gw.token.not-revoked');
    expect(issuer.asked.keys).toBe(2);
  });
});

describe('what fails inside the gateway', () => {
  it('lets nothing through, is told without detail, and is in the log with it', async () => {
    const broken = {
      byJti: () => {
        throw new Error('the register is on fire');
      },
      byHandle: () => undefined,
    };
    const { bearer, token, upstream, last } = await gatewayFixture({ register: broken });
    const response = await bearer(await token());
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain('on fire');
    expect(upstream.requests).toEqual([]);
    expect(last()).toMatchObject({
      type: 'gw.request.denied',
      outcome: 'failed',
      data: { code: 'GH-500-01' },
    });
    expect(String(last().data.detail)).toContain('on fire');
  });
});
