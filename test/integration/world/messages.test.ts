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

test('mail is unread until it is opened; the telephone is read when it is looked at; another’s mail is not to be had', async () => {
  const sandbox = await runningSandbox();
  await sandbox.call('governance.set', { emailVerification: { inviteBy: 'sms-otp' } });
  await sandbox.verbs.createAccount(INVITED);
  await sandbox.call('accounts.act', { id: 'alice', action: { kind: 'force-reset', mode: 'link' } });
  const pages = async () => {
    const { events } = await sandbox.call('events.list', { types: ['http.response'], limit: 500 });
    return events.filter(({ node }) => node === 'app:mail').map((event) => JSON.stringify(event.data));
  };
  await sandbox.verbs.readMessage({ persona: 'alice', channel: 'email', subject: 'new password' });
  const [list, letter] = await pages();
  expect(list).toContain('1 unread');
  expect(list).toContain('Choose a new password');
  // Opened, it is read; where its link leads stands beside it, without the code.
  expect(letter).not.toContain('unread');
  expect(letter).toMatch(/localhost:\d+\/account\/password</);
  for (let time = 0; time < 2; time += 1)
    await sandbox.verbs.readMessage({ persona: 'erin', channel: 'sms', subject: 'no such' });
  const [first, again] = (await pages()).slice(-2);
  expect([first?.includes('1 unread'), again?.includes('unread')]).toEqual([true, false]);
});
