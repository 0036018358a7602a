import { describe, expect, it, onTestFinished } from 'vitest';
import type { PersonaProfile } from '../../../src-main/contract/worker.ts';
import type { Core } from '../../../src-main/events/core.ts';
import { createObservedServer } from '../../../src-main/events/observed-server.ts';
import { Snapshots } from '../../../src-main/events/snapshots.ts';
import { StateSettings } from '../../../src-main/store/settings.ts';
import { testCore } from '../../support/core.ts';
import { tempDir } from '../../support/temp-dir.ts';

const alice: PersonaProfile = {
  persona: 'alice',
  cookies: [
    { name: 'sid', value: '1', host: 'localhost', path: '/', httpOnly: true, secure: false, sameSite: 'lax' },
  ],
  storage: [],
};

function setUp(): { core: Core; snapshots: Snapshots; profiles: { current: PersonaProfile[] } } {
  const core = testCore();
  const profiles = { current: [alice] };
  const snapshots = new Snapshots(core, tempDir(), {
    readAll: async () => profiles.current,
    replaceAll: async (next) => {
      profiles.current = next;
      return [];
    },
  });
  return { core, snapshots, profiles };
}

describe('snapshots', () => {
  it('give back the state, the clock and the persona browsers, to the last bit', async () => {
    const { core, snapshots, profiles } = setUp();
    const settings = new StateSettings(core.store);
    settings.set('colour', 'green');
    await core.scheduler.advance(90_000);
    const digest = core.store.digest();
    const { id } = await snapshots.take('before');

    settings.set('colour', 'red');
    await core.scheduler.advance(-400_000);
    profiles.current = [];
    expect(core.store.digest()).not.toBe(digest);
    await snapshots.restore(id);

    expect(core.store.digest()).toBe(digest);
    expect(core.clock.offset).toBe(90_000);
    expect(profiles.current).toEqual([alice]);
  });

  it('never rewind the log: it goes on and says that the state was put back', async () => {
    const { core, snapshots } = setUp();
    const { id } = await snapshots.take('before');
    core.recorder.record({ type: 'config.changed', outcome: 'ok' });
    await snapshots.restore(id);
    const events = core.log.list({ limit: 10 });
    expect(events.map((event) => event.type)).toEqual([
      'snapshot.taken',
      'config.changed',
      'snapshot.restored',
    ]);
    expect(events.map((event) => event.seq)).toEqual([1, 2, 3]);
  });

  it('refuse what a request of the older generation still tries to write', async () => {
    const { core, snapshots } = setUp();
    const settings = new StateSettings(core.store);
    const { id } = await snapshots.take('before');
    const digest = core.store.digest();
    let late: Promise<unknown> | undefined;
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const server = createObservedServer({
      core,
      node: 'idp',
      hosts: ['127.0.0.1'],
      handler: () => {
        late = held.then(() => settings.set('colour', 'red'));
        late.catch(() => undefined);
      },
    });
    const port = await server.listen(0);
    onTestFinished(() => server.close());
    const request = fetch(`http://127.0.0.1:${port}/`).catch(() => 'aborted');
    await expect.poll(() => core.inFlight.count).toBe(1);

    await snapshots.restore(id);
    release();

    await expect(late).rejects.toMatchObject({ code: 'state.stale-write' });
    expect(await request).toBe('aborted');
    expect(core.store.digest()).toBe(digest);
  });

  it('hold under traffic: the digest after a restore is that of the snapshot', async () => {
    const { core, snapshots } = setUp();
    const settings = new StateSettings(core.store);
    let count = 0;
    const server = createObservedServer({
      core,
      node: 'idp',
      hosts: ['127.0.0.1'],
      handler: (_request, response) => {
        settings.set(`key-${count++ % 20}`, count);
        response.end();
      },
    });
    const port = await server.listen(0);
    onTestFinished(() => server.close());
    const { id } = await snapshots.take('before');
    const digest = core.store.digest();

    let stop = false;
    let digestAtRestore = '';
    core.store.onReplaced(() => {
      digestAtRestore = core.store.digest();
    });
    const traffic = Array.from({ length: 8 }, async () => {
      while (!stop) await fetch(`http://127.0.0.1:${port}/`).catch(() => undefined);
    });
    await expect.poll(() => count).toBeGreaterThan(50);
    await snapshots.restore(id);
    stop = true;
    await Promise.all(traffic);

    expect(digestAtRestore).toBe(digest);
  });

  it('say so when a snapshot does not exist', async () => {
    const { snapshots } = setUp();
    await expect(snapshots.restore('../../etc/passwd')).rejects.toMatchObject({ code: 'snapshot.unknown' });
  });
});
