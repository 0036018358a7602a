import type { Hop } from '../../contract/flow.ts';

/**
 * For each hop that was made while another one was being answered, the span of that other one. The log says which
 * (`within`). Where it does not (a record of an earlier version), the caller was just then answering it; where the
 * caller answered several at once, nothing tells which of them made the call, and there is no entry.
 */
export function callersOf(hops: readonly Hop[]): Map<string, string> {
  const known = new Set(hops.map((hop) => hop.span));
  const callers = new Map<string, string>();
  const open = new Map<string, Hop[]>();
  for (const hop of hops) {
    const answering = (open.get(hop.from) ?? []).filter(
      ({ response }) => response === undefined || response.seq > hop.request.seq,
    );
    open.set(hop.from, answering);
    const [only] = answering;
    if (hop.within !== undefined && known.has(hop.within)) callers.set(hop.span, hop.within);
    else if (hop.within === undefined && only !== undefined && answering.length === 1)
      callers.set(hop.span, only.span);
    const others = open.get(hop.to);
    if (others === undefined) open.set(hop.to, [hop]);
    else others.push(hop);
  }
  return callers;
}
