import { expect, test } from 'vitest';
import type { ForkMethod } from '../../../src-main/contract/fork-limits.ts';
import type { Json } from '../../../src-main/contract/json.ts';
import type { MethodInput, MethodOutput } from '../../../src-main/contract/methods.ts';
import { ownService } from '../../support/action-service.ts';
import { runningSandbox } from '../labs/running-lab.ts';

type Call = <M extends ForkMethod>(method: M, params: MethodInput<M>) => Promise<MethodOutput<M>>;

/** The newest access token that an action was asked about: its claims, and who was asked. */
async function newest(call: Call) {
  const { events } = await call('events.list', { types: ['idp.action.called', 'idp.token.issued'] });
  const token = events.findLast(({ type, data }) => type === 'idp.token.issued' && data.kind === 'access');
  const { claims: listed } = await call('tokens.inspect', { token: String(token?.data.handle) });
  const claims = Object.fromEntries((listed ?? []).map(({ name, value }) => [name, value]));
  return { claims, asked: events.findLast(({ type }) => type === 'idp.action.called')?.data };
}

test('the bank’s own service is asked live by HTTP, and in a fork inside the process', async () => {
  const sandbox = await runningSandbox();
  const live = sandbox.call as Call;
  await live('governance.set', { preIssueAccessToken: { service: 'harbour' } });
  await sandbox.play.signIn('alice');
  expect((await newest(live)).claims).toMatchObject({ segment: 'retail' });
  const hops = await live('events.list', { types: ['http.request'] });
  const hop = hops.events.find(({ node }) => node === 'api:actions');
  expect(hop?.data).toMatchObject({ from: 'idp', to: 'api:actions' });

  const { id } = await sandbox.call('forks.open', {});
  const inside: Call = async (method, params) =>
    (await sandbox.call('forks.call', { id, method, params: params as Json })) as never;
  const { total } = await live('events.list', { limit: 1 });
  const signIn = { kind: 'sign-in', persona: 'bob', app: 'online-banking' } as const;
  expect(await sandbox.call('forks.act', { id, act: signIn })).toMatchObject({ ok: true });
  const { claims, asked } = await newest(inside);
  expect(claims).toMatchObject({ sub: 'bob', segment: 'retail' });
  expect(asked).toMatchObject({ service: 'harbour' });
  expect((await live('events.list', { limit: 1 })).total).toBe(total);

  // A service outside of the fork cannot be reached from it: nothing is issued.
  const service = await ownService({ actionStatus: 'SUCCESS' });
  await inside('governance.set', { preIssueAccessToken: { service: 'own', url: service.url } });
  expect(await sandbox.call('forks.act', { id, act: signIn })).toMatchObject({ ok: false });
  const { events } = await inside('events.list', { types: ['idp.action.called'] });
  expect(events.at(-1)?.data.rule).toBe('idp.action.reachable');
  expect(service.asked).toHaveLength(0);
});
