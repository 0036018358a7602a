import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../../src-main/contract/json.ts';
import { runningSandbox } from '../labs/running-lab.ts';

const base64 = (value: Buffer | string) => Buffer.from(value).toString('base64');

async function exported() {
  const sandbox = await runningSandbox();
  await sandbox.play.signIn('alice');
  const { id } = await sandbox.call('snapshots.take', { name: 'Before the demo!' });
  const file = await sandbox.call('snapshots.export', { id });
  const content = JSON.parse(gunzipSync(Buffer.from(file.base64, 'base64')).toString()) as JsonObject;
  return { sandbox, id, file, content };
}

/** A file with another content, packed as a snapshot is. */
const repacked = (content: Json) => ({ base64: base64(gzipSync(JSON.stringify(content))) });

/** The file with another state in it, and the digest that fits. */
function withState(content: JsonObject, change: (database: Database.Database) => void) {
  const database = new Database(Buffer.from(String(content.state), 'base64'));
  change(database);
  const state = database.serialize();
  database.close();
  return repacked({
    ...content,
    state: base64(state),
    digest: createHash('sha256').update(state).digest('hex'),
  });
}

describe('a snapshot as a file', () => {
  it('gives another sandbox the same users, sessions and clock', async () => {
    const { sandbox, file } = await exported();
    expect(file.name).toBe('before-the-demo.gatehouse');
    await sandbox.call('clock.advance', { ms: 90_000 });
    const { id } = await sandbox.call('snapshots.take', { name: 'later' });
    const later = await sandbox.call('snapshots.export', { id });
    await sandbox.stop();

    const other = await runningSandbox();
    const added = await other.call('snapshots.import', { base64: later.base64 });
    expect(added).toMatchObject({ name: 'later', automatic: false });
    await other.call('snapshots.restore', { id: added.id });
    expect((await other.call('clock.get', {})).offset).toBe(90_000);
    // The applications have followed to the addresses of this machine, so signing in works.
    expect(await other.play.signIn('bob')).toMatchObject({ ok: true });
  });

  it('is renamed and deleted', async () => {
    const { sandbox, id } = await exported();
    expect(await sandbox.call('snapshots.rename', { id, name: 'After' })).toMatchObject({ name: 'After' });
    await sandbox.call('snapshots.delete', { id });
    expect((await sandbox.call('snapshots.list', {})).map((snapshot) => snapshot.id)).not.toContain(id);
    await expect(sandbox.call('snapshots.delete', { id })).rejects.toMatchObject({
      code: 'snapshot.unknown',
    });
  });

  it('is kept when it is what everything is reset to', async () => {
    const sandbox = await runningSandbox();
    const [first] = await sandbox.call('snapshots.list', {});
    expect(first).toMatchObject({ name: 'The world as it began', kept: true });
    const id = first?.id ?? '';
    const kept = { code: 'snapshot.kept' };
    await expect(sandbox.call('snapshots.delete', { id })).rejects.toMatchObject(kept);
    await expect(sandbox.call('snapshots.rename', { id, name: 'mine' })).rejects.toMatchObject(kept);
    const { base64 } = await sandbox.call('snapshots.export', { id });
    const added = await sandbox.call('snapshots.import', { base64 });
    await sandbox.stop();
    const again = await runningSandbox({ dataDir: sandbox.dataDir });
    await again.call('snapshots.delete', { id: added.id });
    await expect(again.call('snapshots.delete', { id })).rejects.toMatchObject(kept);
  });

  it('is refused when it is not what it says, and nothing is added', async () => {
    const { sandbox, content } = await exported();
    const before = await sandbox.call('snapshots.list', {});
    const sql = (text: string) => withState(content, (database) => database.exec(text));
    const hostile: [string, { base64: string }][] = [
      ['cannot be unpacked', { base64: base64('not a file of ours') }],
      ['unpacks to more', { base64: base64(gzipSync(Buffer.alloc(70 * 1024 * 1024))) }],
      ['no JSON', { base64: base64(gzipSync('not JSON')) }],
      ['does not fit at format', repacked({ ...content, format: 2 })],
      ['not the one that was saved', repacked({ ...content, digest: '00' })],
      ['version 99', sql('PRAGMA user_version = 99')],
      ['not those of a Gatehouse', sql('CREATE TABLE more (x)')],
      [
        'not those of a Gatehouse',
        sql('CREATE TRIGGER t AFTER INSERT ON setting BEGIN DELETE FROM account; END'),
      ],
      ['cannot be read', sql("UPDATE account SET claims = 'no JSON'")],
      ['cannot be read', sql("INSERT OR REPLACE INTO setting (key, value) VALUES ('clock.offset', '1e18')")],
    ];
    for (const [why, file] of hostile) {
      await expect(sandbox.call('snapshots.import', file), why).rejects.toMatchObject({
        code: 'snapshot.unfit',
        why: expect.stringContaining(why),
      });
    }
    expect(await sandbox.call('snapshots.list', {})).toEqual(before);
  });
});
