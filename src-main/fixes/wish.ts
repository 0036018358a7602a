import { GatehouseError } from '../contract/errors.ts';
import type { Reason, SandboxEvent } from '../contract/events.ts';
import type { FlowView, Hop } from '../contract/flow.ts';
import { type IssuedToken, IssuedTokens } from '../store/issued-tokens.ts';
import type { FixPorts } from './ports.ts';

/** The refusal that somebody wants to understand: the event of the part that decided. */
export interface Denial {
  rule: string;
  /** The rule's own record, with what it expected and saw. */
  reason: Reason;
  event: SandboxEvent;
}

/** A call of an API that a rule refused. Headers and body are as the log has them: secrets are handles. */
export interface CallWish {
  kind: 'call';
  denial: Denial;
  hop: Hop;
  /** Who sent it: `app:online-banking`, `browser:alice`, `outside`. */
  from: string;
  persona: string | undefined;
  /** The application that it was sent by, or that its token was issued to. */
  client: string | undefined;
  token: IssuedToken | undefined;
  /** First two segments of the path, as they were asked for, and the rest with its query. */
  api: string;
  version: string;
  path: string;
}

/** A request to the token endpoint that the provider refused. */
export interface TokenWish {
  kind: 'token';
  denial: Denial;
  hop: Hop;
  from: string;
  persona: string | undefined;
  client: string | undefined;
}

/** A sign-in, or a part of one, that a rule of the provider refused. */
export interface SignInWish {
  kind: 'sign-in';
  denial: Denial;
  hop: Hop;
  persona: string | undefined;
  client: string | undefined;
}

export type Wish = CallWish | TokenWish | SignInWish;

const REFUSED: ReadonlySet<string> = new Set(['denied', 'challenged', 'failed']);

/** Reads from the log what was wanted at a hop, and what refused it. Throws `fix.nothing-refused`. */
export function wishOf({ core, view }: FixPorts, flow: string, span: string): Wish {
  const story = view(flow);
  const hop = story.hops.find((candidate) => candidate.span === span);
  const denial =
    hop && denialIn(core.log.list({ after: 0, limit: 20_000, flows: core.correlator.members(flow) }), hop);
  if (!hop || !denial) throw nothingRefused();
  const { node, seq } = denial.event;
  const call = node.startsWith('api:')
    ? story.hops.findLast(({ to, request }) => to === 'gateway' && request.seq < seq)
    : story.hops.find((candidate) => candidate.to === 'gateway' && candidate.span === denial.event.span);
  if (call) return callWish(denial, call, new IssuedTokens(core.store));
  const persona = personaOf(denial.event, story);
  const client = clientOf(denial.event);
  const exchange = story.hops.find(
    (candidate) => candidate.span === denial.event.span && isTokenRequest(candidate),
  );
  if (exchange) return { kind: 'token', denial, hop: exchange, from: exchange.from, persona, client };
  return { kind: 'sign-in', denial, hop, persona, client };
}

/** Whether a hop is a request to the provider's token endpoint (RFC 6749 §3.2). */
export const isTokenRequest = ({ to, method, target }: Hop): boolean =>
  to === 'idp' && method === 'POST' && /^\/token(?:\?|$)/.test(target);

/** The refusal during a hop: by the part that answered it, else by one that it asked. */
function denialIn(events: readonly SandboxEvent[], hop: Hop): Denial | undefined {
  const last = hop.response?.seq ?? Number.POSITIVE_INFINITY;
  const refusals = events.filter(
    ({ seq, outcome, reasons }) =>
      seq >= hop.request.seq &&
      seq <= last &&
      REFUSED.has(outcome) &&
      reasons.some((reason) => reason.outcome === 'fail'),
  );
  const event = refusals.findLast(({ span }) => span === hop.span) ?? refusals.at(-1);
  const reason = event?.reasons.findLast(({ outcome }) => outcome === 'fail');
  return event && reason && { rule: reason.rule, reason, event };
}

function callWish(denial: Denial, hop: Hop, tokens: IssuedTokens): CallWish {
  const handle = /‹[a-z_]+:[0-9a-f]{16}›/.exec(headersNamed(hop, 'authorization').join(' '))?.[0];
  const token = handle === undefined ? undefined : tokens.byHandle(handle);
  const [, api = '', version = '', rest = ''] = /^\/([^/?]*)\/?([^/?]*)(.*)$/.exec(hop.target) ?? [];
  return {
    kind: 'call',
    denial,
    hop,
    from: hop.from,
    persona: token ? token.account : (denial.event.subject ?? actorPersona(denial.event)),
    client: token?.client ?? (hop.from.startsWith('app:') ? hop.from.slice('app:'.length) : undefined),
    token,
    api,
    version,
    path: rest,
  };
}

/** The values of a header of the request, as the log has them. */
export function headersNamed(hop: Hop, name: string): string[] {
  return hop.request.headers.filter(([key]) => key.toLowerCase() === name).map(([, value]) => value);
}

const actorPersona = ({ actor }: SandboxEvent): string | undefined =>
  actor.startsWith('persona:') ? actor.slice('persona:'.length) : undefined;

function personaOf(event: SandboxEvent, story: FlowView): string | undefined {
  const browser = story.participants.find(({ id }) => id.startsWith('browser:'))?.id.slice('browser:'.length);
  return event.subject ?? actorPersona(event) ?? browser;
}

function clientOf({ data, actor }: SandboxEvent): string | undefined {
  if (typeof data.client === 'string' && data.client !== '') return data.client;
  return actor.startsWith('app:') ? actor.slice('app:'.length) : undefined;
}

function nothingRefused(): GatehouseError {
  return new GatehouseError({
    code: 'fix.nothing-refused',
    what: 'There is nothing to fix here.',
    why: 'The log holds no refusal during this hop.',
    next: 'Choose a hop that was denied.',
    status: 404,
  });
}
