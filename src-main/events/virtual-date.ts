import type { VirtualClock } from './clock.ts';

const RealDate = Date;

/**
 * Replaces the global `Date` of this thread by one that follows `clock`, so that libraries which know nothing of the
 * sandbox obey it too. A proxy keeps `Date()` callable without `new`, `instanceof` and subclasses working.
 *
 * Call it before importing any library that might keep a reference to `Date`.
 */
export function installVirtualDate(clock: VirtualClock): void {
  globalThis.Date = new Proxy(RealDate, {
    apply: () => new RealDate(clock.now()).toString(),
    construct: (target, args, newTarget) =>
      Reflect.construct(target, args.length === 0 ? [clock.now()] : args, newTarget),
    get: (target, key, receiver) => (key === 'now' ? () => clock.now() : Reflect.get(target, key, receiver)),
  });
}
