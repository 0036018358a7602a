import type { ClockState } from '../contract/status.ts';
import type { Core } from '../events/core.ts';
import { IssuedTokens } from '../store/issued-tokens.ts';

/** The clock as a user interface sees and moves it. */
export interface ClockControl {
  state(): ClockState;
  advance(ms: number): Promise<ClockState>;
  reset(): Promise<ClockState>;
}

/** Every change is recorded, at the time to which it led. */
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
      await core.scheduler.advance(ms);
      core.recorder.record({
        type: 'clock.advanced',
        outcome: 'ok',
        data: { ms, offset: core.clock.offset },
      });
      return state();
    },
    reset: async () => {
      await core.scheduler.jump(0);
      core.recorder.record({ type: 'clock.reset', outcome: 'ok' });
      return state();
    },
  };
}
