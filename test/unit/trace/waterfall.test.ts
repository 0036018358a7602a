import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SandboxEvent } from '../../../src-main/contract/events.ts';
import { buildFlowView } from '../../../src-main/trace/views/build-flow-view.ts';
import { type TimePoint, timeAxis } from '../../../src-main/trace/views/time-axis.ts';
import { waterfall } from '../../../src-main/trace/views/waterfall.ts';
import { deniedCall, PARTICIPANTS, StoryWriter } from './story.ts';

/** A gateway that asks the provider for its keys and then the API, while a browser waits for it. */
function nested(): StoryWriter {
  const story = new StoryWriter();
  const call = story.request({ from: 'browser:alice', to: 'gateway', target: '/accounts/1.0/4711' });
  const keys = story.request({ from: 'gateway', to: 'idp', channel: 'back', target: '/jwks' });
  story.response(keys, 200);
  const other = story.request({ from: 'browser:alice', to: 'idp', target: '/me' });
  story.decide('gw.request.allowed', 'gateway', call, 'allowed', [
    { rule: 'gw.scope.required', outcome: 'pass' },
  ]);
  const api = story.request({ from: 'gateway', to: 'api:accounts', channel: 'back', target: '/4711' });
  story.response(api, 200);
  story.response(other, 200);
  story.response(call, 200);
  return story;
}

const rowsOf = (events: readonly SandboxEvent[]) =>
  waterfall(buildFlowView(events, PARTICIPANTS)).rows.map((row) => [
    row.depth,
    row.kind === 'span' ? row.hop.title : row.decision.title,
    row.kind === 'span' ? row.marks.length : 0,
  ]);

describe('the timeline of a story', () => {
  it('puts what a part asked for below the span that it was answering, with the decisions inside', () => {
    expect(rowsOf(nested().events)).toEqual([
      [0, 'GET /accounts/1.0/4711', 1],
      [1, 'GET /jwks', 0],
      [1, 'GET /4711', 0],
      [0, 'GET /me', 0],
    ]);
  });

  it('goes by what the log says, where two calls to one part overlap', () => {
    const story = new StoryWriter();
    const first = story.request({ from: 'browser:alice', to: 'gateway', target: '/one' });
    const second = story.request({ from: 'browser:alice', to: 'gateway', target: '/two' });
    const api = story.request({ from: 'gateway', to: 'api:accounts', channel: 'back', target: '/inner' });
    for (const span of [api, first, second]) story.response(span, 200);
    expect(rowsOf(story.events).map(([depth]) => depth)).toEqual([0, 0, 0]);
    const told = story.events.map((event) =>
      event.span === api ? { ...event, data: { ...event.data, within: second } } : event,
    );
    expect(rowsOf(told).map(([depth, title]) => [depth, title])).toEqual([
      [0, 'GET /one'],
      [0, 'GET /two'],
      [1, 'GET /inner'],
    ]);
  });

  it('draws a jump of the virtual clock as a break, and leaves out real time in which nothing happened', () => {
    const { events } = deniedCall();
    const later = events.map((event) =>
      event.seq < 12 ? event : { ...event, wtime: event.wtime + 60_000, vtime: event.vtime + 960_000 },
    );
    const { axis } = waterfall(buildFlowView(later, PARTICIPANTS));
    expect(axis.breaks).toEqual([{ seq: 12, idleMs: 0, jumpMs: 900_000 }]);
  });

  it('shows a refusal that belongs to no hop in the picture', () => {
    const story = nested();
    story.event('http.refused', 'idp', {
      outcome: 'denied',
      reasons: [{ rule: 'http.host', outcome: 'fail' }],
    });
    expect(waterfall(buildFlowView(story.events, PARTICIPANTS)).rows.at(-1)?.kind).toBe('moment');
  });
});

describe('the time axis', () => {
  const points = fc
    .array(
      fc.record({
        wtime: fc.integer({ min: -5000, max: 5000 }),
        vtime: fc.integer({ min: -5000, max: 5000 }),
        opens: fc.boolean(),
        closes: fc.boolean(),
      }),
    )
    .map((all): TimePoint[] => all.map((point, index) => ({ seq: index + 1, ...point })));

  it('never goes back in the order of the log, whatever the clocks did', () => {
    fc.assert(
      fc.property(points, (all) => {
        const { places, length, breaks } = timeAxis(all);
        let before = { at: 0, breaks: 0 };
        for (const { seq } of all) {
          const place = places.get(seq);
          if (!place) throw new Error('an event has no place');
          expect(place.at).toBeGreaterThanOrEqual(before.at);
          expect(place.breaks).toBeGreaterThanOrEqual(before.breaks);
          before = place;
        }
        expect(before).toEqual({ at: length, breaks: breaks.length });
      }),
    );
  });

  it('keeps the whole length of a span that is under way, however long', () => {
    const at = (seq: number, time: number, more: object = {}) => ({ seq, wtime: time, vtime: time, ...more });
    const axis = timeAxis([at(1, 0, { opens: true }), at(2, 30_000, { closes: true }), at(3, 90_000)]);
    expect(axis.length).toBe(30_000);
    expect(axis.breaks).toEqual([{ seq: 3, idleMs: 60_000, jumpMs: 0 }]);
  });
});
