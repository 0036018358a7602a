import { describe, expect, it } from 'vitest';
import { DpopClient } from './support/dpop-client.ts';
import { type Fixture, gatewayFixture } from './support/gateway-fixture.ts';

const ITEMS = '/notes/1.0/items';

async function prepare(fixture: Fixture) {
  const client = await DpopClient.create();
  const token = await fixture.token({ cnf: { jkt: client.jkt }, exp: fixture.core.clock.seconds() + 7200 });
  const htu = `${fixture.url}${ITEMS}`;
  const call = (proof: string, path = ITEMS) =>
    fixture.get(path, { authorization: `DPoP ${token}`, dpop: proof });
  return { client, token, htu, call };
}

describe('a token that is bound to a key', () => {
  it('is accepted with a proof, whose address leaves out the query', async () => {
    const fixture = await gatewayFixture();
    const { client, token, htu, call } = await prepare(fixture);
    const proof = await client.proof(fixture.core.clock.seconds(), htu, token);
    expect((await call(proof, `${ITEMS}?page=2`)).status).toBe(200);
    expect(fixture.upstream.requests[0]?.headers).not.toHaveProperty('dpop');
  });

  it('needs a new proof each time, also when its signature was verified before', async () => {
    const fixture = await gatewayFixture();
    const { client, token, htu, call } = await prepare(fixture);
    const now = fixture.core.clock.seconds();
    expect((await call(await client.proof(now, htu, token))).status).toBe(200);
    expect((await call(await client.proof(now, htu, token))).status).toBe(200);
    const rules = fixture.last().reasons.map((reason) => reason.rule);
    expect(rules).toContain('gw.dpop.signature');
    expect(rules).not.toContain('gw.token.key');
  });

  it('works from a client whose clock differs, after the gateway has given it a nonce', async () => {
    const fixture = await gatewayFixture();
    const { client, token, htu, call } = await prepare(fixture);
    const outside = fixture.core.clock.seconds();
    await fixture.core.scheduler.advance(3_600_000);
    const refused = await call(await client.proof(outside, htu, token));
    expect(refused.status).toBe(401);
    expect(refused.headers.get('www-authenticate')).toMatch(/^DPoP .*error="use_dpop_nonce"/);
    const nonce = refused.headers.get('dpop-nonce');
    const answer = await call(await client.proof(outside, htu, token, { nonce }));
    expect(answer.status).toBe(200);
    expect(answer.headers.get('dpop-nonce')).toBe(nonce);
  });

  it('has nonces that last a few minutes of virtual time', async () => {
    const fixture = await gatewayFixture();
    const { client, token, htu, call } = await prepare(fixture);
    const now = fixture.core.clock.seconds();
    const nonce = (await call('x')).headers.get('dpop-nonce');
    await fixture.core.scheduler.advance(180_000);
    expect((await call(await client.proof(now, htu, token, { nonce }))).status).toBe(200);
    await fixture.core.scheduler.advance(180_000);
    expect((await call(await client.proof(now, htu, token, { nonce }))).status).toBe(401);
    expect(fixture.last()).toMatchObject({ outcome: 'challenged', data: { rule: 'gw.dpop.nonce' } });
  });

  it('keeps a proof used across a change of the clock', async () => {
    const fixture = await gatewayFixture();
    const { client, token, htu, call } = await prepare(fixture);
    const proof = await client.proof(fixture.core.clock.seconds(), htu, token);
    await call(proof);
    await fixture.core.scheduler.advance(3_600_000);
    await fixture.core.scheduler.jump(0);
    expect((await call(proof)).status).toBe(401);
    expect(fixture.last().data.rule).toBe('gw.dpop.replay');
  });
});
