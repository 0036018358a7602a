import type { FlowView, Hop } from '../../src-main/contract/flow.ts';
import { isAsset } from '../../src-main/trace/views/hops.ts';
import { splitTarget } from '../../src-main/trace/views/messages.ts';

/**
 * The part of a story that a fork ran again: from the request with which the fork began, as it was last made before the
 * refusal, to the refusal and what came of it. A sign-in long before, or another attempt after, would stand in the
 * comparison as a difference that the change has not made.
 *
 * @param refused span of the hop that was refused
 */
export function sameStretch(before: FlowView, after: FlowView, refused: string): FlowView {
  const hop = before.hops.find(({ span }) => span === refused);
  if (hop === undefined) return before;
  const first = after.hops.find((candidate) => !isAsset(candidate));
  const begin =
    before.hops.findLast(
      (candidate) =>
        first !== undefined && candidate.request.seq <= hop.request.seq && sameRequest(candidate, first),
    ) ?? hop;
  const next = before.hops.find(({ to, request }) => to === hop.to && request.seq > hop.request.seq);
  const from = begin.request.seq;
  const until = next?.request.seq ?? Number.POSITIVE_INFINITY;
  const within = ({ seq }: { seq: number }) => seq >= from && seq < until;
  return {
    ...before,
    hops: before.hops.filter(({ request }) => within(request)),
    decisions: before.decisions.filter(within),
    tokens: before.tokens.filter(within),
    evidence: before.evidence.filter(within),
  };
}

function sameRequest(one: Hop, other: Hop): boolean {
  return (
    one.from === other.from &&
    one.to === other.to &&
    one.method === other.method &&
    splitTarget(one.target).path === splitTarget(other.target).path
  );
}
