import { describe, expect, it } from 'vitest';
import type { Reason, SandboxEvent } from '../../../src-main/contract/events.ts';
import { replay } from '../../../src-main/gateway/pipeline.ts';
import { GATEWAY_RULES, type GatewayRule } from '../../../src-main/gateway/rules.ts';
import { gatewayFixture } from './support/gateway-fixture.ts';
import { PROVOCATIONS } from './support/provocations.ts';
import { rawRequest } from './support/raw-request.ts';

const ITEMS = '/notes/1.0/items';
const DECISIONS: readonly string[] = ['gw.request.allowed', 'gw.request.denied', 'gw.preflight.answered'];
const AFTER: readonly string[] = ['gw.upstream.failed', 'gw.request.broken-off'];

/** The gateway's events of each request: those of one span. */
function bySpan(events: readonly SandboxEvent[]): SandboxEvent[][] {
  const spans = new Map<string | undefined, SandboxEvent[]>();
  for (const event of events) spans.set(event.span, [...(spans.get(event.span) ?? []), event]);
  return [...spans.values()];
}

describe('each request leaves one chain of decisions', () => {
  it.each((Object.keys(GATEWAY_RULES) as GatewayRule[]).map((rule) => [rule]))(
    'when %s refuses it',
    async (rule) => {
      const provocation = PROVOCATIONS[rule][0];
      const fixture = await gatewayFixture(provocation?.options);
      await provocation?.send(fixture);
      for (const events of bySpan(fixture.decisions())) {
        const [decision, after, ...more] = events;
        expect(DECISIONS).toContain(decision?.type);
        expect(more).toEqual([]);
        // What failed after the decision names it, and repeats none of its chain.
        if (after === undefined) continue;
        expect(AFTER).toContain(after.type);
        expect(after.data.decidedAt).toBe(decision?.seq);
        const decided = decision?.reasons.filter(({ rule: name }) => name !== 'gw.request.body-size') ?? [];
        const names = after.reasons.map((reason) => reason.rule);
        expect(names.filter((name) => decided.some((reason) => reason.rule === name))).toEqual([]);
      }
    },
  );
});

describe('a call that was let through before', () => {
  it('is decided anew each time: what changed since is seen', async () => {
    const { bearer, token, core, register, settings, decisions, last } = await gatewayFixture();
    const access = await token();
    const handle = core.vault.handle('access_token', access);
    for (let n = 0; n < 4; n += 1) expect((await bearer(access)).status).toBe(200);
    register.revoke(handle, core.clock.seconds(), 'logout');
    expect((await bearer(access)).status).toBe(401);
    expect(last().reasons.at(-1)).toMatchObject({ rule: 'gw.token.not-revoked', outcome: 'fail' });
    settings.revocationLookup = false;
    expect((await bearer(access)).status).toBe(200);
    expect(last().reasons.find((reason) => reason.rule === 'gw.token.not-revoked')?.outcome).toBe('skip');
    // Whatever was taken over from the call before, each record holds the whole chain, which decides the same way.
    for (const { reasons } of decisions()) expect(replay(reasons)).toEqual(reasons);
    expect(decisions().map(({ reasons }) => reasons.length >= 20)).toEqual(Array(6).fill(true));
  });
});

describe('a call that comes again within the same second', () => {
  it('has the very chain of the call before, so that the log stores it once', async () => {
    const { bearer, token, core } = await gatewayFixture();
    const chains: (readonly Reason[])[] = [];
    core.log.subscribe((events) => {
      for (const { type, reasons } of events) if (type === 'gw.request.allowed') chains.push(reasons);
    });
    const access = await token();
    for (let n = 0; n < 8; n += 1) expect((await bearer(access)).status).toBe(200);
    expect(chains).toHaveLength(8);
    const repeated = chains.filter((chain, index) => chains.indexOf(chain) < index);
    expect(repeated.length).toBeGreaterThan(0);
    expect(repeated.every((chain) => Object.isFrozen(chain))).toBe(true);
  });
});

describe('a call that differs from one that came again and again', () => {
  it('has a chain of its own, by what it differs in', async () => {
    const { token, port, core, decisions, last, gateway, apis } = await gatewayFixture();
    const access = await token();
    const call = (target: string, host: string, ...more: string[]) =>
      rawRequest(
        port,
        [`GET ${target} HTTP/1.1`, `Host: ${host}`, `Authorization: Bearer ${access}`, ...more, '', ''].join(
          '\r\n',
        ),
        (text) => text.includes('\r\n\r\n'),
      );
    const inputs = (rule: GatewayRule) => last().reasons.find((reason) => reason.rule === rule)?.inputs;
    const often = async () => {
      for (let n = 0; n < 4; n += 1) expect(await call(ITEMS, '127.0.0.1')).toMatch(/^HTTP\/1\.1 200 /);
    };
    await often();
    expect(await call(ITEMS, '127.0.0.1', 'X-More: 1')).toMatch(/ 200 /);
    expect(inputs('gw.request.header-count')).toMatchObject({ lines: 3 });
    await often();
    expect(await call(ITEMS, `127.0.0.1:${port}`)).toMatch(/ 200 /);
    expect(inputs('gw.request.framing')).toMatchObject({ hosts: [`127.0.0.1:${port}`] });
    await often();
    expect(await call(`${ITEMS}?a=1`, '127.0.0.1')).toMatch(/ 200 /);
    expect(inputs('gw.request.target-length')).toMatchObject({ bytes: ITEMS.length + 4 });
    await often();
    expect(await call(ITEMS, '127.0.0.1', 'Content-Length: 0')).toMatch(/ 200 /);
    expect(inputs('gw.request.framing')).toMatchObject({ contentLengths: ['0'] });
    await often();
    apis.shift();
    gateway.rebuild();
    expect(await call(ITEMS, '127.0.0.1')).toMatch(/ 404 /);
    const moments = decisions().map(({ reasons, vtime }) => ({
      at: reasons.find(({ rule }) => rule === 'gw.token.expiry')?.inputs?.now,
      vtime,
    }));
    for (const { at, vtime } of moments.slice(0, -1))
      expect(Math.abs(Number(at) * 1000 - vtime)).toBeLessThan(2_000);
    for (const { reasons } of decisions()) expect(replay(reasons)).toEqual(reasons);
    await core.recorder.committed();
  });

  it('is refused once the clock has passed the end of its token', async () => {
    const { bearer, token, core, last } = await gatewayFixture();
    const access = await token();
    for (let n = 0; n < 4; n += 1) expect((await bearer(access)).status).toBe(200);
    core.clock.setOffset(core.clock.offset + 3_600_000);
    expect((await bearer(access)).status).toBe(401);
    expect(last().reasons.at(-1)?.rule).toBe('gw.token.expiry');
  });
});

describe('a client that asks before it sends its body', () => {
  const head = (line: string) =>
    `POST ${ITEMS} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 8\r\nExpect: 100-continue\r\n${line}\r\n`;

  it('is refused without 100 Continue, and its connection ends', async () => {
    const { port, upstream, last } = await gatewayFixture();
    const answer = await rawRequest(port, head(''), () => false);
    expect(answer).toMatch(/^HTTP\/1\.1 401 /);
    expect(answer).toMatch(/\r\nconnection: close\r\n/i);
    expect(last().reasons.at(-1)?.rule).toBe('gw.credential.present');
    expect(upstream.requests).toEqual([]);
  });

  it('is told to go on once the gateway has let it through', async () => {
    const { port, token, upstream, decisions } = await gatewayFixture();
    upstream.answer = (request, response) => request.pipe(response);
    const credential = `Authorization: Bearer ${await token({ scope: 'notes:write' })}\r\n`;
    let decided: string[] = [];
    const answer = await rawRequest(port, head(credential), (text) => {
      decided = decisions().map((event) => event.type);
      return text.endsWith('\r\n\r\n');
    });
    expect(answer).toBe('HTTP/1.1 100 Continue\r\n\r\n');
    expect(decided).toEqual(['gw.request.allowed']);
  });
});
