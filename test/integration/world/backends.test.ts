import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Core } from '../../../src-main/events/core.ts';
import { type Backends, startBackends } from '../../../src-main/world/backends/start-backends.ts';
import { harbourIban } from '../../../src-main/world/iban.ts';
import { dataFolder, seededCore } from './support.ts';

const KEY = 'key-of-this-run';
const folder = dataFolder();
let core: Core;
let backends: Backends;

beforeAll(async () => {
  core = await seededCore(folder.dir);
  backends = await startBackends(core, KEY);
});

afterAll(async () => {
  await backends.close();
  core.close();
  folder.remove();
});

interface Call {
  as?: string;
  key?: string;
  method?: string;
  body?: unknown;
  rawBody?: string;
}

async function call(
  api: string,
  path: string,
  { as = 'alice', key = KEY, method, body, rawBody }: Call = {},
) {
  const response = await fetch(`${backends.upstreamOf(api)}${path}`, {
    method: method ?? (body || rawBody ? 'POST' : 'GET'),
    headers: {
      'x-gatehouse-gateway-key': key,
      'x-gatehouse-subject': as,
      'x-gatehouse-client': 'online-banking',
      'content-type': 'application/json',
    },
    body: rawBody ?? (body ? JSON.stringify(body) : undefined),
  });
  return { status: response.status, type: response.headers.get('content-type'), body: await response.json() };
}

const ids = (items: { id: string }[]) => items.map((item) => item.id);

describe('who sees what', () => {
  it('shows a customer her own accounts, and staff everybody’s', async () => {
    expect(ids((await call('accounts', '/accounts')).body.accounts)).toEqual(['4711', '4712']);
    expect(ids((await call('accounts', '/accounts', { as: 'bob' })).body.accounts)).toEqual(['5120']);
    expect(ids((await call('accounts', '/accounts', { as: 'dave' })).body.accounts)).toEqual([
      '4711',
      '4712',
      '5120',
      '6604',
    ]);
  });

  it('lists accounts without their balance, which needs the account to be opened', async () => {
    const list = await call('accounts', '/accounts');
    expect(list.body.accounts[0]).not.toHaveProperty('balance');
    const one = await call('accounts', '/accounts/4711');
    expect(one.body).toMatchObject({
      holder: 'Alice Moreau',
      balance: { value: '2841.60', currency: 'EUR' },
    });
  });

  it('lets a machine, behind which no person is, see all', async () => {
    const answer = await call('accounts', '/accounts', { as: '' });
    expect(answer.body.accounts).toHaveLength(4);
  });

  it('answers for somebody else’s account as if it did not exist, and says in the log which rule it was', async () => {
    const foreign = await call('accounts', '/accounts/4711', { as: 'mallory' });
    const missing = await call('accounts', '/accounts/9999', { as: 'mallory' });
    expect(foreign.status).toBe(404);
    expect(foreign.type).toContain('application/problem+json');
    expect(foreign.body).toEqual(missing.body);
    const denied = core.log.list({ types: ['api.request.denied'], limit: 10 }).slice(-2);
    expect(denied.map((event) => event.reasons.at(-1)?.rule)).toEqual([
      'api.object.owner',
      'api.object.exists',
    ]);
    expect(denied[0]).toMatchObject({
      subject: 'mallory',
      node: 'api:accounts',
      data: { client: 'online-banking' },
    });
  });

  it('answers nobody who does not hold the gateway’s key', async () => {
    const answer = await call('accounts', '/accounts', { key: 'another' });
    expect(answer).toMatchObject({ status: 403, body: { code: 'api.gateway.only', status: 403 } });
  });

  it('refuses a person whom the bank does not know', async () => {
    expect(await call('accounts', '/accounts', { as: 'eve' })).toMatchObject({ status: 403 });
  });
});

describe('payments', () => {
  const order = {
    from_account: '4711',
    to_iban: harbourIban('5120'),
    to_name: 'Bob Tanaka',
    reference: 'Lunch',
    amount: '12.50',
  };

  it('moves the money, books both sides and gives the payment a number', async () => {
    const made = await call('payments', '/payments', { body: order });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({ id: '9004', amount: { value: '12.50' }, status: 'booked' });
    expect((await call('accounts', '/accounts/4711')).body.balance.value).toBe('2829.10');
    expect((await call('accounts', '/accounts/5120', { as: 'bob' })).body.balance.value).toBe('651.05');
    const bookings = await call('accounts', '/accounts/5120/transactions', { as: 'bob' });
    expect(bookings.body.transactions[0]).toMatchObject({
      text: 'From Alice Moreau',
      amount: { value: '12.50' },
    });
    expect(ids((await call('payments', '/payments')).body.payments)[0]).toBe('9004');
  });

  it('lets nobody pay from an account of somebody else, staff included', async () => {
    for (const as of ['mallory', 'dave']) {
      expect(await call('payments', '/payments', { as, body: order })).toMatchObject({
        status: 403,
        body: { code: 'api.payment.holder' },
      });
    }
  });

  it('refuses what is not covered and changes nothing', async () => {
    const before = (await call('accounts', '/accounts/6604', { as: 'mallory' })).body.balance.value;
    const tooMuch = { ...order, from_account: '6604', amount: '500.00' };
    expect((await call('payments', '/payments', { as: 'mallory', body: tooMuch })).status).toBe(422);
    expect((await call('accounts', '/accounts/6604', { as: 'mallory' })).body.balance.value).toBe(before);
  });

  it.each([
    ['a wrong check digit', { ...order, to_iban: 'XH00HARB000000005120' }, 'to_iban'],
    ['an amount of nothing', { ...order, amount: '0.00' }, 'amount'],
    ['a negative amount', { ...order, amount: '-5' }, 'amount'],
    ['a member that the API does not know', { ...order, urgent: true }, 'body'],
  ])('names the field for %s', async (_name, body, field) => {
    const answer = await call('payments', '/payments', { body });
    expect(answer.status).toBe(400);
    expect(answer.body.errors.map((error: { field: string }) => error.field)).toContain(field);
  });

  it('answers broken JSON with a problem document', async () => {
    const answer = await call('payments', '/payments', { rawBody: '{"from_account":' });
    expect(answer).toMatchObject({ status: 400, body: { code: 'api.input.readable' } });
  });
});

describe('cards', () => {
  it('blocks a card once and for all', async () => {
    const blocked = await call('cards', '/cards/3001/block', { method: 'POST' });
    expect(blocked.body).toMatchObject({ id: '3001', status: 'blocked' });
    const again = await call('cards', '/cards/3001/block', { method: 'POST' });
    expect(again.body).toEqual(blocked.body);
    expect((await call('cards', '/cards')).body.cards[0].status).toBe('blocked');
  });

  it('keeps a customer from blocking the card of another', async () => {
    expect((await call('cards', '/cards/3001/block', { as: 'bob', method: 'POST' })).status).toBe(404);
  });
});
