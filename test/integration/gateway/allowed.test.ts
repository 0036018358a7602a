import { describe, expect, it } from 'vitest';
import { gatewayFixture } from './support/gateway-fixture.ts';

describe('a request that is allowed', () => {
  it('reaches the backend with who calls, and without the token', async () => {
    const { bearer, token, upstream, last } = await gatewayFixture();
    const access = await token();
    const response = await bearer(access, '/notes/1.0/items/7?page=2', {
      headers: {
        cookie: 'session=of-another-app',
        'x-gatehouse-subject': 'mallory',
        x_gatehouse_subject: 'mallory',
        'x-forwarded-for': '6.6.6.6',
        forwarded: 'for=6.6.6.6',
        'x-custom': 'kept',
      },
    });
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ ok: true });
    const [request] = upstream.requests;
    expect(request?.url).toBe('/items/7?page=2');
    expect(request?.headers).toMatchObject({
      'x-gatehouse-subject': 'alice',
      'x-gatehouse-client': 'workbench',
      'x-gatehouse-scope': 'notes:read',
      'x-gatehouse-gateway-key': 'the-key-of-the-gateway',
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-proto': 'http',
      'x-custom': 'kept',
      via: '1.1 gatehouse',
    });
    expect(request?.headers.forwarded).toMatch(/^for=127\.0\.0\.1;host="127\.0\.0\.1:\d+";proto=http$/);
    expect(JSON.stringify(request?.raw)).not.toMatch(/mallory|6\.6\.6\.6|of-another-app/);
    expect(JSON.stringify(request?.raw)).not.toContain(access);

    expect(last()).toMatchObject({
      type: 'gw.request.allowed',
      outcome: 'allowed',
      subject: 'alice',
      actor: 'app:workbench',
      node: 'gateway',
      data: {
        api: 'notes',
        version: '1.0',
        operation: 'GET /items/{id}',
        method: 'GET',
        path: '/notes/1.0/items/7',
        client: 'workbench',
        scope: 'notes:read',
      },
    });
    expect(JSON.stringify(last())).not.toContain(access);
  });

  it('is decided after it was recorded and before it is forwarded', async () => {
    const { bearer, token, core, upstream } = await gatewayFixture();
    await bearer(await token());
    const types = core.log.list({ limit: 20 }).map((event) => event.type);
    expect(types).toEqual(['http.request', 'gw.request.allowed', 'http.response']);
    const [, parent] = /^00-([0-9a-f]{32})-/.exec(upstream.requests[0]?.headers.traceparent as string) ?? [];
    expect(parent).toBe(core.log.list({ limit: 20 })[0]?.trace);
  });

  it('is verified once; the next record says where', async () => {
    const { bearer, token, decisions } = await gatewayFixture();
    const access = await token();
    await bearer(access);
    await bearer(access);
    const [first, second] = decisions();
    const signature = second?.reasons.find((reason) => reason.rule === 'gw.token.signature');
    expect(signature).toMatchObject({ outcome: 'pass', seen: `cached, verified at event ${first?.seq}` });
    expect(second?.reasons.some((reason) => reason.rule === 'gw.token.key')).toBe(false);
    expect(second?.reasons.some((reason) => reason.rule === 'gw.token.expiry')).toBe(true);
  });
});
