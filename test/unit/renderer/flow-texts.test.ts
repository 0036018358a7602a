import { describe, expect, it } from 'vitest';
import { buildFlowView, summariseFlows } from '../../../src-main/trace/views/build-flow-view.ts';
import {
  chiefDecision,
  decisionsOf,
  settledBy,
  whyQuestion,
} from '../../../src-renderer/diagrams/why-text.ts';
import { hopLook } from '../../../src-renderer/flows/outcomes.ts';
import { claimValue } from '../../../src-renderer/token/claim-value.ts';
import { lifetimeText } from '../../../src-renderer/token/lifetime-text.ts';
import { mergeSummaries } from '../../../src-renderer/traces/merge-summaries.ts';
import { deniedCall, PARTICIPANTS, StoryWriter } from '../trace/story.ts';

const view = () => buildFlowView(deniedCall().events, PARTICIPANTS);

describe('why a hop ended as it did', () => {
  it('is asked in the words of its outcome and answered by the rule of the log', () => {
    const hop = view().hops.at(-1);
    const decisions = decisionsOf(view(), hop, undefined);
    const chief = chiefDecision(decisions, undefined);
    expect(whyQuestion(hop, chief)).toBe('Why was this denied?');
    expect(chief && settledBy(chief)).toEqual({ rule: 'gw.scope.required', standard: 'RFC 6750 §3.1' });
  });

  it('is not asked where nothing was decided', () => {
    const hop = view().hops[0];
    expect(decisionsOf(view(), hop, undefined)).toEqual([]);
    expect(whyQuestion(hop, undefined)).toBe('GET /login');
  });
});

describe('the look of a hop', () => {
  it('is loud for a denial, quiet for an answer, and waits for one', () => {
    const { hops } = view();
    expect(hopLook(hops.at(-1)!)).toMatchObject({ tone: 'denied', label: '✕ denied 403' });
    expect(hopLook(hops[0]!)).toMatchObject({ tone: 'allowed', label: '✓ 302' });
    expect(hopLook({ ...hops[0]!, response: undefined })).toMatchObject({
      tone: 'neutral',
      word: 'on its way',
    });
  });

  it('warns of an answer that failed with no rule to name', () => {
    const story = new StoryWriter();
    story.response(story.request({ from: 'a', to: 'b', target: '/' }), 502, { outcome: 'failed' });
    expect(hopLook(buildFlowView(story.events, []).hops[0]!)).toMatchObject({
      tone: 'challenged',
      label: '! 502',
    });
  });
});

describe('the lifetime of a token', () => {
  const life = { issuedAt: 1_000_000, expiresAt: 1_300_000, status: 'valid' as const };

  it.each([
    [1_029_000, '4 min 31 s left of 5 min', 'allowed'],
    [1_300_000, 'expired 0 s ago', 'denied'],
    [1_331_000, 'expired 31 s ago', 'denied'],
    [100_000, 'from the future: issued in 15 min', 'challenged'],
  ])('at %i it reads %s', (now, text, tone) => {
    expect(lifetimeText(life, now)).toMatchObject({ text, tone });
  });

  it('may have no end, or be unknown', () => {
    expect(lifetimeText({ issuedAt: 1, status: 'unlimited' }, 5000)).toMatchObject({ text: 'no end' });
    expect(lifetimeText(undefined, 5000)).toBeUndefined();
  });
});

describe('a claim', () => {
  it('that holds a time says which', () => {
    expect(claimValue('exp', 1_795_511_942).meaning).toMatch(/2026.*:02$/);
    expect(claimValue('exp', 'soon')).toEqual({ text: 'soon', meaning: undefined });
    expect(claimValue('amr', ['pwd', 'otp']).text).toBe('["pwd","otp"]');
  });
});

describe('the list of flows', () => {
  const [old] = summariseFlows(deniedCall().events, PARTICIPANTS);
  const grown = { ...old!, lastSeq: old!.lastSeq + 5, hops: 9 };
  const other = { ...old!, flow: 'f00000000000d', firstSeq: 100, lastSeq: 200, title: 'Sign-out' };
  const same = (flow: string) => flow;

  const all = { search: '', actor: undefined, outcome: undefined, aside: false };

  it('is brought up to date by what the window saw since, and keeps the pins', () => {
    const merged = mergeSummaries([{ ...old!, pinned: true }], [grown, other], all, same);
    expect(merged.map((each) => [each.flow, each.hops, each.pinned])).toEqual([
      [other.flow, other.hops, undefined],
      [old!.flow, 9, true],
    ]);
  });

  it('adds what is new only where it fits the search', () => {
    expect(
      mergeSummaries([], [grown, other], { ...all, search: 'sign-OUT' }, same).map((each) => each.flow),
    ).toEqual([other.flow]);
  });

  it('adds what is new only where person and outcome fit', () => {
    const begun = (filter: object) =>
      mergeSummaries([], [grown, other], { ...all, ...filter }, same).map((each) => each.flow);
    expect(begun({ outcome: grown.outcome })).toContain(grown.flow);
    expect(begun({ outcome: 'failed' })).toEqual([]);
    expect(begun({ actor: other.actor })).toContain(other.flow);
    expect(begun({ actor: 'persona:nobody' })).toEqual([]);
  });

  it('drops what went on to be something else than is looked for', () => {
    const merged = mergeSummaries([old!], [grown], { ...all, outcome: 'failed' }, same);
    expect(merged).toEqual([]);
  });

  it('shows two flows that became one as one', () => {
    const merged = mergeSummaries([old!, other], [grown], all, () => old!.flow);
    expect(merged).toHaveLength(1);
  });

  it('does not let the part that the window has hide the whole', () => {
    const part = { ...grown, firstSeq: old!.firstSeq + 3, hops: 2 };
    expect(mergeSummaries([old!], [part], all, same)[0]?.hops).toBe(old!.hops);
  });
});
