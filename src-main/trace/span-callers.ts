import type { Hop } from '../contract/flow.ts';

/**
 * For each hop that was made while another one was being answered, the span of that other one: the caller was just then
 * answering it. Where the caller answered several at once the log does not tell which of them made the call, and there
 * is no entry.
 */
export function callersOf(hops: readonly Hop[]): Map<string, string> {
  const callers = new Map<string, string>();
  for (const hop of hops) {
    const open = hops.filter(
      (other) =>
        other.to === hop.from &&
        other.request.seq < hop.request.seq &&
        (other.response === undefined || other.response.seq > hop.request.seq),
    );
    const [only] = open;
    if (only !== undefined && open.length === 1) callers.set(hop.span, only.span);
  }
  return callers;
}
