import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { sendMail } from '../../support/mail.ts';
import { tempDir } from '../../support/temp-dir.ts';
import { runningSandbox } from '../labs/running-lab.ts';

type Sandbox = Awaited<ReturnType<typeof runningSandbox>>;

const ALICE = 'alice.moreau@mail.example';

const portOf = async (sandbox: Sandbox): Promise<number> =>
  (await sandbox.call('sandbox.info', {})).smtp.port;
const received = async (sandbox: Sandbox) =>
  (await sandbox.call('events.list', { types: ['message.received'], limit: 100 })).events;

/** Alice looks at her mail; answers the page as the log has it. */
async function page(sandbox: Sandbox): Promise<string> {
  await sandbox.verbs.readMessage({ persona: 'alice', channel: 'email', subject: 'no such thing' });
  const { events } = await sandbox.call('events.list', { types: ['http.response'], limit: 100 });
  return JSON.stringify(events.findLast(({ node }) => node === 'app:mail'));
}

test('mail of an unmodified library lands in the inbox of whom it is for, and elsewhere as mail to nobody', async () => {
  const sandbox = await runningSandbox();
  const { issuer } = await sandbox.call('sandbox.info', {});
  const sent = await sendMail(await portOf(sandbox), {
    from: 'The shop <shop@shop.example>',
    to: [ALICE, 'erin.vale@mail.example', 'stranger@elsewhere.example'],
    subject: 'Your parcel — Pâques',
    text: `It is on its way.\nSee http://evil.example/parcel or ${issuer}/account/recover.`,
  });
  expect(sent.code).toBe(250);
  expect(
    (await received(sandbox)).map(({ data, subject }) => [data.to, subject ?? null, data.nobody ?? false]),
  ).toEqual([
    [ALICE, 'alice', false],
    // Erin has no account yet, and reads her mail all the same.
    ['erin.vale@mail.example', null, false],
    ['stranger@elsewhere.example', null, true],
  ]);
  const shown = await page(sandbox);
  expect(shown).toContain('Your parcel — Pâques');
  expect(shown).toContain('The shop');
  // A link to elsewhere is text; the one to the sandbox can be followed.
  expect(shown).not.toMatch(/href=\\"http:\/\/evil/);
  const read = await sandbox.verbs.readMessage({ persona: 'alice', channel: 'email', subject: 'parcel' });
  expect(read.summary).toContain('Look at your messages');
  const erin = await sandbox.verbs.readMessage({ persona: 'erin', channel: 'email', subject: 'parcel' });
  expect(erin.summary).not.toContain('no message');
});

test('of HTML the text is shown, and nothing of it runs', async () => {
  const sandbox = await runningSandbox();
  const html =
    '<h1>Sale</h1><script>alert(1)</script><p>Half <b>price</b></p><img src="http://evil.example/pixel">';
  const attachments = [{ filename: 'a.exe', content: 'MZ' }];
  await sendMail(await portOf(sandbox), {
    to: ALICE,
    subject: '<i>Sale</i>',
    html,
    text: undefined,
    attachments,
  });
  expect((await received(sandbox))[0]?.data).toMatchObject({ html: true, attachments: 1 });
  const shown = await page(sandbox);
  expect(shown).toContain('&lt;i&gt;Sale&lt;/i&gt;');
  expect(shown).toMatch(/Half price/);
  expect(shown).not.toContain('alert(1)');
  expect(shown).not.toContain('<img');
});

test('mail that wants to look like something else is told from the bank’s, and shown as text', async () => {
  const sandbox = await runningSandbox();
  const port = await portOf(sandbox);
  const { issuer } = await sandbox.call('sandbox.info', {});
  await sendMail(port, {
    to: ALICE,
    from: '"Harbour \u202eknaB" <phish@evil.example>',
    subject: 'Confirm \u202eyour\u202c\r\n address\u0007',
    text: `${issuer}@evil.example/x ${issuer.replace('localhost', 'localhost.evil.example')}/y`,
    attachments: [{ filename: '../a\u202efdp.exe', content: 'MZ' }],
  });
  const spoof = await page(sandbox);
  expect(spoof).toContain('Confirm your address');
  expect(spoof).toMatch(/&lt;phish@evil\.example&gt;.{0,60}sender not checked/);
  expect(spoof).toMatch(/Attachments are not kept: 1 \(.*afdp\.exe\)/);
  expect(spoof).not.toMatch(/[\u202a-\u202e]/);
  // Neither address is the provider's, so neither can be followed.
  expect(spoof).not.toContain('Open the link');
  await sendMail(port, {
    to: ALICE,
    subject: 'Links',
    text: undefined,
    html: '<form action="http://evil.example"><a href="javascript:alert(1)">x</a></form><iframe src="//evil.example"></iframe>',
  });
  const links = await page(sandbox);
  expect(links).toContain('This mail is HTML; only its text is shown.');
  expect(links).not.toMatch(/<(?:iframe|form)|href=[^ >]*javascript/);
  await sendMail(port, { to: ALICE, subject: 'Long', text: 'x'.repeat(100_000) });
  const { events } = await sandbox.call('events.list', { types: ['message.received'], limit: 10 });
  expect(events).toHaveLength(3);
  // As long a word as that is given places to break, or the browser is busy for half a minute.
  const long = await page(sandbox);
  expect(long).toContain(`${'x'.repeat(64)}<wbr>`);
  expect(long).not.toContain('x'.repeat(65));
});

test('a name and a password are taken as they come, and the port is kept over a restart', async () => {
  const dataDir = tempDir();
  const first = await runningSandbox({ dataDir });
  const port = await portOf(first);
  await first.stop();
  const second = await runningSandbox({ dataDir });
  expect(await portOf(second)).toBe(port);
  expect((await sendMail(port, { to: ALICE })).code).toBe(250);
  expect(await received(second)).toHaveLength(1);
});

/** What the port says to bytes that are sent at once, or line by line as it answers, until it closes. */
function talk(port: number, lines: readonly string[], { early = false } = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    const rest = [...lines];
    let heard = '';
    if (early) socket.write(rest.splice(0).join('\r\n'));
    socket.setTimeout(10_000, () => socket.destroy(new Error(`nothing more than: ${heard}`)));
    socket.on('data', (chunk) => {
      heard += String(chunk);
      const next = rest.shift();
      if (next !== undefined) socket.write(`${next}\r\n`);
      else if (!early) socket.end();
    });
    socket.on('error', reject);
    socket.on('close', () => resolve(heard));
  });
}

test('a page that posts to the mail port sends no mail, whatever its body says', async () => {
  const sandbox = await runningSandbox();
  const port = await portOf(sandbox);
  const smuggled = [
    'MAIL FROM:<a@evil.example>',
    `RCPT TO:<${ALICE}>`,
    'DATA',
    'Subject: smuggled',
    '',
    'x',
    '.',
  ];
  const heard = await talk(port, ['POST / HTTP/1.1', 'Host: 127.0.0.1', '', 'EHLO evil', ...smuggled, ''], {
    early: true,
  });
  expect(heard).toMatch(/^421 /);
  expect(await received(sandbox)).toEqual([]);
});

test('garbage gets an error of the protocol, line by line, and mail still arrives afterwards', async () => {
  const sandbox = await runningSandbox();
  const port = await portOf(sandbox);
  const heard = await talk(port, [
    '\u0000\u00ff nonsense',
    'RCPT TO:<nobody>',
    'DATA',
    'MAIL FROM:broken',
    'QUIT',
  ]);
  const replies = heard.split('\r\n').filter((line) => line !== '');
  expect(replies[0]).toMatch(/^220 /);
  for (const reply of replies.slice(1, -1)) expect(reply).toMatch(/^5\d\d[ -]/);
  expect((await sendMail(port, { to: ALICE })).code).toBe(250);
});
