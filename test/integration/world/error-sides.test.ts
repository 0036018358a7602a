import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTraceQueries } from '../../../src-main/trace/trace-queries.ts';
import { errorSides } from '../../../src-main/trace/views/error-sides.ts';
import { startWorld, type TestWorld } from './running-world.ts';
import { dataFolder } from './support.ts';

const folder = dataFolder();
let world: TestWorld;

beforeAll(async () => {
  world = await startWorld(folder.dir);
});

afterAll(async () => {
  await world.stop();
  folder.remove();
});

/** Both sides of the newest hop at a part that ended in an error. */
async function newestError(to: string) {
  const queries = createTraceQueries(world.core, () => [], '0');
  for (const { flow } of await queries.list({ limit: 50, search: undefined })) {
    const view = queries.view(flow);
    for (const hop of view.hops.toReversed()) {
      const sides = hop.to === to ? errorSides(view, hop) : undefined;
      if (sides)
        return {
          client: Object.fromEntries(pairs(sides.client)),
          server: Object.fromEntries(pairs(sides.server)),
        };
    }
  }
  throw new Error(`no error at ${to}`);
}

const pairs = (facts: readonly { name: string; value: string }[]) =>
  facts.map(({ name, value }) => [name, value]);

it('of the provider: the code is said to be wrong; that it is not known stays inside', async () => {
  const body = new URLSearchParams({
    grant_type: 'authorization_code',
    client_id: 'online-banking',
    code: 'never-issued',
    code_verifier: 'x'.repeat(43),
    redirect_uri: `${world.apps['online-banking']}/callback`,
  });
  await (await fetch(`${world.issuer}/token`, { method: 'POST', body })).text();
  const { client, server } = await newestError('idp');
  expect(client).toMatchObject({ status: '400 Bad Request', error: 'invalid_grant' });
  expect(Object.values(client).join()).not.toContain(server.detail);
  expect(server).toMatchObject({
    detail: expect.stringMatching(/not found/),
    rule: expect.stringContaining('idp.code.known'),
  });
});

it('of the gateway: challenge and problem document on one side, rule and inputs on the other', async () => {
  await (await fetch(`${world.gatewayUrl}/accounts/1.0/accounts`)).text();
  const { client, server } = await newestError('gateway');
  expect(client).toMatchObject({
    status: '401 Unauthorized',
    'www-authenticate': expect.stringContaining('Bearer'),
  });
  expect(client.detail).toBe('The request carries no access token.');
  expect(server).toMatchObject({
    rule: expect.stringContaining('gw.credential.present'),
    authorization: 'no',
  });
});

it('of an application: what its page said, and what the provider had told it', async () => {
  await world.agent.signIn({ persona: 'mallory', app: 'care-desk', consent: 'deny' });
  const { client, server } = await newestError('app:care-desk');
  expect(client).toEqual({ status: '400 Bad Request', page: '“You did not let the application in”' });
  expect(server).toMatchObject({
    rule: expect.stringContaining('app.signin.finished'),
    seen: 'access_denied',
  });
});

it('is nothing of a hop that went well', async () => {
  await world.agent.signIn({ persona: 'alice', app: 'pocket' });
  const queries = createTraceQueries(world.core, () => [], '0');
  const [story] = await queries.list({ limit: 1, search: undefined });
  const view = queries.view(story?.flow ?? '');
  expect(view.hops.length).toBeGreaterThan(5);
  expect(view.hops.filter((hop) => errorSides(view, hop) !== undefined)).toEqual([]);
});
