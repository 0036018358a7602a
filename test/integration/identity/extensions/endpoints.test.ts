import { describe, expect, test } from 'vitest';
import { startIdentity } from '../../../support/identity.ts';
import { callOwn, endpoint, ranScripts } from '../../../support/scripts.ts';
import { claims, REGISTRATION } from '../../../support/workflow-api.ts';

/** Registers somebody and sends the confirmation again: two existing endpoints behind one of one's own. */
const CHAIN = `
export default async function ({ body }) {
  const made = await call('POST', '${REGISTRATION}/me', { body });
  if (made.status !== 201) return { status: 409, body: { step: 'register', code: made.body.code } };
  const again = await call('POST', '${REGISTRATION}/resend-code', { body: { user: { username: body.user.username } } });
  console.log('registered with', body.user.password);
  return { status: 201, body: { codes: [made.body.code, again.body.code] } };
}`;

const ERIN = {
  user: {
    username: 'erin',
    password: 'a long enough one',
    claims: claims({ emailaddress: 'erin@mail.example' }),
  },
};

describe('an endpoint of one’s own', () => {
  test('chains existing endpoints, and all of it is one story without a secret', async () => {
    const identity = await startIdentity();
    await endpoint(identity, CHAIN);
    const answer = await callOwn(identity, { body: ERIN });
    expect(answer).toMatchObject({ status: 201, body: { codes: ['USR-02001', 'USR-20005'] } });

    const [run] = await ranScripts(identity);
    expect(run).toMatchObject({ type: 'extension.ran', outcome: 'ok', data: { extension: 'own', calls: 2 } });
    const hops = identity.events('http.request');
    expect(hops.map(({ data }) => data.target)).toEqual([
      '/ext/own',
      `${REGISTRATION}/me`,
      `${REGISTRATION}/resend-code`,
    ]);
    expect(new Set(hops.map(({ trace }) => trace)).size).toBe(1);
    expect(hops.slice(1).map(({ data }) => data.within)).toEqual([hops[0]?.span, hops[0]?.span]);
    expect(JSON.stringify(identity.events())).not.toContain('a long enough one');
    expect(run?.data.console).toEqual([expect.stringMatching(/^registered with ‹password:/)]);

    const short = { user: { ...ERIN.user, username: 'zoe', password: 'short' } };
    expect(await callOwn(identity, { body: short })).toMatchObject({
      status: 409,
      body: { step: 'register', code: '20035' },
    });
  });

  test('answers at its method and path alone, and only while it is on', async () => {
    const identity = await startIdentity();
    await endpoint(identity, 'export default ({ query }) => ({ body: { hello: query.name } })', {
      method: 'GET',
      path: 'greet/someone',
    });
    const greet = { path: 'greet/someone?name=Bob', method: 'GET' };
    expect(await callOwn(identity, greet)).toMatchObject({ status: 200, body: { hello: 'Bob' } });
    expect((await fetch(`${identity.issuer}/ext/greet`)).status).toBe(404);
    expect((await fetch(`${identity.issuer}/ext/greet/someone`, { method: 'POST' })).status).toBe(404);
    await identity.provider.extensions.enable('own', false);
    expect((await fetch(`${identity.issuer}/ext/greet/someone`)).status).toBe(404);
    await identity.provider.extensions.enable('own', true);
    expect(await callOwn(identity, greet)).toMatchObject({ status: 200 });
    identity.provider.extensions.remove('own');
    expect((await fetch(`${identity.issuer}/ext/greet/someone`)).status).toBe(404);
  });

  test('knows its caller by the token, and acts as anybody, as the caller or as the sandbox', async () => {
    const identity = await startIdentity();
    await endpoint(
      identity,
      `export default async ({ caller }) => {
        const as = async (who) => (await call('GET', '/scim2/Users?count=1', { as: who })).status;
        return { body: { caller, anybody: await as('anybody'), me: await as('caller'), sandbox: await as('sandbox') } };
      }`,
      { access: 'bearer' },
    );
    const refused = await callOwn(identity);
    expect(refused).toMatchObject({
      status: 401,
      type: 'application/problem+json',
      body: { rule: 'idp.extension.token' },
    });
    const { token } = identity.provider.scim();
    const flows = () => new Set(identity.events('http.request').map(({ flow }) => flow));
    const before = flows().size;
    expect(await callOwn(identity, { headers: { authorization: `Bearer ${token}` } })).toMatchObject({
      status: 200,
      body: { caller: { via: 'sandbox' }, anybody: 401, me: 200, sandbox: 200 },
    });
    // The token of the sandbox is everybody's, and so makes no one story of all that is done with it.
    await callOwn(identity, { headers: { authorization: `Bearer ${token}` } });
    expect(flows().size).toBe(before + 2);
    expect(identity.events('flow.joined')).toEqual([]);
  });

  test('reaches nothing outside of the provider', async () => {
    const identity = await startIdentity();
    await endpoint(
      identity,
      `export default async () => {
        const found = [];
        for (const path of ['//evil.example/x', 'http://evil.example/', '/\\\\evil.example', 'relative'])
          found.push(await call('GET', path).then(({ status }) => status, (error) => error.message));
        return { body: { found, world: [typeof process, typeof require, typeof fetch, typeof setTimeout, typeof WebAssembly] } };
      }`,
    );
    const { body } = await callOwn(identity);
    expect(body.found).toEqual(Array(4).fill('call: the path begins with / and stays at the provider.'));
    expect(body.world).toEqual(Array(5).fill('undefined'));
    expect(identity.events('http.request')).toHaveLength(1);
  });

  test('two scripts have no address in common, and one that cannot be read is not switched on', async () => {
    const identity = await startIdentity();
    const fine = 'export default () => ({})';
    await endpoint(identity, fine);
    await expect(endpoint(identity, fine, { id: 'other' })).rejects.toMatchObject({
      code: 'extension.address-taken',
    });
    const broken = 'export default function (x) {\n  return { body: x. };\n}';
    await expect(endpoint(identity, broken)).rejects.toMatchObject({ code: 'extension.unreadable' });
    expect(identity.provider.extensions.get('own').source).toBe(fine);
    expect(await identity.provider.extensions.check(broken)).toMatchObject([{ line: 2 }]);
    await endpoint(identity, broken, { enabled: false });
    expect(identity.provider.extensions.get('own')).toMatchObject({ enabled: false, source: broken });
  });
});
