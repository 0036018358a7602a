import * as client from 'openid-client';
import { describe, expect, it } from 'vitest';
import { replay } from '../../../src-main/gateway/pipeline.ts';
import { ACCOUNTS_API, CARDS_API } from '../../support/identity.ts';
import { bank } from './support/bank.ts';

describe('the gateway before the bank, with tokens of the real provider', () => {
  it('lets a person see her own accounts, and refuses what her token has no scope for', async () => {
    const { tokens, careDesk, call, decisions, core } = await bank();
    const { access_token } = await tokens(await careDesk(), 'openid accounts:list', ACCOUNTS_API);
    const list = await call('/accounts/1.0/accounts', access_token);
    expect(list.status).toBe(200);
    expect(JSON.stringify(await list.json())).toContain('iban');
    const one = await call('/accounts/1.0/accounts/1', access_token);
    expect(one.status).toBe(403);
    expect(one.headers.get('www-authenticate')).toContain('scope="accounts:read"');
    const [allowed, denied] = decisions();
    expect(allowed).toMatchObject({
      type: 'gw.request.allowed',
      subject: 'alice',
      data: { client: 'care-desk' },
    });
    expect(denied).toMatchObject({ subject: 'alice', data: { rule: 'gw.scope.required' } });
    // Sign-in, token and call are one story, and the backend's hop lies inside the gateway's.
    const root = (flow: string | undefined) => flow && core.correlator.root(flow);
    const events = core.log.list({ limit: 5000 });
    const issued = events.find((event) => event.type === 'idp.token.issued' && event.data.kind === 'access');
    expect(root(allowed?.flow)).toBe(root(issued?.flow));
    const behind = events.find((event) => event.type === 'http.request' && event.node === 'api:accounts');
    expect(behind).toMatchObject({ trace: allowed?.trace, data: { from: 'gateway', channel: 'back' } });
  });

  it('asks the provider about an opaque token, as its own client', async () => {
    const { tokens, careDesk, call, core, decisions } = await bank();
    const { access_token } = await tokens(await careDesk(), 'openid cards:read', CARDS_API);
    expect(access_token).not.toContain('.');
    expect((await call('/cards/1.0/cards', access_token)).status).toBe(200);
    expect(decisions().at(-1)).toMatchObject({
      subject: 'alice',
      data: { api: 'cards', client: 'care-desk' },
    });
    const asked = core.log.list({ limit: 5000 }).filter((event) => event.type === 'idp.token.introspected');
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatchObject({ data: { active: true, caller: 'gateway' } });
  });

  it('goes on after a rotation of keys, with the old tokens and the new', async () => {
    const { workbench, call, provider } = await bank();
    const config = await workbench();
    const parameters = { scope: 'accounts:list', resource: ACCOUNTS_API };
    const before = await client.clientCredentialsGrant(config, parameters);
    expect((await call('/accounts/1.0/accounts', before.access_token)).status).toBe(200);
    for (let n = 0; n < 2; n += 1) {
      await provider.rotateKeys();
      const after = await client.clientCredentialsGrant(config, parameters);
      expect((await call('/accounts/1.0/accounts', after.access_token)).status).toBe(200);
    }
    expect((await call('/accounts/1.0/accounts', before.access_token)).status).toBe(200);
  });

  it.each([
    ['JWT', 'accounts:list', ACCOUNTS_API, '/accounts/1.0/accounts'],
    ['opaque', 'cards:read', CARDS_API, '/cards/1.0/cards'],
  ])(
    'refuses a %s token that was revoked, unless its look-up is off',
    async (_format, scope, resource, path) => {
      const { tokens, careDesk, call, settings, decisions } = await bank();
      const config = await careDesk();
      const { access_token } = await tokens(config, `openid ${scope}`, resource);
      expect((await call(path, access_token)).status).toBe(200);
      await client.tokenRevocation(config, access_token);
      expect((await call(path, access_token)).status).toBe(401);
      expect(decisions().at(-1)?.data.rule).toBe('gw.token.not-revoked');
      settings.revocationLookup = false;
      expect((await call(path, access_token)).status).toBe(200);
    },
  );

  it('is spoken to with DPoP by an unmodified client library', async () => {
    const { workbench, url, decisions } = await bank();
    const config = await workbench();
    const DPoP = client.getDPoPHandle(config, await client.randomDPoPKeyPair());
    const parameters = { scope: 'accounts:list', resource: ACCOUNTS_API };
    const { access_token } = await client.clientCredentialsGrant(config, parameters, { DPoP });
    const path = new URL(`${url}/accounts/1.0/accounts`);
    const answer = await client.fetchProtectedResource(config, access_token, path, 'GET', null, undefined, {
      DPoP,
    });
    expect(answer.status).toBe(200);
    const rules = decisions()
      .at(-1)
      ?.reasons.map((reason) => reason.rule);
    expect(rules).toEqual(expect.arrayContaining(['gw.dpop.signature', 'gw.dpop.key', 'gw.dpop.replay']));
    const stolen = await fetch(path, { headers: { authorization: `Bearer ${access_token}` } });
    expect(stolen.status).toBe(401);
    expect(decisions().at(-1)?.data.rule).toBe('gw.dpop.binding');
  });

  it('decides once more as it did, over everything that its chains recorded', async () => {
    const { tokens, careDesk, call, core, decisions } = await bank();
    const config = await careDesk();
    const jwt = await tokens(config, 'openid accounts:list', ACCOUNTS_API);
    const opaque = await tokens(config, 'openid cards:read', CARDS_API);
    for (const token of [
      jwt.access_token,
      opaque.access_token,
      jwt.id_token ?? '',
      'nonsense',
      `${jwt.access_token}x`,
    ]) {
      for (const path of [
        '/accounts/1.0/accounts',
        '/accounts/1.0/accounts/1',
        '/cards/1.0/cards',
        '/none',
      ]) {
        await (await call(path, token)).text();
      }
    }
    await core.scheduler.advance(600_000);
    await call('/accounts/1.0/accounts', jwt.access_token);
    const chains = decisions();
    expect(chains).toHaveLength(21);
    for (const { reasons, type } of chains) {
      const questions = reasons.map(({ rule, inputs }) => ({ rule, outcome: 'skip' as const, inputs }));
      expect(replay(questions)).toEqual(reasons);
      expect(reasons.some((reason) => reason.outcome === 'fail')).toBe(type !== 'gw.request.allowed');
    }
  });
});
