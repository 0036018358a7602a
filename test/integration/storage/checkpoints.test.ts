import { closeSync, mkdtempSync, openSync, readSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { VirtualClock } from '../../../src-main/events/clock.ts';
import { createCore } from '../../../src-main/events/create-core.ts';

/** How often the write-ahead log of a database has begun anew: the checkpoint sequence number of its header. */
function beginnings(file: string): number {
  const header = Buffer.alloc(16);
  const descriptor = openSync(`${file}-wal`, 'r');
  readSync(descriptor, header, 0, header.length, 0);
  closeSync(descriptor);
  return header.readUInt32BE(12);
}

const TEXT = 'x'.repeat(60_000);
/** More than what starts the thread. */
const EVENTS = 300;

describe('the write-ahead log of the events', () => {
  it('is carried over beside what is recorded, and loses nothing when the log is closed meanwhile', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'checkpoints-'));
    const file = join(dataDir, 'events.db');
    const core = createCore({ dataDir, clock: new VirtualClock() });
    const write = async () => {
      for (let n = 0; n < EVENTS; n += 1) {
        core.recorder.record({ type: 'http.request', outcome: 'ok', data: { text: TEXT } });
        if (n % 20 === 0) await core.recorder.committed();
      }
      await core.recorder.committed();
    };
    await write();
    const before = beginnings(file);
    await expect
      .poll(
        async () => {
          // The log begins anew with the first event after all of it was carried over.
          core.recorder.record({ type: 'http.response', outcome: 'ok' });
          await core.recorder.committed();
          return beginnings(file);
        },
        { timeout: 30_000 },
      )
      .toBeGreaterThan(before);
    await write();
    const count = core.log.count();
    core.close();

    const again = createCore({ dataDir, clock: new VirtualClock() });
    expect(again.log.count()).toBe(count);
    expect(again.log.list({ after: 0, limit: 1 })[0]?.data.text).toBe(TEXT);
    again.close();
  });
});
