import type { FlowToken } from '../../src-main/contract/flow.ts';

const RANK: Record<FlowToken['kind'], number> = { access: 0, id: 1, refresh: 2 };

/** The tokens of each issue together, in the order in which people speak of them: access, ID, refresh. */
export function inReadingOrder(tokens: readonly FlowToken[]): FlowToken[] {
  const issues: FlowToken[][] = [];
  for (const token of tokens) {
    const last = issues.at(-1);
    const fits = last?.every((each) => each.kind !== token.kind && each.client === token.client);
    if (last && fits) last.push(token);
    else issues.push([token]);
  }
  return issues.flatMap((issue) => issue.sort((a, b) => RANK[a.kind] - RANK[b.kind]));
}
