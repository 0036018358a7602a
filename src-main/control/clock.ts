import type { ClockState } from '../contract/status.ts';
import type { Core } from '../events/core.ts';
import type { NewEvent } from '../events/recorder.ts';
import type { ClockChange } from '../events/scheduler.ts';
import { IssuedTokens } from '../store/issued-tokens.ts';

/** The clock as a user interface sees and moves it. */
export interface ClockControl {
  state(): ClockState;
  advance(ms: number): Promise<ClockState>;
  reset(): Promise<ClockState>;
}

/** Every change is recorded, at the time to which it led, in one transaction with it. */
export function createClockControl(core: Core): ClockControl {
  const tokens = new IssuedTokens(core.store);
  const state = (): ClockState => ({
    now: core.clock.now(),
    offset: core.clock.offset,
    future: tokens.issuedAfter(core.clock.seconds()).map((token) => ({
      kind: token.kind,
      client: token.client,
      subject: token.account,
      issuedAt: token.issuedAt * 1000,
    })),
  });
  return {
    state,
    advance: async (ms) => {
      const advanced = (): NewEvent => ({
        type: 'clock.advanced',
        outcome: 'ok',
        data: { ms, offset: core.clock.offset },
      });
      await core.scheduler.advance(ms, recorded(core, advanced));
      return state();
    },
    reset: async () => {
      await core.scheduler.jump(
        0,
        recorded(core, () => ({ type: 'clock.reset', outcome: 'ok' })),
      );
      return state();
    },
  };
}

/** Moves the clock and records it, or does neither: then the clock is where it was. */
function recorded(core: Core, event: () => NewEvent): ClockChange {
  return (move) => {
    const before = core.clock.offset;
    try {
      core.store.transaction(() => {
        move();
        core.recorder.record(event());
      });
    } catch (error) {
      core.clock.setOffset(before);
      throw error;
    }
  };
}
