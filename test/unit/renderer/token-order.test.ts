import { describe, expect, it } from 'vitest';
import type { FlowToken } from '../../../src-main/contract/flow.ts';
import { inReadingOrder } from '../../../src-renderer/token/token-order.ts';

const token = (seq: number, kind: FlowToken['kind'], client = 'a'): FlowToken => ({
  seq,
  kind,
  handle: `‹${kind}:${seq}›`,
  format: 'jwt',
  client,
});

describe('the tokens of a flow', () => {
  it('stand by issue, in each as access, ID, refresh', () => {
    const tokens = [
      token(1, 'refresh'),
      token(2, 'access'),
      token(3, 'id'),
      token(4, 'refresh'),
      token(5, 'access'),
    ];
    expect(inReadingOrder(tokens).map(({ seq }) => seq)).toEqual([2, 3, 1, 5, 4]);
  });

  it('of two applications are not mixed', () => {
    expect(inReadingOrder([token(1, 'id'), token(2, 'access', 'b')]).map(({ seq }) => seq)).toEqual([1, 2]);
  });
});
