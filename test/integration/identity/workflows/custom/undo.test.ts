import { expect, test } from 'vitest';
import { openWorkflows } from '../../../../support/workflows.ts';

const group = (name: string, more = '') => `
  - id: ${name}
    call:
      path: /scim2/Groups
      as: administrator
      body: { schemas: ["urn:ietf:params:scim:schemas:core:2.0:Group"], displayName: ${name} }
      expect: 201
    save: { id: answer.body.id }
    undo: { call: { method: DELETE, path: "/scim2/Groups/\${steps.${name}.id}", as: administrator } }${more}`;

test('what was done is taken back in reverse order when a later step fails', async () => {
  const workflows = await openWorkflows();
  workflows.define(`${group('one')}${group('two')}${group('three')}
  - { id: lost, call: { path: /nowhere } }`);
  const answer = await workflows.start('probe');
  expect([answer.status, answer.body.code]).toEqual([502, 'workflow_failed']);
  expect(await workflows.standing()).toEqual({
    one: 'undone',
    two: 'undone',
    three: 'undone',
    lost: 'failed',
  });
  const undone = workflows.identity.events('workflow.compensated').map(({ data }) => data.step);
  expect(undone).toEqual(['three', 'two', 'one']);
  expect(workflows.identity.provider.administration.groups().map(({ name }) => name)).not.toContain('one');
});

test('what cannot be taken back is told, and the rest is taken back all the same', async () => {
  const workflows = await openWorkflows();
  workflows.define(`${group('one')}${group('two')}
  - id: gone
    call: { method: DELETE, path: "/scim2/Groups/\${steps.two.id}", as: administrator }
  - { id: lost, call: { path: /nowhere } }`);
  await workflows.start('probe');
  const run = await workflows.newest();
  expect(run.steps.map(({ status, undo }) => [status, undo?.status])).toEqual([
    ['undone', 'done'],
    ['done', 'failed'],
    ['done', undefined],
    ['failed', undefined],
  ]);
  expect(run.steps[1]?.undo?.error).toBe('It was answered 404.');
});

test('an answer that is of no use does not hide that the call was made: it is undone too', async () => {
  const workflows = await openWorkflows();
  workflows.define(`${group('one').replace('answer.body.id', 'answer.body.id, more: answer.body.nothing')}`);
  await workflows.start('probe');
  const run = await workflows.newest();
  expect([run.status, run.steps[0]?.error]).toEqual(['failed', expect.stringContaining('is not there')]);
  // The undoing needs what was not kept, and says so.
  expect(run.steps[0]?.undo).toMatchObject({
    status: 'failed',
    error: expect.stringContaining('No such key'),
  });
});

test('a run that waits can be cancelled, with what it did taken back or left', async () => {
  const workflows = await openWorkflows();
  workflows.define(`${group('one')}
  - { id: ask, approval: { by: { person: carol }, text: "?" } }`);
  await workflows.start('probe');
  const { id, steps } = await workflows.newest();
  expect(steps[1]?.waitsFor).toMatchObject({ kind: 'approval', people: ['carol'] });
  expect(await workflows.handlers['workflows.cancel']({ id, undo: true })).toMatchObject({
    status: 'cancelled',
  });
  expect(await workflows.standing()).toEqual({ one: 'undone', ask: 'failed' });
  expect((await workflows.handlers['approvals.list']({}))[0]?.status).toBe('WITHDRAWN');
  await workflows.start('probe');
  const second = await workflows.newest();
  await workflows.handlers['workflows.cancel']({ id: second.id, undo: false });
  expect(await workflows.standing()).toEqual({ one: 'done', ask: 'failed' });
});
