import { expect, test } from 'vitest';
import { runningSandbox } from '../labs/running-lab.ts';

const INVITED = {
  username: 'erin',
  name: 'Erin Vale',
  email: 'erin.vale@mail.example',
  phone: '+35315550100',
  by: 'invitation',
  password: '',
} as const;

test('a code on the telephone is read from its page, typed where a password is chosen, and stands nowhere in the log', async () => {
  const sandbox = await runningSandbox();
  await sandbox.call('governance.set', { emailVerification: { inviteBy: 'sms-otp' } });
  await sandbox.verbs.createAccount(INVITED);
  const missing = await sandbox.verbs.readMessage({ persona: 'erin', channel: 'email', subject: 'invited' });
  expect(missing.summary).toContain('has no message');
  const read = await sandbox.verbs.readMessage({ persona: 'erin', channel: 'sms', subject: 'invited' });
  expect(read.summary).toContain('Your password is set');
  expect((await sandbox.play.signIn('erin')).summary).toContain('is signed in');
  const events = JSON.stringify((await sandbox.call('events.list', { limit: 2000 })).events);
  expect(events).toContain('Text messages for Erin Vale');
  expect(events).toMatch(/Your code is ‹otp:/);
  expect(events).not.toMatch(/Your code is [0-9A-Z]{6}\b/);
});

test('a link in the mail is followed, and the form behind it filled in', async () => {
  const sandbox = await runningSandbox();
  await sandbox.verbs.createAccount({ ...INVITED, by: 'verification', password: 'erin-sandbox-1' });
  const read = await sandbox.verbs.readMessage({ persona: 'erin', channel: 'email', subject: 'address' });
  expect(read.summary).toContain('Your address is confirmed');
  expect((await sandbox.play.signIn('erin')).summary).toContain('is signed in');
});
