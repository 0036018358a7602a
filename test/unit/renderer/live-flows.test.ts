import { beforeEach, describe, expect, it } from 'vitest';
import type { SandboxEvent } from '../../../src-main/contract/events.ts';
import type { World } from '../../../src-main/contract/world.ts';
import { liveFlows, useFlowVersion } from '../../../src-renderer/flows/live-flows.ts';
import { useSandbox } from '../../../src-renderer/store/index.ts';
import { deniedCall, PARTICIPANTS, StoryWriter } from '../trace/story.ts';

const FLOW = 'f000000000001';
const world = { participants: PARTICIPANTS } as World;
const show = (events: readonly SandboxEvent[]) => useSandbox.setState({ events: [...events] });

describe('the flows that the window knows', () => {
  beforeEach(() => useSandbox.setState({ events: [], world }));

  it('grow with every event that arrives, and say so once each', () => {
    const { events } = deniedCall();
    const before = useFlowVersion.getState().version;
    for (let length = 1; length <= events.length; length += 1) show(events.slice(0, length));
    expect(useFlowVersion.getState().version - before).toBe(events.length);
    expect(liveFlows.whole(FLOW)?.hops).toHaveLength(6);
    expect(liveFlows.newest()).toBe(FLOW);
  });

  it('have names as soon as the world is known', () => {
    useSandbox.setState({ world: undefined });
    show(deniedCall().events);
    const nameOf = () => liveFlows.whole(FLOW)?.participants.find(({ id }) => id === 'api:accounts')?.name;
    expect(nameOf()).toBe('Accounts');
    useSandbox.setState({ world });
    expect(nameOf()).toBe('Accounts API');
  });

  it('are forgotten when the log is cleared, and begin anew', () => {
    show(deniedCall().events);
    show([]);
    expect(liveFlows.whole(FLOW)).toBeUndefined();
    const later = new StoryWriter({ flow: 'f00000000000e' });
    later.request({ from: 'browser:alice', to: 'idp', target: '/auth' });
    show(later.events.map((event) => ({ ...event, seq: 900 })));
    expect(liveFlows.newest()).toBe('f00000000000e');
  });

  it('are not taken for whole where the buffer may have lost their beginning', () => {
    show(deniedCall().events.map((event) => ({ ...event, seq: event.seq + 7000 })));
    expect(liveFlows.part(FLOW)?.hops).toHaveLength(6);
    expect(liveFlows.whole(FLOW)).toBeUndefined();
  });
});
