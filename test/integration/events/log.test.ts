import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Reason } from '../../../src-main/contract/events.ts';
import { createCore } from '../../../src-main/events/create-core.ts';
import { openDatabase } from '../../../src-main/store/database.ts';
import { EVENT_MIGRATIONS } from '../../../src-main/store/migrations/events.ts';
import { StateSettings } from '../../../src-main/store/settings.ts';
import { testCore } from '../../support/core.ts';
import { tempDir } from '../../support/temp-dir.ts';

describe('the event log', () => {
  it('records a fact if, and only if, the change of state that it tells of is committed', () => {
    const core = testCore();
    const settings = new StateSettings(core.store);
    core.store.transaction(() => {
      settings.set('colour', 'green');
      core.recorder.record({ type: 'config.changed', outcome: 'ok', data: { to: 'green' } });
    });
    expect(() =>
      core.store.transaction(() => {
        settings.set('colour', 'red');
        core.recorder.record({ type: 'config.changed', outcome: 'ok', data: { to: 'red' } });
        throw new Error('rolled back');
      }),
    ).toThrow('rolled back');
    expect(core.log.list({ limit: 10 }).map((event) => event.data)).toEqual([{ to: 'green' }]);
  });

  it('takes over, at the next start, what was committed with the state but had not reached the log', () => {
    const dataDir = tempDir();
    const first = createCore({ dataDir });
    first.store.transaction(() =>
      first.recorder.record({ type: 'config.changed', outcome: 'ok', data: { n: 1 } }),
    );
    // The process dies here: the state is committed, the log's own queue is lost.
    first.store.close();

    const second = createCore({ dataDir });
    expect(second.log.list({ limit: 10 }).map((event) => event.data)).toEqual([{ n: 1 }]);
    expect(second.store.pendingOutbox()).toEqual([]);
    second.close();
    const third = createCore({ dataDir });
    expect(third.log.list({ limit: 10 })).toHaveLength(1);
    third.close();
  });

  it('goes on counting after it was cleared, and keeps pinned stories', () => {
    const core = testCore();
    core.recorder.record({ type: 'config.changed', outcome: 'ok', flow: 'kept' });
    core.recorder.record({ type: 'config.changed', outcome: 'ok', flow: 'gone' });
    core.log.pin(['kept'], true);
    expect(core.log.clear()).toBe(1);
    core.recorder.record({ type: 'config.changed', outcome: 'ok', flow: 'new' });
    expect(core.log.list({ limit: 10 }).map((event) => [event.seq, event.flow])).toEqual([
      [1, 'kept'],
      [3, 'new'],
    ]);
  });

  it('stores a chain of reasons that many events share once, and gives each event the whole chain', () => {
    const dataDir = tempDir();
    const core = testCore({ dataDir });
    const reasons: Reason[] = [{ rule: 'gw.scope.required', outcome: 'pass', seen: 'notes:read' }];
    Object.freeze(reasons);
    for (let n = 0; n < 3; n += 1)
      core.recorder.record({ type: 'gw.request.allowed', outcome: 'allowed', reasons });
    core.recorder.record({ type: 'config.changed', outcome: 'ok' });
    const events = core.log.list({ limit: 10 });
    expect(events.map((event) => event.reasons)).toEqual([reasons, reasons, reasons, []]);
    expect(core.log.list({ limit: 10, search: 'notes:read' })).toHaveLength(3);

    const file = openDatabase(join(dataDir, 'events.db'), EVENT_MIGRATIONS);
    onTestFinished(() => void file.close());
    const chains = () => file.prepare('SELECT count(*) AS n FROM chain').get();
    expect(chains()).toEqual({ n: 1 });
    core.log.clear();
    expect(chains()).toEqual({ n: 0 });
    core.recorder.record({ type: 'gw.request.allowed', outcome: 'allowed', reasons });
    expect(core.log.list({ limit: 1 })[0]?.reasons).toEqual(reasons);
  });

  it('stays within its size: the oldest events go first', () => {
    const core = testCore();
    for (let n = 0; n < 200; n += 1)
      core.recorder.record({ type: 'config.changed', outcome: 'ok', data: { n } });
    core.log.flush();
    core.log.setLimit(20_000);
    const left = core.log.list({ limit: 500 });
    expect(left.length).toBeLessThan(100);
    expect(left.at(-1)?.data).toEqual({ n: 199 });
  });

  it('tells subscribers of committed events only, in order', async () => {
    const core = testCore();
    const heard: number[] = [];
    core.log.subscribe((events) => heard.push(...events.map((event) => event.seq)));
    for (let n = 0; n < 5; n += 1) core.recorder.record({ type: 'config.changed', outcome: 'ok' });
    expect(heard).toEqual([]);
    await core.recorder.committed();
    expect(heard).toEqual([1, 2, 3, 4, 5]);
  });

  it('finds events by text, type and story', () => {
    const core = testCore();
    core.recorder.record({ type: 'config.changed', outcome: 'ok', data: { note: '100% of alice_1' } });
    core.recorder.record({ type: 'clock.reset', outcome: 'ok', flow: 'f1' });
    expect(core.log.list({ limit: 5, search: '0% of alice_' })).toHaveLength(1);
    expect(core.log.list({ limit: 5, search: 'alice%1' })).toHaveLength(0);
    expect(core.log.list({ limit: 5, types: ['clock.reset'] })).toHaveLength(1);
    expect(core.log.list({ limit: 5, flows: ['f1'] })).toHaveLength(1);
  });
});
