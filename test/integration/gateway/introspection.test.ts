import { describe, expect, it } from 'vitest';
import { type Fixture, gatewayFixture } from './support/gateway-fixture.ts';

const ITEMS = '/cards/1.0/items';

/** An opaque token that the issuer knows. */
function opaque(
  { issuer, registerToken, core }: Fixture,
  token: string,
  claims: Record<string, string> = {},
) {
  issuer.opaque.set(token, {
    aud: 'https://api.test/cards',
    sub: 'alice',
    client_id: 'pocket',
    scope: 'cards:read',
    exp: core.clock.seconds() + 60,
    ...claims,
  });
  registerToken(token);
  return token;
}

describe('an opaque token', () => {
  it('is accepted on the word of the provider, as the person for whom it stands', async () => {
    const fixture = await gatewayFixture();
    const response = await fixture.bearer(opaque(fixture, 'opaque-1'), ITEMS);
    expect(response.status).toBe(200);
    expect(fixture.upstream.requests[0]?.headers).toMatchObject({
      'x-gatehouse-subject': 'alice',
      'x-gatehouse-client': 'pocket',
    });
    expect(fixture.last()).toMatchObject({ type: 'gw.request.allowed', subject: 'alice' });
  });

  it('is asked about once, however many requests carry it at the same time, and then for a short while not', async () => {
    const fixture = await gatewayFixture();
    const { bearer, issuer, core, last } = fixture;
    const token = opaque(fixture, 'opaque-1');
    const answers = await Promise.all(Array.from({ length: 20 }, () => bearer(token, ITEMS)));
    expect(answers.every((answer) => answer.status === 200)).toBe(true);
    expect(issuer.asked.introspection).toBe(1);
    core.clock.slideTo(core.clock.now() + 7_000);
    await bearer(token, ITEMS);
    expect(issuer.asked.introspection).toBe(1);
    const kept = last().reasons.find((reason) => reason.rule === 'gw.introspection.available');
    expect(kept?.seen).toMatch(/^cached, [78] s old$/);
    core.clock.slideTo(core.clock.now() + 4_000);
    await bearer(token, ITEMS);
    expect(issuer.asked.introspection).toBe(2);
  });

  it('that is not active is asked about again each time', async () => {
    const { bearer, issuer } = await gatewayFixture();
    await bearer('unknown', ITEMS);
    await bearer('unknown', ITEMS);
    expect(issuer.asked.introspection).toBe(2);
  });

  it('is asked about anew after a change of the clock', async () => {
    const fixture = await gatewayFixture();
    const token = opaque(fixture, 'opaque-1');
    await fixture.bearer(token, ITEMS);
    await fixture.core.scheduler.advance(1_000);
    await fixture.bearer(token, ITEMS);
    expect(fixture.issuer.asked.introspection).toBe(2);
  });
});

describe('the look-up in the register', () => {
  it('switched off lets a revoked token pass until it expires, and the record says so', async () => {
    const { bearer, token, register, core, settings, last } = await gatewayFixture();
    const access = await token();
    register.revoke(core.vault.handle('access_token', access), core.clock.seconds(), 'revocation');
    expect((await bearer(access)).status).toBe(401);
    settings.revocationLookup = false;
    expect((await bearer(access)).status).toBe(200);
    expect(last().reasons).toContainEqual(
      expect.objectContaining({
        rule: 'gw.token.not-revoked',
        outcome: 'skip',
        seen: 'not asked: the look-up in the register is switched off',
      }),
    );
    settings.revocationLookup = true;
    expect((await bearer(access)).status).toBe(401);
  });

  it('is made also for a token whose signature was verified before', async () => {
    const { bearer, token, register, core } = await gatewayFixture();
    const access = await token();
    expect((await bearer(access)).status).toBe(200);
    register.revoke(core.vault.handle('access_token', access), core.clock.seconds(), 'revocation');
    expect((await bearer(access)).status).toBe(401);
  });
});
