import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src-main/contract/json.ts';
import { buildFlowView, summariseFlows } from '../../../src-main/trace/views/build-flow-view.ts';
import { FlowIndex } from '../../../src-main/trace/views/flow-index.ts';
import { isAsset, numberHops } from '../../../src-main/trace/views/hops.ts';
import { deniedCall, form, handle, PARTICIPANTS, StoryWriter } from './story.ts';

describe('the view of a story', () => {
  it('reads like the reference picture, hop by hop', () => {
    const view = buildFlowView(deniedCall().events, PARTICIPANTS);
    expect(view.hops.map((hop) => [hop.title, hop.response?.title])).toEqual([
      ['GET /login', '302 → /auth code_challenge=S256'],
      ['GET /auth', '303 → /interaction/…'],
      ['POST sign-in alice', '302 → /cb?code=•••'],
      ['GET /cb?code=•••', '200 “Accounts”'],
      ['POST /token code + verifier', '200 access, ID, refresh token'],
      ['GET /accounts/1.0/4711', '403 insufficient_scope'],
    ]);
  });

  it('marks the decision on the lifeline of the part that decided, and denies the hop it belongs to', () => {
    const view = buildFlowView(deniedCall().events, PARTICIPANTS);
    const denial = view.decisions.find((decision) => decision.outcome === 'denied');
    expect(denial).toMatchObject({ node: 'gateway', title: 'scope: needs accounts:read' });
    expect(view.hops.filter((hop) => hop.outcome === 'denied').map((hop) => hop.span)).toEqual([
      denial?.span,
    ]);
  });

  it('shows the API that a refused call never reached', () => {
    const view = buildFlowView(deniedCall().events, PARTICIPANTS);
    expect(view.participants.map((participant) => participant.name)).toEqual([
      'Alice’s browser',
      'Mobile Banking',
      'Identity provider',
      'Gateway',
      'Accounts API',
    ]);
    expect(view.hops.some((hop) => hop.to === 'api:accounts')).toBe(false);
  });

  it('lists the tokens that were issued', () => {
    expect(buildFlowView(deniedCall().events, PARTICIPANTS).tokens).toMatchObject([
      { kind: 'access', handle: handle('access_token', 'a'), format: 'jwt', client: 'mobile-banking' },
    ]);
  });

  it('draws no hop whose request the log does not hold', () => {
    const events = deniedCall().events.filter((event) => event.seq > 1);
    expect(buildFlowView(events, PARTICIPANTS).hops[0]?.title).toBe('GET /auth');
  });

  it('takes in a body that was still arriving when the request was recorded', () => {
    const story = new StoryWriter();
    const span = story.request({
      from: 'app:x',
      to: 'idp',
      channel: 'back',
      method: 'POST',
      target: '/token',
    });
    expect(buildFlowView(story.events, []).hops[0]?.title).toBe('POST /token');
    story.response(span, 200);
    story.events[1]!.data.requestBody = form('grant_type=client_credentials') as unknown as JsonObject;
    expect(buildFlowView(story.events, []).hops[0]).toMatchObject({
      title: 'POST /token client credentials',
      request: { body: { text: 'grant_type=client_credentials' } },
    });
  });

  it('is the same whether the events come at once or one by one', () => {
    const { events, flow } = deniedCall();
    const index = new FlowIndex(PARTICIPANTS);
    for (const event of events) index.append([event]);
    expect(index.view(flow)).toEqual(buildFlowView(events, PARTICIPANTS));
  });

  it('answers the same object until something new happens, and a new one then', () => {
    const { events, flow } = deniedCall();
    const index = new FlowIndex(PARTICIPANTS);
    index.append(events.slice(0, -1));
    const before = index.view(flow);
    expect(index.view(flow)).toBe(before);
    index.append(events);
    expect(index.view(flow)).not.toBe(before);
  });

  it('numbers the hops and leaves what draws pages without a number', () => {
    const story = new StoryWriter();
    story.request({ from: 'browser:alice', to: 'idp', target: '/auth' });
    story.request({ from: 'browser:alice', to: 'idp', target: '/style.css' });
    story.request({
      from: 'browser:alice',
      to: 'app:x',
      target: '/logo',
      headers: [['Sec-Fetch-Dest', 'image']],
    });
    story.request({ from: 'app:x', to: 'api:y', channel: 'back', target: '/export.css' });
    const { hops } = buildFlowView(story.events, []);
    expect(hops.map(isAsset)).toEqual([false, true, true, false]);
    expect([...numberHops(hops).values()]).toEqual([1, 2]);
  });
});

describe('stories that turn out to be one', () => {
  function twoParts() {
    const { events } = deniedCall();
    const front = events.map((event) => (event.seq > 8 ? { ...event, flow: 'f00000000000b' } : event));
    const join = {
      ...events[0]!,
      seq: events.length + 1,
      type: 'flow.joined' as const,
      flow: 'f000000000001',
      data: { flow: 'f000000000001', joined: 'f00000000000b', by: 'code' },
    };
    return [...front, join];
  }

  it('are shown as one under either name, with the evidence', () => {
    const events = twoParts();
    const whole = buildFlowView(deniedCall().events, PARTICIPANTS);
    for (const name of ['f000000000001', 'f00000000000b']) {
      const view = buildFlowView(events, PARTICIPANTS, name);
      expect(view.hops).toEqual(whole.hops);
      expect(view.flow).toBe('f000000000001');
      expect(view.evidence).toEqual([{ seq: events.length, by: 'code' }]);
    }
    expect(summariseFlows(events, PARTICIPANTS)).toHaveLength(1);
  });

  it('take in what comes later under the other name', () => {
    const index = new FlowIndex(PARTICIPANTS);
    index.append(twoParts());
    const writer = new StoryWriter({ flow: 'f00000000000b' });
    writer.request({ from: 'browser:alice', to: 'app:mobile-banking', target: '/later' });
    index.append(writer.events.map((event) => ({ ...event, seq: 900 })));
    expect(index.view('f000000000001')?.hops.at(-1)?.title).toBe('GET /later');
  });

  it('chain: the third name of a story leads to the same root', () => {
    const index = new FlowIndex();
    const joined = (seq: number, flow: string, other: string) => ({
      ...deniedCall().events[0]!,
      seq,
      type: 'flow.joined' as const,
      flow,
      data: { flow, joined: other, by: 'jti' },
    });
    index.append([joined(1, 'b', 'c'), joined(2, 'a', 'b')]);
    expect([index.root('a'), index.root('b'), index.root('c')]).toEqual(['a', 'a', 'a']);
  });
});

describe('the list of traces', () => {
  it('says in one line what happened, to whom, and how it ended', () => {
    const [summary] = summariseFlows(deniedCall().events, PARTICIPANTS);
    expect(summary).toMatchObject({
      title: 'Sign-in to Mobile Banking, not finished, then GET /accounts/1.0/4711',
      subject: 'alice',
      clients: ['mobile-banking'],
      hops: 6,
      outcome: 'denied',
    });
  });

  it('puts the newest story first and forgets what the log has trimmed', () => {
    const first = deniedCall().events;
    const later = new StoryWriter({ flow: 'f00000000000c' });
    later.request({ from: 'outside', to: 'gateway', channel: 'back', target: '/accounts/1.0' });
    const index = new FlowIndex(PARTICIPANTS);
    index.append([...first, ...later.events.map((event) => ({ ...event, seq: 500 }))]);
    expect(index.summaries().map((summary) => summary.title)).toEqual([
      'GET /accounts/1.0',
      'Sign-in to Mobile Banking, not finished, then GET /accounts/1.0/4711',
    ]);
    index.trimBefore(400);
    expect(index.summaries()).toHaveLength(1);
    expect(index.view('f000000000001')).toBeUndefined();
  });
});

describe('what stands aside in a list of stories', () => {
  const aside = (story: StoryWriter) => summariseFlows(story.events, PARTICIPANTS)[0]?.aside;
  const signOut = () => {
    const story = new StoryWriter();
    const span = story.request({ from: 'browser:alice', to: 'app:x', method: 'POST', target: '/sign-out' });
    story.response(span, 303);
    return story;
  };

  it('is what a lab prepared, until somebody does something in it', () => {
    const story = signOut();
    expect(aside(story)).toBeUndefined();
    story.event('lab.verb.played', 'sandbox', { data: { by: 'setup', verb: 'idp.logout' } });
    expect(aside(story)).toBe('setup');
    story.request({ from: 'browser:alice', to: 'app:x', method: 'POST', target: '/login' });
    expect(aside(story)).toBeUndefined();
  });

  it('is a page that was opened and of which nothing came', () => {
    const story = new StoryWriter();
    const span = story.request({ from: 'browser:alice', to: 'app:x', target: '/' });
    story.response(span, 200);
    expect(aside(story)).toBe('page');
    const refused = new StoryWriter();
    refused.response(refused.request({ from: 'browser:alice', to: 'gateway', target: '/accounts' }), 401);
    expect(aside(refused)).toBeUndefined();
    expect(aside(deniedCall())).toBeUndefined();
  });
});
