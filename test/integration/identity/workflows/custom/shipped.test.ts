import { describe, expect, test } from 'vitest';
import { openWorkflows } from '../../../../support/workflows.ts';

const DAY = 86_400_000;
const NEW = { username: 'frida', name: 'Frida Berg', email: 'frida.berg@harbour.example' };

describe('onboarding with an approval', () => {
  test('Dave asks, Carol approves, Frida belongs to the care desk', async () => {
    const workflows = await openWorkflows();
    const started = await workflows.start('onboarding', NEW, 'dave');
    expect([started.status, started.body.status]).toEqual([202, 'waiting']);
    expect(workflows.named('frida')?.groups).toEqual([]);
    const task = await workflows.task();
    expect(task).toMatchObject({
      people: ['carol'],
      text: 'Frida Berg (frida) is to work at the care desk.',
    });
    const decided = await workflows.send(
      'PUT',
      `/api/users/v2/me/approval-tasks/${task.id}/state`,
      { action: 'APPROVE' },
      await workflows.token('carol'),
    );
    expect(decided).toMatchObject({ status: 200, body: { approvalStatus: 'APPROVED' } });
    const run = await workflows.newest();
    expect(run).toMatchObject({ status: 'completed', answer: { approvedBy: 'carol' } });
    expect(workflows.named('frida')?.groups).toEqual(['help-desk']);
    const read = await workflows.send('GET', `/api/workflows/runs/${run.id}`);
    expect(read.body.status).toBe('completed');
  });

  test('nobody decides for three days: the account is disabled', async () => {
    const workflows = await openWorkflows();
    await workflows.start('onboarding', NEW, 'dave');
    await workflows.later(3 * DAY - 1000);
    expect(workflows.named('frida')?.state.disabled).toBe(false);
    await workflows.later(2000);
    const run = await workflows.newest();
    expect([run.status, run.steps[0]?.status]).toEqual(['rejected', 'undone']);
    expect(workflows.named('frida')?.state.disabled).toBe(true);
  });
});

describe('a role that one asks for oneself', () => {
  test('Carol approves what Alice asks for; the group is made for her', async () => {
    const workflows = await openWorkflows();
    await workflows.start('role-request', { group: 'app-traders' }, 'alice');
    const { id, text } = await workflows.task();
    expect(text).toBe('Alice Moreau asks for app-traders. Reason: none given');
    await workflows.handlers['approvals.decide']({
      task: id,
      account: 'carol',
      action: 'APPROVE',
      comment: '',
    });
    expect(await workflows.standing()).toMatchObject({ refuse: 'skipped', make: 'done', join: 'done' });
    expect(workflows.account('alice')?.groups).toContain('app-traders');
    await workflows.start('role-request', { group: 'app-traders' }, 'bob');
    const second = await workflows.task();
    await workflows.handlers['approvals.decide']({
      task: second.id,
      account: 'carol',
      action: 'APPROVE',
      comment: '',
    });
    expect(await workflows.standing()).toMatchObject({ make: 'skipped', join: 'done' });
    expect(workflows.account('bob')?.groups).toContain('app-traders');
  });

  test('a group that may not be asked for is turned down at once', async () => {
    const workflows = await openWorkflows();
    const answer = await workflows.start('role-request', { group: 'administrators' }, 'alice');
    expect([answer.status, answer.body.code]).toEqual([403, 'workflow_rejected']);
  });
});

describe('no group before the address is verified', () => {
  const ERIN = { username: 'erin', email: 'erin@mail.example', password: 'a long enough one' };

  test('the group comes with the confirmation', async () => {
    const workflows = await openWorkflows();
    expect((await workflows.start('partner-registration', ERIN)).status).toBe(202);
    const erin = workflows.named('erin');
    expect(erin?.groups).toEqual([]);
    const run = await workflows.newest();
    expect(JSON.stringify(run)).not.toContain(ERIN.password);
    expect(run.steps[0]?.sent).toMatchObject({
      body: { user: { password: expect.stringMatching(/^‹password:/) } },
    });
    // What is not needed any more is not kept.
    expect(run.input.password).toBeNull();
    const [, secret] =
      /confirmation=([^&\s"]+)/.exec(
        JSON.stringify(workflows.identity.core.store.prepare('SELECT link FROM message').all()),
      ) ?? [];
    const confirmed = await workflows.send('POST', '/api/identity/user/v1.0/validate-code', {
      code: secret ?? '',
    });
    expect(confirmed.status).toBe(202);
    expect((await workflows.newest()).status).toBe('completed');
    expect(workflows.named('erin')?.groups).toEqual(['customers']);
  });

  test('not confirmed within a day, the account goes', async () => {
    const workflows = await openWorkflows();
    await workflows.start('partner-registration', ERIN);
    await workflows.later(DAY + 1000);
    expect((await workflows.newest()).status).toBe('failed');
    expect(workflows.named('erin')).toBeUndefined();
  });
});
