import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Reason } from '../../../src-main/contract/events.ts';
import { groupReasons } from '../../../src-main/trace/views/reason-groups.ts';

const pass = (rule: string, more: Partial<Reason> = {}): Reason => ({ rule, outcome: 'pass', ...more });
const lines = (reasons: Reason[]) =>
  groupReasons(reasons).map(
    ({ label, outcome, parts }) => `${outcome} ${label}: ${parts.map((part) => part.text).join('')}`,
  );

describe('a chain of rules in brief', () => {
  it('reads like the reference picture', () => {
    expect(
      lines([
        pass('gw.keys.available'),
        pass('gw.token.key', { seen: 'k1' }),
        pass('gw.token.signature', { seen: 'ES256 by k1' }),
        pass('gw.token.issuer', { expected: 'http://idp', seen: 'http://idp' }),
        pass('gw.token.audience', { expected: 'https://accounts', seen: ['https://accounts'] }),
        pass('gw.token.issued-at', { inputs: { iat: 100, now: 129 } }),
        pass('gw.token.expiry', { inputs: { exp: 400, now: 129 } }),
        { rule: 'gw.scope.required', outcome: 'fail', expected: 'accounts:read', seen: ['accounts:list'] },
      ]),
    ).toEqual([
      'pass Signature: ES256 by k1',
      'pass Issuer, audience: http://idp https://accounts',
      'pass Lifetime: 4 min 31 s left',
      'fail Scope: needs accounts:read, has accounts:list',
    ]);
  });

  it('does not say of a token that has expired that its lifetime holds', () => {
    expect(
      lines([
        pass('gw.token.claims'),
        pass('gw.token.issued-at', { seen: '606 s ago', inputs: { iat: 100, now: 706 } }),
        { rule: 'gw.token.expiry', outcome: 'fail', inputs: { exp: 400, now: 706 } },
      ]),
    ).toEqual(['pass Issued: 606 s ago', 'fail Lifetime: expired 5 min 6 s ago']);
  });

  it('says how many rules held where none has more to tell', () => {
    expect(lines([pass('gw.request.framing'), pass('gw.request.target')])).toEqual([
      'pass Request: 2 rules hold',
    ]);
  });

  it('tells of times in words, never in seconds since the epoch', () => {
    const late = { expected: 'at most 129', seen: 160, inputs: { iat: 160, now: 129 } };
    expect(lines([{ rule: 'gw.token.issued-at', outcome: 'fail', ...late }])).toEqual([
      'fail Issued at: 31 s in the future',
    ]);
  });

  it('keeps every rule, in order, and never hides one that did not pass', () => {
    const rules = fc.constantFrom(
      'gw.request.framing',
      'gw.token.key',
      'idp.pkce.match',
      'api.object.owner',
      'x',
    );
    const reason = fc.record({ rule: rules, outcome: fc.constantFrom('pass', 'fail', 'skip') });
    fc.assert(
      fc.property(fc.array(reason), (reasons) => {
        const groups = groupReasons(reasons as Reason[]);
        expect(groups.flatMap((group) => group.reasons)).toEqual(reasons);
        for (const group of groups) {
          if (group.outcome !== 'pass') expect(group.reasons).toHaveLength(1);
        }
      }),
    );
  });
});
