import { AsyncLocalStorage } from 'node:async_hooks';
import type { Clock } from './clock.ts';

const RealDate = Date;

/** The clock of the work in progress, where that is not the one that was installed. */
const inForce = new AsyncLocalStorage<Clock>();

/**
 * Runs `work` with a `Date` that follows another clock than the installed one, in all that it awaits, schedules and
 * causes inside of this process: a fork of the sandbox has a time of its own.
 */
export function underClock<T>(clock: Clock, work: () => T): T {
  return inForce.run(clock, work);
}

/**
 * Replaces the global `Date` of this thread by one that follows `clock`, so that libraries which know nothing of the
 * sandbox obey it too. A proxy keeps `Date()` callable without `new`, `instanceof` and subclasses working.
 *
 * Call it before importing any library that might keep a reference to `Date`.
 */
export function installVirtualDate(clock: Clock): void {
  const now = () => (inForce.getStore() ?? clock).now();
  globalThis.Date = new Proxy(RealDate, {
    apply: () => new RealDate(now()).toString(),
    construct: (target, args, newTarget) =>
      Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget),
    get: (target, key, receiver) => (key === 'now' ? now : Reflect.get(target, key, receiver)),
  });
}
