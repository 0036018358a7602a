import { expect, it } from 'vitest';
import type { FlowView } from '../../../src-main/contract/flow.ts';
import { buildFlowView } from '../../../src-main/trace/views/build-flow-view.ts';
import { wasRefused } from '../../../src-renderer/fixes/refused-hop.ts';
import { sameStretch } from '../../../src-renderer/fixes/same-stretch.ts';
import { deniedCall, PARTICIPANTS, StoryWriter } from '../trace/story.ts';

const CALL = {
  from: 'app:mobile-banking',
  to: 'gateway',
  channel: 'back',
  target: '/accounts/1.0/4711',
} as const;

const viewOf = (story: StoryWriter): FlowView => buildFlowView(story.events, PARTICIPANTS);
const spanOf = (view: FlowView) => view.hops.find(({ to }) => to === 'gateway')?.span ?? '';

/** A sign-in, a refused call, and another attempt that passed. */
function deniedThenAllowed(): FlowView {
  const story = deniedCall();
  const again = story.request(CALL);
  story.decide('gw.request.allowed', 'gateway', again, 'allowed', []);
  story.response(again, 200);
  return viewOf(story);
}

it('a fork that made the call alone is laid beside that call, without the sign-in before and the attempt after', () => {
  const before = deniedThenAllowed();
  const fork = new StoryWriter();
  fork.response(fork.request(CALL), 200);
  const stretch = sameStretch(before, viewOf(fork), spanOf(before));
  expect(stretch.hops.map(({ target, response }) => [target, response?.status])).toEqual([
    [CALL.target, 403],
  ]);
  expect(stretch.decisions.map(({ type }) => type)).toEqual(['gw.request.denied']);
  expect(stretch.tokens).toEqual([]);
});

it('a fork that signed in again is laid beside the sign-in and the call', () => {
  const before = deniedThenAllowed();
  const stretch = sameStretch(before, viewOf(deniedCall()), spanOf(before));
  expect(stretch.hops).toHaveLength(6);
  expect(stretch.hops[0]?.target).toBe('/login');
  expect(stretch.tokens).toHaveLength(1);
});

it('a fork that asked for something else is laid beside the refused hop', () => {
  const before = deniedThenAllowed();
  const fork = new StoryWriter();
  fork.response(fork.request({ ...CALL, target: '/payments/1.0/mine' }), 200);
  const stretch = sameStretch(before, viewOf(fork), spanOf(before));
  expect(stretch.hops.map(({ span }) => span)).toEqual([spanOf(before)]);
});

it('a hop was refused when a rule said no to it, not when it was answered or sent on', () => {
  const view = deniedThenAllowed();
  expect(view.hops.filter((hop) => wasRefused(view, hop)).map(({ span }) => span)).toEqual([spanOf(view)]);

  const sentOn = new StoryWriter();
  const auth = sentOn.request({ from: 'browser:alice', to: 'idp', target: '/auth' });
  sentOn.decide('idp.interaction.started', 'idp', auth, 'challenged', [
    { rule: 'idp.prompt.login', outcome: 'fail' },
  ]);
  sentOn.response(auth, 303);
  const signIn = viewOf(sentOn);
  expect(signIn.hops.map((hop) => wasRefused(signIn, hop))).toEqual([false]);
});
