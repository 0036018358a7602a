import { expect, test } from 'vitest';
import { OWN_PACK } from '../../support/own-pack.ts';
import { checkOf, packsWith, runningSandbox, stepOf } from './running-lab.ts';

const ref = { pack: OWN_PACK, lab: 'one' };
const mend = { ...ref, step: 'mend' };
const NARROW = ['openid', 'profile', 'accounts:list'];
const WIDE = [...NARROW, 'accounts:read'];
const set = (requestedScopes: string[]) => ({ 'client.set': { client: 'online-banking', requestedScopes } });
const open = { api: 'accounts', path: '/accounts/4711' };

/** Alice must be able to open her account, and Bob must still not be able to open hers. */
const LAB = {
  setup: [set(NARROW)],
  steps: [
    {
      id: 'mend',
      title: 'Mend',
      type: 'configure',
      checks: [
        {
          id: 'alice-may',
          kind: 'probe',
          as: 'alice',
          app: 'online-banking',
          request: open,
          expect: { status: 200 },
          feedback: { status: 'Alice still cannot open it.' },
        },
        {
          id: 'bob-may-not',
          kind: 'probe',
          as: 'bob',
          app: 'online-banking',
          request: open,
          expect: { status: 404 },
        },
      ],
    },
  ],
};
const SOLUTION = { steps: { mend: [set(WIDE)] } };

test('a probe tries the call on a fork: it tells how it ended, and leaves no trace in the state or the log', async () => {
  const { call, digest } = await runningSandbox({ packs: packsWith(LAB, SOLUTION) });
  let lab = await call('labs.open', ref);
  // Nothing was changed, so there is nothing to try.
  expect(stepOf(lab, 'mend').checks.map(({ status }) => status)).toEqual(['pending', 'pending']);

  await call('apps.update', { clientId: 'online-banking', requestedScopes: [...NARROW, 'payments:read'] });
  const before = await digest();
  const { last } = await call('events.list', { limit: 1 });
  lab = await call('labs.check', mend);
  expect(checkOf(lab, 'mend', 'alice-may')).toMatchObject({
    status: 'fail',
    feedback: 'Alice still cannot open it.',
    clauses: [{ clause: 'status', ok: false, seen: expect.stringContaining('403') }],
  });
  expect(await digest()).toBe(before);
  const { events } = await call('events.list', { after: last });
  expect(events.filter(({ type }) => !type.startsWith('lab.'))).toEqual([]);

  await call('apps.update', { clientId: 'online-banking', requestedScopes: WIDE });
  lab = await call('labs.check', mend);
  expect(stepOf(lab, 'mend').checks.map(({ status }) => status)).toEqual(['pass', 'pass']);
  expect(stepOf(lab, 'mend').status).toBe('passed');
});
