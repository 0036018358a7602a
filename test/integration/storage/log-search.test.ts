import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import type { Reason } from '../../../src-main/contract/events.ts';
import type { JsonObject } from '../../../src-main/contract/json.ts';
import type { Core } from '../../../src-main/events/core.ts';
import { indexedTo } from '../../../src-main/events/log-search.ts';
import { openDatabase } from '../../../src-main/store/database.ts';
import { EVENT_MIGRATIONS } from '../../../src-main/store/migrations/events.ts';
import { testCore } from '../../support/core.ts';
import { tempDir } from '../../support/temp-dir.ts';

/** A chain that events share is stored once, beside their records. */
const SHARED: readonly Reason[] = Object.freeze([
  { rule: 'gw.quota.left', outcome: 'pass', text: 'The plan Gold has calls left.' } as Reason,
]);

/** What people look for, and what it must find: the events by their note. */
const SEARCHES: Record<string, string[]> = {
  '/accounts/4711': ['path'],
  '/accounts': ['path', 'other path'],
  'gw.quota.left': ['shared'],
  'plan gold': ['shared'],
  'k3-_x9Zq': ['jti'],
  '‹access_token:4f1c': ['handle'],
  'second line': ['text'],
  müller: ['umlaut'],
  'Jo Müller': ['umlaut'],
  '100%': ['percent'],
  '%': ['percent'],
  'DENIED-BY-NAME': ['case'],
  'nobody wrote this': [],
};

function recordNotes(core: Core): void {
  const note = (name: string, data: JsonObject) =>
    core.log.record({
      type: 'lab.step.passed',
      outcome: 'ok',
      data: { note: name, ...data },
    });
  note('path', { path: '/accounts/4711' });
  note('other path', { path: '/accounts/5120' });
  core.log.record({
    type: 'lab.step.passed',
    outcome: 'ok',
    data: { note: 'shared' },
    reasons: SHARED as Reason[],
  });
  note('jti', { jti: 'k3-_x9Zq-0' });
  note('handle', { token: '‹access_token:4f1c2a›' });
  note('text', { text: 'a first line\nsecond line' });
  note('umlaut', { name: 'Jo Müller' });
  note('percent', { left: '100%' });
  note('case', { rule: 'denied-by-name' });
}

const notes = (core: Core, search: string, limit = 50): unknown[] =>
  core.log.list({ search, limit, types: ['lab.step.passed'] }).map(({ data }) => data.note);

/** Waits until the index has caught up, which it does beside everything else. */
async function indexed(core: Core, dataDir: string): Promise<void> {
  core.log.flush();
  const file = openDatabase(join(dataDir, 'events.db'), EVENT_MIGRATIONS);
  try {
    await vi.waitFor(() => expect(indexedTo(file)).toBe(core.log.last), { timeout: 20_000, interval: 20 });
  } finally {
    file.close();
  }
}

it('finds the same before an event is in the index and after', async () => {
  const dataDir = tempDir();
  const core = testCore({ dataDir });
  recordNotes(core);
  for (const [search, found] of Object.entries(SEARCHES)) expect(notes(core, search), search).toEqual(found);
  await indexed(core, dataDir);
  for (const [search, found] of Object.entries(SEARCHES)) expect(notes(core, search), search).toEqual(found);
});

it('gives the newest of both, the indexed and what came after, in order', async () => {
  const dataDir = tempDir();
  const core = testCore({ dataDir });
  const record = (note: number) =>
    core.log.record({ type: 'lab.step.passed', outcome: 'ok', data: { note, what: 'counted' } });
  for (let note = 1; note <= 400; note += 1) record(note);
  await indexed(core, dataDir);
  for (let note = 401; note <= 405; note += 1) record(note);
  expect(notes(core, 'count', 8)).toEqual([398, 399, 400, 401, 402, 403, 404, 405]);
  const oldest = core.log.list({ search: 'counted', after: 0, limit: 3 });
  expect(oldest.map(({ data }) => data.note)).toEqual([1, 2, 3]);
  const from = core.log.list({ search: 'counted', after: (oldest[2]?.seq ?? 0) + 395, limit: 500 });
  expect(from.map(({ data }) => data.note)).toEqual([399, 400, 401, 402, 403, 404, 405]);
});

it('takes in the log of an older version, which can be searched at once', async () => {
  const dataDir = tempDir();
  const old = openDatabase(join(dataDir, 'events.db'), EVENT_MIGRATIONS.slice(0, 2));
  const insert = old.prepare(
    "INSERT INTO event (seq, id, type, flow, bytes, record) VALUES (?, ?, 'lab.step.passed', NULL, ?, ?)",
  );
  for (let seq = 1; seq <= 500; seq += 1) {
    const record = JSON.stringify({
      seq,
      type: 'lab.step.passed',
      reasons: [],
      data: { note: `old-${seq}` },
    });
    insert.run(seq, `id-${seq}`, record.length, record);
  }
  old.close();
  const core = testCore({ dataDir });
  expect(notes(core, 'old-499')).toEqual(['old-499']);
  await indexed(core, dataDir);
  expect(notes(core, 'old-499')).toEqual(['old-499']);
  expect(notes(core, 'old-7', 3)).toEqual(['old-77', 'old-78', 'old-79']);
});

it('finds nothing that was cleared, and still what is pinned', async () => {
  const dataDir = tempDir();
  const core = testCore({ dataDir });
  const record = (note: string, flow: string) =>
    core.log.record({ type: 'lab.step.passed', outcome: 'ok', flow, data: { note, what: 'kept or not' } });
  record('pinned', 'f1');
  for (let count = 0; count < 5; count += 1) record('cleared', 'f2');
  await indexed(core, dataDir);
  core.log.pin(['f1'], true);
  core.log.clear();
  expect(notes(core, 'kept')).toEqual(['pinned']);
  record('new', 'f3');
  expect(notes(core, 'kept')).toEqual(['pinned', 'new']);
  await indexed(core, dataDir);
  expect(notes(core, 'kept')).toEqual(['pinned', 'new']);
});
