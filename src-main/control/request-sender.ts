import { GatehouseError } from '../contract/errors.ts';
import type { MethodOutput, MethodParams } from '../contract/methods.ts';
import type { Core } from '../events/core.ts';
import { workAs } from '../events/work.ts';
import { Apis } from '../store/apis.ts';
import { chooseToken } from './token-choice.ts';

type Input = MethodParams<'requests.send'>;
type Output = MethodOutput<'requests.send'>;

/** Answers are shown up to this size, bytes. */
const SHOWN = 64 * 1024;

/**
 * Sends a request of a person's own making to the gateway, as the application to which the token was issued.
 * A refusal by the gateway is an answer like any other; only what could not be sent throws.
 */
export function createRequestSender(core: Core, gatewayUrl: string) {
  const apis = new Apis(core.store);
  return async (input: Input): Promise<Output> => {
    const api = apis.get(input.api);
    if (!api) throw unknownApi(input.api);
    const token = chooseToken(core, input, api.definition.resource);
    const client = token?.client ?? (input.token.kind === 'last' ? input.token.client : undefined);
    const from = client ? `app:${client}` : `browser:${input.persona}`;
    const url = `${gatewayUrl}/${api.id}/${api.version}${input.path.startsWith('/') ? '' : '/'}${input.path}`;
    const { result, flow, trace } = await workAs(core, `persona:${input.persona}`, from, async () => {
      const headers: Record<string, string> = {};
      if (token) headers.authorization = `Bearer ${token.value}`;
      if (input.body !== undefined) headers['content-type'] = 'application/json';
      const response = await core.dispatcher.fetchAs(from)(url, {
        method: input.method,
        headers,
        body: input.body ?? null,
      });
      const body = (await response.text()).slice(0, SHOWN);
      return { status: response.status, headers: [...response.headers], body };
    });
    const hop = core.log.list({ limit: 50, types: ['http.request'], flows: core.correlator.members(flow) });
    const span = hop.findLast((event) => event.trace === trace && event.node === 'gateway')?.span;
    return { ...result, flow, span };
  };
}

function unknownApi(id: string): GatehouseError {
  return new GatehouseError({
    code: 'request.unknown-api',
    what: 'The request was not sent.',
    why: `There is no API “${id}” behind the gateway.`,
    next: 'Choose one of the APIs in the list.',
  });
}
