import { cpSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { Core } from '../../../src-main/events/core.ts';
import { createCore } from '../../../src-main/events/create-core.ts';
import { BackendRecords } from '../../../src-main/world/backends/records.ts';
import { startBackends } from '../../../src-main/world/backends/start-backends.ts';
import { harbourIban } from '../../../src-main/world/iban.ts';
import { tempDir } from '../../support/temp-dir.ts';
import { seededCore } from './support.ts';

const KEY = 'key-of-this-run';

const ORDER = { from_account: '4711', to_iban: harbourIban('5120'), to_name: 'Bob Tanaka', amount: '12.50' };

async function bank(dir: string) {
  const core = await seededCore(dir);
  const backends = await startBackends(core, KEY);
  onTestFinished(async () => {
    await backends.close();
    core.close();
  });
  const pay = async (body: object) => {
    const response = await fetch(`${backends.upstreamOf('payments')}/payments`, {
      method: 'POST',
      headers: {
        'x-gatehouse-gateway-key': KEY,
        'x-gatehouse-subject': 'alice',
        'x-gatehouse-client': 'online-banking',
        'content-type': 'application/json',
      },
      body: JSON.stringify(body),
    });
    return response.status;
  };
  return { core, pay };
}

/** The data folder as a kill at this moment would leave it. */
function image(dir: string): string {
  const copy = tempDir();
  for (const name of readdirSync(dir)) cpSync(join(dir, name), join(copy, name));
  return copy;
}

function found(core: Core) {
  const records = new BackendRecords(core.store, 'accounts');
  return {
    payments: records.of('payments').list('payment').length,
    balance: records.get('account', '4711')?.payload.balanceCents,
    events: core.log.list({ types: ['api.payment.booked'], limit: 10 }).map(({ data }) => data.payment),
  };
}

function opened(dir: string) {
  const core = createCore({ dataDir: dir });
  try {
    return found(core);
  } finally {
    core.close();
  }
}

it('killed before a payment is committed there is neither payment nor event; killed after it there are both', async () => {
  const dir = tempDir();
  const { core, pay } = await bank(dir);
  const before = found(core);
  const images: { inside?: string; after?: string } = {};
  // The last write of the transaction reads the time; its commit is told before the log has its event.
  const now = core.clock.now.bind(core.clock);
  core.clock.now = () => {
    if (core.store.inTransaction) images.inside = image(dir);
    return now();
  };
  core.store.onCommitted(() => {
    images.after ??= image(dir);
  });
  expect(await pay(ORDER)).toBe(201);

  expect(opened(images.inside ?? '')).toEqual(before);
  expect(opened(images.after ?? '')).toEqual({
    payments: before.payments + 1,
    balance: Number(before.balance) - 1250,
    events: ['9004'],
  });
});

it('a payment that is refused half-way leaves no event', async () => {
  const { core, pay } = await bank(tempDir());
  const before = found(core);
  expect(await pay({ ...ORDER, amount: '9999.00' })).toBe(422);
  expect(found(core)).toEqual(before);
});
