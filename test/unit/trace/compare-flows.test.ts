import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SandboxEvent } from '../../../src-main/contract/events.ts';
import { align } from '../../../src-main/trace/views/align.ts';
import { buildFlowView } from '../../../src-main/trace/views/build-flow-view.ts';
import { compareClaims } from '../../../src-main/trace/views/compare-claims.ts';
import { compareFlows } from '../../../src-main/trace/views/compare-flows.ts';
import { deniedCall, handle, json, PARTICIPANTS } from './story.ts';

const view = (events: readonly SandboxEvent[]) => buildFlowView(events, PARTICIPANTS);

/** The same run another day, as another person: other secrets, ids and times, and nothing else. */
function another(events: readonly SandboxEvent[]): SandboxEvent[] {
  const text = JSON.stringify(events)
    .replaceAll(/:([0-9a-f])\1{15}›/g, ':fedcba9876543210›')
    .replaceAll('Xk29dkslQQzz81dkslwQ', 'A0bC1dE2fG3hI4jK5lM6')
    .replaceAll('browser:alice', 'browser:bob');
  return (JSON.parse(text) as SandboxEvent[]).map((event) => ({ ...event, vtime: event.vtime + 86_400_000 }));
}

/** The same story with the scope that was missing. */
function allowed(): SandboxEvent[] {
  return deniedCall().events.map((event) => {
    if (event.type === 'gw.request.denied') {
      const reasons = event.reasons.map((reason) =>
        reason.rule === 'gw.scope.required'
          ? { ...reason, outcome: 'pass' as const, seen: ['accounts:list', 'accounts:read'] }
          : reason,
      );
      return { ...event, type: 'gw.request.allowed' as const, outcome: 'allowed' as const, reasons };
    }
    if (event.type === 'idp.token.issued') {
      return { ...event, data: { ...event.data, scope: 'accounts:list accounts:read' } };
    }
    if (event.type === 'http.response' && event.data.status === 403) {
      return { ...event, data: { ...event.data, status: 200, headers: [], body: json({ balance: 12 }) } };
    }
    return event;
  });
}

const differing = <T extends { difference: string }>(rows: readonly T[]): T[] =>
  rows.filter((row) => row.difference !== 'same');

describe('two runs side by side', () => {
  it('are the same when only secrets, ids, times and the person differ', () => {
    const { events } = deniedCall();
    const compared = compareFlows(view(events), view(another(events)));
    expect(compared.hops.length).toBe(6);
    expect(differing(compared.hops)).toEqual([]);
    expect(differing(compared.decisions)).toEqual([]);
    expect(differing(compared.tokens)).toEqual([]);
  });

  it('show what one more scope changed: in the message, in the decision, in the token', () => {
    const compared = compareFlows(view(deniedCall().events), view(allowed()));
    const [hop, ...others] = differing(compared.hops);
    expect(others).toEqual([]);
    expect(hop?.changes).toEqual([
      { where: 'answer status', left: '403', right: '200' },
      { where: 'answer body balance', left: undefined, right: '12' },
      {
        where: 'answer header www-authenticate',
        left: expect.stringContaining('insufficient_scope'),
        right: undefined,
      },
    ]);
    expect(differing(compared.decisions)).toMatchObject([
      {
        left: { type: 'gw.request.denied' },
        right: { type: 'gw.request.allowed' },
        changes: [
          { where: 'outcome', left: 'denied', right: 'allowed' },
          { where: 'gw.scope.required', left: '✕ needs accounts:read, has accounts:list' },
        ],
      },
    ]);
    expect(differing(compared.tokens)).toMatchObject([
      { changes: [{ where: 'scope', left: 'accounts:list', right: 'accounts:list accounts:read' }] },
    ]);
  });

  it('keep a step that only one run has on its own side, and the steps after it together', () => {
    const { events } = deniedCall();
    const shorter = events.filter((event) => event.span !== events[0]?.span);
    const compared = compareFlows(view(events), view(shorter));
    expect(compared.hops.map(({ difference }) => difference)).toEqual([
      'left-only',
      ...Array(5).fill('same'),
    ]);
    expect(compareFlows(view(shorter), view(events)).hops[0]?.difference).toBe('right-only');
  });

  it('pair the same call to another object, and say that the path differs', () => {
    const { events } = deniedCall();
    const other = JSON.parse(JSON.stringify(events).replaceAll('/1.0/4711', '/1.0/5120')) as SandboxEvent[];
    expect(differing(compareFlows(view(events), view(other)).hops)).toMatchObject([
      { changes: [{ where: 'request path', left: '/accounts/1.0/4711', right: '/accounts/1.0/5120' }] },
    ]);
  });

  it('lose nothing and keep both orders, whatever the runs are', () => {
    const items = fc.array(
      fc.record({ exact: fc.integer({ max: 5, min: 0 }), loose: fc.constantFrom('a', 'b') }),
    );
    fc.assert(
      fc.property(items, items, (left, right) => {
        const pairs = align(
          left,
          right,
          (item) => `${item.loose}${item.exact}`,
          (item) => item.loose,
        );
        expect(pairs.flatMap((pair) => (pair.left ? [pair.left] : []))).toEqual(left);
        expect(pairs.flatMap((pair) => (pair.right ? [pair.right] : []))).toEqual(right);
        for (const pair of pairs) if (pair.left && pair.right) expect(pair.left.loose).toBe(pair.right.loose);
      }),
    );
  });
});

describe('the claims of two tokens', () => {
  it('are compared by name; ids and times are new in every token and no difference', () => {
    const claims = compareClaims(
      { sub: 'alice', scope: 'accounts:list', jti: 'one', exp: 1, acr: 'pwd' },
      { sub: 'alice', scope: 'accounts:list accounts:read', jti: 'two', exp: 2, cnf: { jkt: 'x' } },
    );
    expect(claims.map(({ name, difference }) => [name, difference])).toEqual([
      ['sub', 'same'],
      ['scope', 'changed'],
      ['jti', 'same'],
      ['exp', 'same'],
      ['acr', 'left-only'],
      ['cnf', 'right-only'],
    ]);
    expect(claims.filter(({ fresh }) => fresh).map(({ name }) => name)).toEqual(['jti', 'exp']);
  });

  it('does not take the name of a token for its content', () => {
    expect(
      compareClaims({ act: handle('access_token', 'a') }, { act: handle('access_token', 'b') }),
    ).toMatchObject([{ difference: 'same' }]);
  });
});
