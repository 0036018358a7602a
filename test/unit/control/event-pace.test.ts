import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { SandboxEvent } from '../../../src-main/contract/events.ts';
import type { StreamMessage } from '../../../src-main/contract/stream.ts';
import { EventPace } from '../../../src-main/control/event-pace.ts';

let told: StreamMessage[];
let pace: EventPace;
let seq: number;
beforeEach(() => {
  vi.useFakeTimers();
  told = [];
  seq = 0;
  pace = new EventPace(
    (message) => told.push(message),
    () => performance.now(),
  );
});
afterEach(() => {
  vi.useRealTimers();
});

const push = (count: number): void =>
  pace.push(Array.from({ length: count }, () => ({ seq: ++seq }) as SandboxEvent));
const tellings = () =>
  told.map((message) =>
    message.kind === 'events' ? message.events.length : message.kind === 'more' ? message : undefined,
  );

it('tells what people do as it happens', () => {
  for (let moment = 0; moment < 50; moment += 1) {
    push(60);
    vi.advanceTimersByTime(100);
  }
  expect(tellings()).toEqual(Array.from({ length: 50 }, () => 60));
});

it('names a flood by its numbers alone, without a gap, until it is over', () => {
  for (let moment = 0; moment < 40; moment += 1) {
    push(100);
    vi.advanceTimersByTime(20);
  }
  vi.advanceTimersByTime(300);
  push(5);
  let next = 1;
  for (const message of told) {
    const [first, last] =
      message.kind === 'events'
        ? [message.events[0]?.seq, message.events.at(-1)?.seq]
        : message.kind === 'more'
          ? [message.first, message.last]
          : [];
    expect(first).toBe(next);
    next = (last ?? 0) + 1;
  }
  expect(next).toBe(seq + 1);
  expect(told.filter(({ kind }) => kind === 'events').length).toBeLessThan(6);
  expect(tellings().at(-1)).toBe(5);
});

it('names one group that is too large to be told', () => {
  push(5000);
  vi.advanceTimersByTime(100);
  expect(tellings()).toEqual([{ kind: 'more', first: 1, last: 5000 }]);
});
