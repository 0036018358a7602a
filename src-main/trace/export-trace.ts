import { GatehouseError } from '../contract/errors.ts';
import type { FlowView } from '../contract/flow.ts';
import type { MethodOutput, MethodParams } from '../contract/methods.ts';
import { toCurl, toCurlScript } from './curl.ts';
import { toHar } from './har.ts';
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
  if (request.format === 'har') {
    const text = `${JSON.stringify(toHar(chosen, version, revealing), null, 2)}\n`;
    return { name: `${name}.har`, type: 'application/json', text };
  }
  const [hop] = chosen.hops;
  const text =
    request.span !== undefined && hop !== undefined
      ? `${toCurl(hop, revealing)}\n`
      : toCurlScript(chosen, revealing);
  return { name: `${name}.sh`, type: 'text/x-shellscript', text };
}

function oneHop(view: FlowView, span: string): FlowView {
  const hops = view.hops.filter((hop) => hop.span === span);
  if (hops.length > 0) return { ...view, hops };
  throw new GatehouseError({
    code: 'traces.hop-unknown',
    what: 'This hop cannot be exported.',
    why: 'The log does not hold it; it may have been cleared.',
    next: 'Choose a hop of the flow as it is shown now.',
    status: 404,
  });
}
