import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTraceQueries } from '../../../src-main/trace/trace-queries.ts';
import { startWorld, type TestWorld } from './running-world.ts';
import { dataFolder } from './support.ts';

const folder = dataFolder();
let world: TestWorld;
let traces: ReturnType<typeof createTraceQueries>;

beforeAll(async () => {
  world = await startWorld(folder.dir);
  traces = createTraceQueries(world.core, () => [], '0');
});

afterAll(async () => {
  await world.stop();
  folder.remove();
});

it('lists stories newest first, follows them as they go on, and finds them by what was said in them', async () => {
  const first = await world.agent.signIn({ persona: 'alice', app: 'care-desk' });
  const second = await world.agent.signIn({ persona: 'bob', app: 'online-banking' });
  const names = async (search?: string) => (await traces.list({ limit: 10, search })).map(({ flow }) => flow);
  const all = await names();
  expect(all.indexOf(second.flow)).toBeLessThan(all.indexOf(first.flow));

  const call = { persona: 'alice', app: 'care-desk', api: 'accounts', method: 'GET' };
  await world.agent.callApi({ ...call, path: '/accounts/4711' });
  expect((await names())[0]).toBe(first.flow);
  expect(await names('GET /accounts/1.0/accounts/4711')).toEqual([first.flow]);
  await world.agent.callApi({ ...call, path: '/accounts/5120' });
  expect(await names('/accounts/5120')).toEqual([first.flow]);
  // No title says it, but the records do.
  const { hops } = traces.view(first.flow);
  expect(await names(hops[0]?.span)).toEqual([first.flow]);
  expect(await names('no such thing')).toEqual([]);
  expect((await traces.list({ limit: 1 })).length).toBe(1);
});

it('gives page after page, by person and outcome, and counts what there is', async () => {
  const page = (params: object) => traces.page({ limit: 1, aside: false, ...params });
  const seen: string[] = [];
  for (let before: number | undefined, more = true; more; ) {
    const found = await page({ ...(before !== undefined && { before }) });
    seen.push(...found.flows.map(({ flow }) => flow));
    before = found.flows.at(-1)?.lastSeq;
    more = found.more;
  }
  const whole = await page({ limit: 100 });
  expect(seen).toEqual(whole.flows.map(({ flow }) => flow));
  expect(new Set(seen).size).toBe(seen.length);
  expect(await traces.count({})).toMatchObject({ flows: seen.length });

  const bobs = await page({ limit: 100, actor: 'persona:bob' });
  expect(bobs.flows.length).toBeGreaterThan(0);
  expect(bobs.flows.every(({ actor }) => actor === 'persona:bob')).toBe(true);
  expect(await traces.count({ actor: 'persona:bob' })).toMatchObject({ flows: bobs.flows.length });
  expect((await page({ outcome: 'failed' })).flows).toEqual([]);
  expect((await page({ search: 'bob', limit: 100 })).flows.map(({ flow }) => flow)).toContain(
    bobs.flows[0]?.flow,
  );
});

it('forgets what was cleared, and keeps what is pinned', async () => {
  const [kept] = await traces.list({ limit: 10, search: 'bob' });
  if (!kept) throw new Error('there is no story of Bob');
  traces.pin({ flow: kept.flow, pinned: true });
  world.core.log.clear();
  expect(await traces.list({ limit: 10, search: undefined })).toMatchObject([
    { flow: kept.flow, pinned: true },
  ]);
});
