import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { VirtualClock } from '../../../src-main/events/clock.ts';
import { Scheduler } from '../../../src-main/events/scheduler.ts';

function setUp() {
  const clock = new VirtualClock();
  const failures: string[] = [];
  const scheduler = new Scheduler(clock, (name) => failures.push(name));
  return { clock, scheduler, failures };
}

describe('the scheduler', () => {
  it('runs what is due, in order, each at its own virtual time, before the advance returns', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1_000, max: 5_000_000 }), { maxLength: 20 }),
        async (delays) => {
          const { clock, scheduler } = setUp();
          const start = clock.now();
          const ran: { due: number; at: number }[] = [];
          for (const delay of delays) {
            const due = start + delay;
            scheduler.at('task', due, () => void ran.push({ due, at: clock.now() }));
          }
          await scheduler.advance(5_100_000);
          scheduler.stop();
          expect(ran.map((run) => run.due)).toEqual(
            delays.map((delay) => start + delay).sort((a, b) => a - b),
          );
          // Real time goes on while tasks run, so each may be a little late, but never early.
          for (const run of ran) expect(run.at - run.due).toBeGreaterThanOrEqual(0);
          for (const run of ran) expect(run.at - run.due).toBeLessThan(60_000);
        },
      ),
    );
  });

  it('runs a task that repeats once for each time it falls due', async () => {
    const { scheduler } = setUp();
    let runs = 0;
    scheduler.every('sweep', 60_000, () => void runs++);
    await scheduler.advance(10 * 60_000 + 500);
    scheduler.stop();
    expect(runs).toBe(10);
  });

  it('runs nothing when the clock goes back, and does not wait for the far future afterwards', async () => {
    const { scheduler } = setUp();
    let runs = 0;
    scheduler.every('sweep', 60_000, () => void runs++);
    await scheduler.advance(-90 * 24 * 3600_000);
    expect(runs).toBe(0);
    await scheduler.advance(61_000);
    scheduler.stop();
    expect(runs).toBe(1);
  });

  it('goes on after a task that fails, and says which one it was', async () => {
    const { clock, scheduler, failures } = setUp();
    let ran = false;
    scheduler.at('broken', clock.now() + 1_000, () => {
      throw new Error('boom');
    });
    scheduler.at('fine', clock.now() + 2_000, () => {
      ran = true;
    });
    await scheduler.advance(5_000);
    scheduler.stop();
    expect({ ran, failures }).toEqual({ ran: true, failures: ['broken'] });
  });

  it('refuses a jump further than ten years from real time, and nothing runs on the way', async () => {
    const { clock, scheduler } = setUp();
    let ran = false;
    scheduler.at('on the way', clock.now() + 24 * 3600_000, () => {
      ran = true;
    });
    await expect(scheduler.advance(11 * 365 * 24 * 3600_000)).rejects.toMatchObject({
      code: 'clock.out-of-range',
    });
    expect({ ran, offset: clock.offset }).toEqual({ ran: false, offset: 0 });
    await scheduler.advance(1_000);
    expect(clock.offset).toBe(1_000);
  });

  it('is where it was when what goes with a jump fails', async () => {
    const { clock, scheduler } = setUp();
    scheduler.at('on the way', clock.now() + 60_000, () => undefined);
    const full = () => {
      throw new Error('no room');
    };
    await expect(scheduler.advance(120_000, full)).rejects.toThrow('no room');
    expect(clock.offset).toBe(0);
  });
});
