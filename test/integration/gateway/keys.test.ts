import { describe, expect, it, vi } from 'vitest';
import { gatewayFixture } from './support/gateway-fixture.ts';

const signatureOf = (event: { reasons: { rule: string; seen?: unknown }[] } | undefined) =>
  event?.reasons.find((reason) => reason.rule === 'gw.token.signature')?.seen;

describe('the keys of the provider', () => {
  it('are fetched once, however many requests need them at the same time', async () => {
    const { bearer, token, issuer } = await gatewayFixture();
    const tokens = await Promise.all(Array.from({ length: 20 }, () => token()));
    const answers = await Promise.all(tokens.map((access) => bearer(access)));
    expect(answers.map((answer) => answer.status)).toEqual(tokens.map(() => 200));
    expect(issuer.asked.keys).toBe(1);
  });

  it('are fetched again for a key that is new, right after it came into use', async () => {
    const { bearer, token, issuer } = await gatewayFixture();
    expect((await bearer(await token())).status).toBe(200);
    await issuer.rotate('ES256');
    expect((await bearer(await token())).status).toBe(200);
    await issuer.rotate('EdDSA');
    expect((await bearer(await token())).status).toBe(200);
    expect(issuer.asked.keys).toBe(3);
  });

  it('are not fetched for each made-up key id; a real new key is found after the pause', async () => {
    const { bearer, token, issuer, core } = await gatewayFixture();
    for (let n = 0; n < 30; n += 1) {
      expect((await bearer(await token({}, { kid: `made-up-${n}` }))).status).toBe(401);
    }
    expect(issuer.asked.keys).toBe(1);
    await issuer.rotate();
    const access = await token();
    expect((await bearer(access)).status).toBe(401);
    await core.scheduler.advance(10_000);
    expect((await bearer(access)).status).toBe(200);
  });

  it('stay in use while the provider is away', async () => {
    const { bearer, token, issuer, core } = await gatewayFixture();
    expect((await bearer(await token())).status).toBe(200);
    issuer.trouble = 'down';
    // The clock slides on by itself here: a jump would make the gateway forget what it knows.
    core.clock.slideTo(core.clock.now() + 299_000);
    core.clock.slideTo(core.clock.now() + 2_000);
    expect((await bearer(await token())).status).toBe(200);
  });

  it('are asked for again only a second after the provider failed to give them', async () => {
    const { bearer, token, issuer, core } = await gatewayFixture();
    issuer.trouble = 500;
    const access = await token();
    for (let n = 0; n < 30; n += 1) {
      const refusal = await bearer(access);
      expect([refusal.status, refusal.headers.get('retry-after')]).toEqual([503, '1']);
    }
    // Once for each second that the thirty took.
    expect(issuer.asked.keys).toBeLessThan(15);
    issuer.trouble = undefined;
    core.clock.slideTo(core.clock.now() + 1_000);
    expect((await bearer(access)).status).toBe(200);
  });

  it('that the provider has withdrawn stop counting, also for tokens that were verified', async () => {
    const { bearer, token, issuer, core, last } = await gatewayFixture();
    const access = await token({ exp: core.clock.seconds() + 3600 });
    await bearer(access);
    await bearer(access);
    expect(signatureOf(last())).toMatch(/cached/);
    await issuer.rotate();
    issuer.keys.shift();
    core.clock.slideTo(core.clock.now() + 301_000);
    expect((await bearer(access)).status).toBe(401);
    expect(last().data.rule).toBe('gw.token.key');
  });

  it('are asked for anew when the clock is changed while they are on their way', async () => {
    const { bearer, token, issuer, core } = await gatewayFixture();
    let open: () => void = () => undefined;
    issuer.gate = new Promise((resolve) => {
      open = resolve;
    });
    const answer = token().then((access) => bearer(access));
    await vi.waitUntil(() => issuer.asked.keys === 1);
    await core.scheduler.advance(1_000);
    open();
    expect((await answer).status).toBe(200);
    expect(issuer.asked.keys).toBe(2);
  });

  it('are forgotten when the clock is changed, and with them every verified token', async () => {
    const { bearer, token, issuer, core, last } = await gatewayFixture();
    const access = await token({ exp: core.clock.seconds() + 7200 });
    await bearer(access);
    await core.scheduler.advance(3_600_000);
    expect((await bearer(access)).status).toBe(200);
    expect(signatureOf(last())).toBe('RS256 by key-1');
    expect(issuer.asked.keys).toBe(2);
    await core.scheduler.jump(0);
    expect((await bearer(access)).status).toBe(200);
    expect(issuer.asked.keys).toBe(3);
  });
});
