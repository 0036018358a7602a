import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { DidNotStart, SandboxProcess } from '../../durability/sandbox-process.ts';
import { tempDir } from '../../support/temp-dir.ts';
import { askToken, callApi, token } from './clients.ts';

/** Only the superuser of a Linux machine can make a disk that is small or cannot be written. */
const CAN_MOUNT = process.platform === 'linux' && process.getuid?.() === 0;

/** A disk of its own, in memory. */
function smallDisk(megabytes: number): string {
  const folder = join(tempDir(), 'disk');
  mkdirSync(folder);
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'gatehouse-test', folder]);
  onTestFinished(() => void execFileSync('umount', ['--lazy', folder]));
  return folder;
}

function fill(disk: string): void {
  const chunk = Buffer.alloc(64 * 1024);
  const file = join(disk, 'filler');
  writeFileSync(file, '');
  for (let size = chunk.length; size >= 512; size /= 2) {
    try {
      for (;;) writeFileSync(file, chunk.subarray(0, size), { flag: 'a' });
    } catch {
      // Full for this size: what is left takes smaller ones.
    }
  }
}

describe.runIf(CAN_MOUNT)('a disk that is full', () => {
  it('is named in the standard’s own form; reading goes on, memory is bounded, and nothing told is lost', async () => {
    const disk = smallDisk(12);
    const dataDir = join(disk, 'data');
    const sandbox = new SandboxProcess(dataDir);
    const line = await sandbox.ready();
    const given = [await token(line)];

    fill(disk);
    // What SQLite had room for already may still be taken; each of these answers is kept.
    let refused = await askToken(line);
    while (refused.status === 200) {
      given.push(((await refused.json()) as { access_token: string }).access_token);
      refused = await askToken(line);
    }
    expect(refused.status).toBe(507);
    expect(await refused.json()).toEqual({
      error: 'server_error',
      error_description: expect.stringMatching(/The disk is full\. Free some disk space/),
    });
    const denied = await callApi(line, given[0] ?? '');
    expect([denied.status, denied.headers.get('content-type')]).toEqual([507, 'application/problem+json']);
    expect(await denied.json()).toMatchObject({ status: 507, detail: expect.stringMatching(/disk is full/) });

    const info = await sandbox.call('sandbox.info', {});
    expect(info.trouble?.code).toBe('storage.full');
    expect((await sandbox.call('world.get', {})).personas.length).toBeGreaterThan(3);
    expect((await sandbox.call('labs.list', {})).labs.length).toBeGreaterThan(0);
    expect((await sandbox.call('events.list', { types: ['idp.token.issued'] })).events).not.toEqual([]);
    await expect(sandbox.call('clock.advance', { ms: 1000 })).rejects.toThrow(/507.*storage\.full/);
    await expect(sandbox.call('settings.set', { textSize: 120 })).rejects.toThrow(/507.*storage\.full/);
    expect((await sandbox.call('settings.get', {})).textSize).toBe(100);

    // More than may wait: what nobody was told of is let go, and the log says so later.
    for (let burst = 0; burst < 60; burst += 1) {
      await Promise.all(Array.from({ length: 50 }, () => askToken(line).then((answer) => answer.text())));
    }
    const { heapUsed } = await sandbox.call('sandbox.memory', {});
    expect(heapUsed).toBeLessThan(150 * 1024 * 1024);

    rmSync(join(disk, 'filler'));
    await vi.waitUntil(async () => (await askToken(line)).status === 200, { timeout: 20_000 });
    for (const value of given) expect((await callApi(line, value)).status).toBe(200);
    expect((await sandbox.call('sandbox.info', {})).trouble).toBeUndefined();
    const gap = await sandbox.call('events.list', { types: ['sandbox.log-gap'], after: 0 });
    expect(gap.events[0]?.data.lost).toBeGreaterThan(0);
    expect(await sandbox.stop()).toBe(0);

    const again = new SandboxProcess(dataDir);
    for (const value of given) expect((await callApi(await again.ready(), value)).status).toBe(200);
    expect(await again.stop()).toBe(0);
  });
});

/**
 * A database that may not grow beyond what it holds now, as on a disk that is full: SQLite gives the same error.
 *
 * @param room pages of 4 KiB that are left
 */
async function limitedDatabase(name: 'events.db' | 'state.db', room: number) {
  const dataDir = tempDir();
  const first = new SandboxProcess(dataDir);
  const given = [await token(await first.ready())];
  await first.stop();
  const database = new Database(join(dataDir, name), { readonly: true });
  const pages = Number(database.pragma('page_count', { simple: true }));
  database.close();
  vi.stubEnv('GATEHOUSE_MAX_PAGES', `${name}=${pages + room}`);
  onTestFinished(() => void vi.unstubAllEnvs());
  const sandbox = new SandboxProcess(dataDir);
  vi.unstubAllEnvs();
  onTestFinished(() => sandbox.kill());
  const again = async () => {
    await sandbox.stop();
    const next = new SandboxProcess(dataDir);
    onTestFinished(() => next.kill());
    return { sandbox: next, line: await next.ready() };
  };
  return { sandbox, given, again };
}

/** The same, filled up. */
async function fullDatabase(name: 'events.db' | 'state.db', room: number) {
  const { sandbox, given, again } = await limitedDatabase(name, room);
  const line = await sandbox.ready();
  let refused = await askToken(line);
  while (refused.status === 200) {
    given.push(((await refused.json()) as { access_token: string }).access_token);
    refused = await askToken(line);
  }
  expect(refused.status).toBe(507);
  expect(await refused.json()).toEqual({
    error: 'server_error',
    error_description: expect.stringMatching(/The disk is full\. Free some disk space/),
  });
  return { sandbox, line, given, again };
}

describe('a database that cannot grow', () => {
  it('the log: it is named, reading goes on, memory is bounded; emptied, it goes on, and nothing told is lost', async () => {
    const { sandbox, line, given, again } = await fullDatabase('events.db', 400);
    const denied = await callApi(line, given[0] ?? '');
    expect([denied.status, denied.headers.get('content-type')]).toEqual([507, 'application/problem+json']);
    expect((await sandbox.call('sandbox.info', {})).trouble?.code).toBe('storage.full');
    expect((await sandbox.call('world.get', {})).personas.length).toBeGreaterThan(3);
    expect((await sandbox.call('events.list', { types: ['idp.token.issued'] })).events).not.toEqual([]);
    await expect(sandbox.call('clock.advance', { ms: 1000 })).rejects.toThrow(/507.*storage\.full/);
    // What the log gives up makes room in its file.
    await sandbox.call('events.clear', {}).catch(() => undefined);
    await vi.waitUntil(async () => (await askToken(line)).status === 200, { timeout: 20_000 });
    expect((await sandbox.call('sandbox.info', {})).trouble).toBeUndefined();
    for (const value of given.slice(0, 5)) expect((await callApi(line, value)).status).toBe(200);

    for (let burst = 0; burst < 60; burst += 1) {
      await Promise.all(Array.from({ length: 50 }, () => askToken(line).then((answer) => answer.text())));
    }
    expect((await askToken(line)).status).toBe(507);
    expect((await sandbox.call('sandbox.memory', {})).heapUsed).toBeLessThan(150 * 1024 * 1024);
    const next = await again();
    for (const value of given) expect((await callApi(next.line, value)).status).toBe(200);
  });

  it('the state: what would change it is refused and changes nothing, the log goes on, and with room all works', async () => {
    const { sandbox, given, again } = await fullDatabase('state.db', 4);
    const mine = { name: 'Of my own', kind: 'server' as const, redirectUris: ['http://127.0.0.1/callback'] };
    const registered: string[] = [];
    const failure = await (async () => {
      // What fits into a page that is there already is still taken.
      for (;;) registered.push((await sandbox.call('apps.connect', mine)).clientId);
    })().catch(String);
    expect(failure).toMatch(/507.*storage\.not-kept.*The disk is full/);
    const { applications } = await sandbox.call('world.get', {});
    const own = applications.filter(({ name }) => name === mine.name).map(({ clientId }) => clientId);
    expect(own.sort()).toEqual(registered.sort());
    const { events } = await sandbox.call('events.list', { types: ['idp.client.registered'], after: 0 });
    expect(events.map(({ data }) => data.client).sort()).toEqual(registered);
    expect((await sandbox.call('sandbox.info', {})).trouble).toBeUndefined();
    const next = await again();
    for (const value of given) expect((await callApi(next.line, value)).status).toBe(200);
    expect((await askToken(next.line)).status).toBe(200);
    expect(await next.sandbox.call('persona.switch', { persona: 'bob' })).toBeDefined();
  });

  it('amid registrations, a reset of a lab and an import: each is there whole or not at all', async () => {
    const { sandbox, again } = await limitedDatabase('state.db', 2);
    const line = await sandbox.ready();
    const lab = { pack: 'io.gatehouse.first-steps', lab: 'sign-in-and-call' };
    const { id } = await sandbox.call('snapshots.take', { name: 'before it was full' });
    const { base64 } = await sandbox.call('snapshots.export', { id });
    const register = (username: string) =>
      fetch(`${line.issuer}/api/identity/user/v1.0/me`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          user: {
            username,
            password: 'a password of some length',
            claims: [{ uri: 'http://wso2.org/claims/emailaddress', value: `${username}@mail.example` }],
          },
        }),
      });
    const made: string[] = [];
    let answer = await register('full-0');
    while (answer.status === 201) {
      made.push(`full-${made.length}`);
      answer = await register(`full-${made.length}`);
    }
    expect(answer.status).toBe(507);
    // Just those are there who were told so, with all that belongs to them.
    const { accounts } = await sandbox.call('accounts.list', { search: 'full-' });
    expect(accounts.map(({ username }) => username).sort()).toEqual(made.sort());
    for (const { id: account } of accounts)
      expect((await sandbox.call('accounts.get', { id: account })).codes).toHaveLength(1);
    const before = await sandbox.call('snapshots.list', {});
    const imported = await sandbox.call('snapshots.import', { base64 }).then(() => 1, String);
    expect(await sandbox.call('snapshots.list', {})).toHaveLength(before.length + (imported === 1 ? 1 : 0));
    const opened = await sandbox.call('labs.open', lab).then(() => 'done', String);
    const reset = await sandbox.call('labs.reset', { scope: 'lab', ...lab }).then(() => 'done', String);
    for (const outcome of [opened, reset]) expect(outcome).toMatch(/^done$|507/);
    const next = await again();
    const those = async () =>
      (await next.sandbox.call('accounts.list', { search: 'full-' })).accounts.map(
        ({ username }) => username,
      );
    // A lab begins in its own world, which needs less room; the world before is kept, whole.
    const kept = (await next.sandbox.call('snapshots.list', {})).find(({ name }) =>
      name.startsWith('Before the lab'),
    );
    if (opened === 'done') {
      expect(await those()).toEqual([]);
      await next.sandbox.call('snapshots.restore', { id: kept?.id ?? '' });
    }
    expect((await those()).sort()).toEqual(made.sort());
    expect((await askToken(next.line)).status).toBe(200);
    expect(await next.sandbox.stop()).toBe(0);
  });

  it('in the middle of a bulk request: each user is there with all that belongs to her, or not at all', async () => {
    const { sandbox, again } = await limitedDatabase('state.db', 120);
    const line = await sandbox.ready();
    const headers = { authorization: `Bearer ${line.scim.token}`, 'content-type': 'application/scim+json' };
    const ask = (method: string, path: string, body?: object) =>
      fetch(`${line.scim.url}${path}`, { method, headers, body: body ? JSON.stringify(body) : null });
    const schemas = ['urn:ietf:params:scim:api:messages:2.0:Error'];
    const big = 'x'.repeat(1500);
    const Operations = Array.from({ length: 200 }, (_, index) => ({
      method: 'POST',
      path: '/Users',
      bulkId: `b${index}`,
      data: {
        schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
        userName: `full-${index}`,
        title: big,
        emails: [{ value: `full-${index}@mail.example` }],
        'urn:scim:wso2:schema': { askPassword: true },
      },
    }));
    const bulk = await ask('POST', '/Bulk', {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'],
      Operations,
    });
    expect([bulk.status, await bulk.json()]).toMatchObject([507, { schemas, status: '507' }]);
    // A transition of one account is refused in the same form, and has not happened.
    const locked = await ask('PATCH', '/Users/alice', {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
      Operations: [
        { op: 'add', path: 'title', value: big },
        { op: 'replace', path: 'active', value: false },
      ],
    });
    expect([locked.status, await locked.json()]).toMatchObject([507, { schemas, status: '507' }]);
    expect((await sandbox.call('accounts.get', { id: 'alice' })).state.disabled).toBe(false);
    // With room again: whoever was made has her title, her code and her mail; nobody is half.
    const { sandbox: next, line: now } = await again();
    const found = await fetch(
      `${now.scim.url}/Users?filter=${encodeURIComponent('userName sw "full-"')}&count=500`,
      {
        headers: { authorization: `Bearer ${now.scim.token}` },
      },
    );
    const { Resources } = (await found.json()) as { Resources: { id: string; title?: string }[] };
    expect(Resources.length).toBeGreaterThan(0);
    expect(Resources.length).toBeLessThan(Operations.length);
    for (const user of Resources) {
      expect(user.title).toBe(big);
      const { codes } = await next.call('accounts.get', { id: user.id });
      expect(codes.length).toBe(1);
    }
    expect(await next.stop()).toBe(0);
  });
});

describe.runIf(CAN_MOUNT)('a disk that cannot be written', () => {
  it('is named before anything starts', async () => {
    const disk = smallDisk(12);
    const dataDir = join(disk, 'data');
    const first = new SandboxProcess(dataDir);
    await first.ready();
    await first.stop();
    execFileSync('mount', ['-o', 'remount,ro', disk]);
    const second = new SandboxProcess(dataDir);
    const failure = await second.ready().catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(DidNotStart);
    expect((failure as DidNotStart).error).toMatchObject({
      code: 'data.not-writable',
      next: expect.stringContaining('Choose another folder with --data DIR'),
    });
  });
});
