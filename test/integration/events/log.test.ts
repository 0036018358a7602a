import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Reason } from '../../../src-main/contract/events.ts';
import { createCore } from '../../../src-main/events/create-core.ts';
import { openDatabase } from '../../../src-main/store/database.ts';
import { EVENT_MIGRATIONS } from '../../../src-main/store/migrations/events.ts';
import { STATE_MIGRATIONS } from '../../../src-main/store/migrations/state.ts';
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

  it('pages through many events in both directions, and keeps to a range inside of a batch', () => {
    const core = testCore();
    for (let n = 1; n <= 300; n += 1)
      core.recorder.record({ type: 'config.changed', outcome: 'ok', flow: `f${n % 3}`, data: { n } });
    const numbers = (filter: Parameters<typeof core.log.list>[0]) =>
      core.log.list(filter).map((event) => event.seq);
    expect(numbers({ after: 100, limit: 3 })).toEqual([101, 102, 103]);
    expect(numbers({ before: 100, limit: 3 })).toEqual([97, 98, 99]);
    expect(numbers({ after: 63, before: 67, limit: 10 })).toEqual([64, 65, 66]);
    expect(numbers({ flows: ['f1', 'f2'], limit: 3 })).toEqual([296, 298, 299]);
    expect(core.log.flows()).toEqual([
      { flow: 'f0', last: 300, events: 100 },
      { flow: 'f1', last: 298, events: 100 },
      { flow: 'f2', last: 299, events: 100 },
    ]);
    expect(core.log.count()).toBe(300);
  });

  it('keeps of the batches of a pinned story the events of that story alone when it is trimmed', () => {
    const core = testCore();
    for (let n = 1; n <= 300; n += 1)
      core.recorder.record({ type: 'config.changed', outcome: 'ok', flow: n % 50 === 0 ? 'kept' : 'gone' });
    core.log.pin(['kept'], true);
    expect(core.log.clear()).toBe(294);
    expect(core.log.list({ limit: 500 }).map((event) => event.seq)).toEqual([50, 100, 150, 200, 250, 300]);
    expect(core.log.flows()).toEqual([{ flow: 'kept', last: 300, events: 6 }]);
    expect(core.log.count()).toBe(6);
  });

  it('takes over a fact once, where the process dies before the outbox has let go of it', () => {
    const dataDir = tempDir();
    const first = createCore({ dataDir });
    first.store.transaction(() =>
      first.recorder.record({ type: 'config.changed', outcome: 'ok', data: { n: 1 } }),
    );
    const [row] = first.store.pendingOutbox();
    first.log.flush();
    first.close();
    const state = openDatabase(join(dataDir, 'state.db'), STATE_MIGRATIONS);
    state
      .prepare('INSERT INTO outbox (id, position, event) VALUES (?, ?, ?)')
      .run(row?.id, row?.position, row?.event);
    state.close();

    const second = createCore({ dataDir });
    onTestFinished(() => second.close());
    expect(second.log.list({ limit: 10 }).map((event) => event.data)).toEqual([{ n: 1 }]);
    expect(second.store.pendingOutbox()).toEqual([]);
  });

  it('commits changes of one moment together; one that fails takes no other with it', async () => {
    const core = testCore();
    const settings = new StateSettings(core.store);
    const change = (colour: string, fails = false) =>
      core.recorder.recordWith({ type: 'config.changed', outcome: 'ok', data: { colour } }, () => {
        settings.set(colour, true);
        if (fails) throw new Error('it does not fit');
      });
    const before = core.store.revision;
    change('green');
    change('blue');
    await core.recorder.committed();
    expect(core.store.revision - before).toBe(1);
    change('red', true);
    change('white');
    await core.recorder.committed();
    expect(core.log.list({ limit: 10 }).map((event) => event.data.colour)).toEqual([
      'green',
      'blue',
      'white',
    ]);
    expect(['green', 'blue', 'red', 'white'].map((colour) => settings.text(colour))).toEqual([
      'true',
      'true',
      undefined,
      'true',
    ]);
  });

  it('shows whoever reads the state a change that waits to be committed', () => {
    const core = testCore();
    const settings = new StateSettings(core.store);
    core.recorder.recordWith({ type: 'config.changed', outcome: 'ok' }, () =>
      settings.set('colour', 'green'),
    );
    expect(settings.text('colour')).toBe('"green"');
    expect(core.log.list({ limit: 10 })).toHaveLength(1);
  });

  it('takes over all facts of a transaction, where the process dies before they reach the log', () => {
    const dataDir = tempDir();
    const first = createCore({ dataDir });
    for (const n of [1, 2])
      first.recorder.recordWith({ type: 'config.changed', outcome: 'ok', data: { n } }, () => undefined);
    first.store.close();

    const second = createCore({ dataDir });
    onTestFinished(() => second.close());
    expect(second.log.list({ limit: 10 }).map((event) => event.data)).toEqual([{ n: 1 }, { n: 2 }]);
    expect(second.store.pendingOutbox()).toEqual([]);
  });

  it('has on disk what its listeners heard, of facts with a change of state and without one', async () => {
    const core = testCore();
    const heard: unknown[] = [];
    core.log.subscribe((events) => heard.push(...events));
    const reasons: Reason[] = [{ rule: 'idp.client.known', outcome: 'pass', seen: 'a "quoted" ‹name›' }];
    core.recorder.record({ type: 'clock.reset', outcome: 'ok' });
    core.store.transaction(() => {
      for (const n of [1, 2])
        core.recorder.record({ type: 'config.changed', outcome: 'ok', reasons, data: { n } });
    });
    core.recorder.recordWith(
      { type: 'idp.token.issued', outcome: 'ok', subject: 'a1', flow: 'f1', data: { n: 3 } },
      () => undefined,
    );
    await core.recorder.committed();
    expect(heard).toHaveLength(4);
    expect(core.log.list({ limit: 10 })).toEqual(heard);
  });

  it('resolves the secrets that an earlier version kept, and knows of what kind they are', () => {
    const dataDir = tempDir();
    const hash = (handle: string) => handle.slice(-17, -1);
    const before = testCore({ dataDir });
    const value = 'a-token-of-an-earlier-version';
    const handle = before.vault.handle('access_token', value);
    before.log.close();
    before.store.close();
    const file = join(dataDir, 'events.db');
    rmSync(file);
    const old = openDatabase(file, EVENT_MIGRATIONS.slice(0, 5));
    old
      .prepare('INSERT INTO secret (handle, hash, kind, value, seq) VALUES (?, ?, ?, ?, 1)')
      .run(handle, hash(handle), 'access_token', value);
    old.close();

    const core = createCore({ dataDir });
    onTestFinished(() => core.close());
    expect(core.vault.reveal(handle)).toEqual({ kind: 'access_token', value });
    expect(core.vault.handle('token', value)).toBe(handle);
  });

  it('reads a log of an earlier version, which had a row for each event', () => {
    const dataDir = tempDir();
    const old = openDatabase(join(dataDir, 'events.db'), EVENT_MIGRATIONS.slice(0, 3));
    const reasons: Reason[] = [{ rule: 'gw.scope.required', outcome: 'pass' }];
    const event = (seq: number, more: object) => ({
      seq,
      id: `id-${seq}`,
      vtime: 1,
      wtime: 2,
      type: 'gw.request.allowed',
      actor: 'outside',
      flow: 'f1',
      node: 'gateway',
      outcome: 'allowed',
      data: { seq },
      redacted: [],
      ...more,
    });
    old.prepare('INSERT INTO chain (id, reasons) VALUES (7, ?)').run(JSON.stringify(reasons));
    const insert = old.prepare(
      'INSERT INTO event (seq, id, type, flow, bytes, record, chain) VALUES (?, ?, ?, ?, ?, ?, ?)',
    );
    const whole = JSON.stringify(event(3, { reasons: [] }));
    const short = JSON.stringify(event(4, {}));
    insert.run(3, 'id-3', 'gw.request.allowed', 'f1', whole.length, whole, null);
    insert.run(4, 'id-4', 'gw.request.allowed', 'f1', short.length, short, 7);
    old.close();

    const core = testCore({ dataDir });
    expect(core.log.list({ limit: 10, flows: ['f1'], types: ['gw.request.allowed'] })).toEqual([
      event(3, { reasons: [] }),
      event(4, { reasons }),
    ]);
    core.recorder.record({ type: 'config.changed', outcome: 'ok' });
    expect(core.log.list({ after: 4, limit: 10 }).map(({ seq }) => seq)).toEqual([5]);
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
