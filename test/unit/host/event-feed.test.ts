import { afterEach, beforeEach, expect, it } from 'vitest';
import { EventFeed, type FeedReader } from '../../../src-main/host/event-feed.ts';
import { ScriptedSandbox } from './scripted-sandbox.ts';

let sandbox: ScriptedSandbox;
let seqs: number[];
let left: [first: number, last: number][];
let feed: EventFeed;
beforeEach(async () => {
  sandbox = new ScriptedSandbox();
  seqs = [];
  left = [];
  await sandbox.supervisor.start();
});
afterEach(async () => {
  feed.close();
  await sandbox.supervisor.stop();
});

function open(after?: number, reader: FeedReader = 'all'): void {
  feed = new EventFeed(
    sandbox.supervisor,
    after,
    (message) => {
      if (message.kind === 'events') seqs.push(...message.events.map((event) => event.seq));
      if (message.kind === 'more') left.push([message.first, message.last]);
    },
    reader,
  );
}
const emit = (count: number) => sandbox.supervisor.call('test.emit', { count });
const leaveOut = (count: number) => sandbox.supervisor.call('test.leave-out', { count });
const upTo = (last: number, first = 1): number[] =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index);
const whenSeen = (last: number) => expect.poll(() => seqs.at(-1), { timeout: 8_000 }).toBe(last);

it('gives a newcomer what happens from now on', async () => {
  await emit(3);
  open();
  await emit(2);
  expect(seqs).toEqual([4, 5]);
});

it('gives a client that comes back exactly what it missed, over several pages, and then goes on', async () => {
  await emit(1203);
  open(2);
  void emit(4);
  await whenSeen(1207);
  expect(seqs).toEqual(upTo(1207, 3));
});

it('loses and doubles nothing when events pour in while it catches up', async () => {
  await emit(600);
  open(0);
  for (let burst = 0; burst < 20; burst += 1) void emit(400);
  await whenSeen(8600);
  expect(seqs).toEqual(upTo(8600));
});

it('reads from the log what a dying worker committed and never streamed', async () => {
  open();
  await emit(2);
  await sandbox.supervisor.call('test.commit-and-die', { count: 3 }).catch(() => undefined);
  await sandbox.until(() => sandbox.statuses.at(-1) === 'ready');
  await emit(1);
  await whenSeen(6);
  expect(seqs).toEqual(upTo(6));
});

it('goes on from the end of the log when the client comes from another one', async () => {
  await emit(2);
  open(900);
  await emit(1);
  await whenSeen(3);
});

it('reads what a flood left out for who wants all of it', async () => {
  open();
  await emit(2);
  await leaveOut(700);
  await emit(1);
  await whenSeen(703);
  expect(seqs).toEqual(upTo(703));
  expect(left).toEqual([]);
});

it('tells a window what a flood left out, and goes on after it', async () => {
  open(undefined, 'newest');
  await emit(2);
  await leaveOut(700);
  await emit(1);
  await whenSeen(703);
  expect(seqs).toEqual([1, 2, 703]);
  expect(left).toEqual([[3, 702]]);
});
