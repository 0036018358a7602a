import { expect, test } from 'vitest';
import { runningSandbox } from './running-lab.ts';

/** A step whose checks are the cells of a table, about accounts that only have user names. */
const ref = { pack: 'io.gatehouse.account-lifecycle', lab: 'recovery-in-every-state' };
const step = { ...ref, step: 'told' };

test('each account that is asked for fills its cell, by its user name, and says in short what was answered', async () => {
  const { call } = await runningSandbox();
  await call('labs.open', ref);
  await call('labs.answer', { ...step, options: ['flags'] });
  const read = async () => (await call('labs.check', step)).steps[0];
  const [four, five] = (await read())?.content.filter(({ kind }) => kind === 'action') ?? [];
  if (four?.kind !== 'action' || five?.kind !== 'action') throw new Error('no buttons');
  await call('labs.act', { ...step, action: four.id });
  const after = await read();
  const filled = after?.checks.filter(({ short }) => short !== undefined).map(({ id, short }) => [id, short]);
  expect(filled).toEqual(['u', 'sro', 'evo', 'apo'].map((row) => [`${row}-told`, 'begins']));
  expect(after?.grid?.rows.map(({ id }) => id)).toEqual(
    after?.checks.slice(1).map(({ id }) => id.replace('-told', '')),
  );
  const { message, flow = '' } = await call('labs.act', { ...step, action: five.id });
  expect(message).toBe('Answered: sara 400, eva 400, ada 400, lars@mail.example 400, finn 400.');
  expect((await read())?.checks.find(({ id }) => id === 'ap-told')).toMatchObject({
    status: 'pass',
    short: 'refused, 17006',
  });
  // “Why was this denied?” at the hop of the last of them: the rule that refused is a decision of its story.
  const { decisions } = await call('traces.flow', { flow });
  expect(decisions.at(-1)).toMatchObject({ outcome: 'denied', node: 'idp' });
  expect(decisions.at(-1)?.reasons.at(-1)?.rule).toBe('idp.recovery.account-unlocked');
});
