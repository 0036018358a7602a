import { GatehouseError } from '../contract/errors.ts';
import type { FlowView } from '../contract/flow.ts';
import type { MethodOutput, MethodParams } from '../contract/methods.ts';
import { toCurl, toCurlScript } from './curl.ts';
import { toHar } from './har.ts';
import { toMermaid } from './mermaid.ts';
import { toOtlp } from './otlp.ts';
import type { Reveal } from './views/secrets.ts';

type ExportRequest = Pick<MethodParams<'traces.export'>, 'format' | 'span' | 'secrets'>;

/**
 * A story, or one hop of it, as a file. `reveal` is used only when the person asked for the secrets.
 *
 * Throws `traces.hop-unknown` when the log holds no such hop, and `traces.flow-empty` when it holds none at all.
 */
export function exportTrace(
  view: FlowView,
  request: ExportRequest,
  version: string,
  reveal: Reveal,
): MethodOutput<'traces.export'> {
  const chosen = request.span === undefined ? view : oneHop(view, request.span);
  if (chosen.hops.length === 0) {
    throw new GatehouseError({
      code: 'traces.flow-empty',
      what: 'There is nothing to export.',
      why: 'The log holds no request of this flow; it may have been cleared.',
      next: 'Choose another flow, or make the calls again.',
      status: 404,
    });
  }
  const revealing = request.secrets === 'included' ? reveal : undefined;
  const name = `gatehouse-${view.flow}${request.span === undefined ? '' : `-${request.span}`}`;
  switch (request.format) {
    case 'har':
      return { name: `${name}.har`, type: 'application/json', text: json(toHar(chosen, version, revealing)) };
    case 'otlp': {
      const text = json(toOtlp(chosen, version, revealing));
      return { name: `${name}.otlp.json`, type: 'application/json', text };
    }
    case 'mermaid':
      return { name: `${name}.mmd`, type: 'text/vnd.mermaid', text: toMermaid(chosen) };
    case 'curl': {
      const [hop] = chosen.hops;
      const one = request.span !== undefined && hop !== undefined;
      const text = one ? `${toCurl(hop, revealing)}\n` : toCurlScript(chosen, revealing);
      return { name: `${name}.sh`, type: 'text/x-shellscript', text };
    }
  }
}

const json = (value: object): string => `${JSON.stringify(value, null, 2)}\n`;

function oneHop(view: FlowView, span: string): FlowView {
  const hops = view.hops.filter((hop) => hop.span === span);
  const decisions = view.decisions.filter((decision) => decision.span === span);
  if (hops.length > 0) {
    const involved = new Set([
      ...hops.flatMap(({ from, to }) => [from, to]),
      ...decisions.map(({ node }) => node),
    ]);
    return { ...view, hops, decisions, participants: view.participants.filter(({ id }) => involved.has(id)) };
  }
  throw new GatehouseError({
    code: 'traces.hop-unknown',
    what: 'This hop cannot be exported.',
    why: 'The log does not hold it; it may have been cleared.',
    next: 'Choose a hop of the flow as it is shown now.',
    status: 404,
  });
}
