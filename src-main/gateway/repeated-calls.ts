import type { Reason } from '../contract/events.ts';
import type { JsonObject } from '../contract/json.ts';
import { RecentMap } from '../events/recent-map.ts';
import type { IssuedToken } from '../store/issued-tokens.ts';
import type { Exchange } from './exchange.ts';
import { hasBody, type RequestFacts } from './request-facts.ts';
import type { GatewayServices } from './services.ts';
import { textIn } from './tokens/jwt.ts';
import { MAX_CHAINS } from './tokens/verified-tokens.ts';

/** How many tokens are remembered with their calls. */
const MAX_TOKENS = 2_000;

/**
 * Calls that were let through within this second, and all that their rules had looked at.
 *
 * The rules gather their inputs from the request, the second, the routes, the settings, the verified token and its entry
 * in the register, and from nothing else. Where a call has the same of each, gathering would give the same inputs again,
 * and so the same chain: it is taken over whole. Nothing is remembered that is not compared at each call, so a
 * revocation, a setting, a route or a second that passed is seen by the next call. Calls with a body, a DPoP proof or an
 * opaque token are always looked at by each rule.
 */
export class RepeatedCalls {
  readonly #services: GatewayServices;
  readonly #calls = new RecentMap<RepeatedCall[]>(MAX_TOKENS);

  constructor(services: GatewayServices) {
    this.#services = services;
  }

  /** The call of before that this one repeats in all that its rules would look at. */
  find(facts: RequestFacts, now: number): RepeatedCall | undefined {
    const [authorization] = facts.authorizations;
    if (authorization === undefined || !isSimple(facts)) return undefined;
    const calls = this.#calls.get(authorization);
    if (!calls) return undefined;
    for (const call of calls) if (call.isRepeatedBy(facts, now, this.#services)) return call;
    return undefined;
  }

  /** Remembers a call that was let through by a chain which others share. */
  remember(exchange: Exchange, chain: Reason[], data: JsonObject): void {
    const { request, cached, services } = exchange;
    const [authorization] = request.authorizations;
    const jti = textIn(exchange.claims, 'jti');
    if (authorization === undefined || !cached || jti === null || !isSimple(request)) return;
    const { revocationLookup } = services.settings();
    const entry = revocationLookup ? services.register.byJti(jti) : undefined;
    const call = new RepeatedCall({
      exchange,
      chain,
      data: Object.freeze(data) as JsonObject,
      jti,
      revocationLookup,
      entry,
    });
    const others = this.#calls.get(authorization) ?? [];
    const kept = others.filter((other) => !other.isLike(call)).slice(-MAX_CHAINS + 1);
    this.#calls.set(authorization, [...kept, call]);
  }
}

/** What the decision about a call was made of. */
interface Decided {
  readonly exchange: Exchange;
  readonly chain: Reason[];
  /** What the decision's event says beside the chain. */
  readonly data: JsonObject;
  readonly jti: string;
  readonly revocationLookup: boolean;
  readonly entry: IssuedToken | undefined;
}

/** A call that was let through, and what its rules had looked at. */
export class RepeatedCall {
  readonly exchange: Exchange;
  readonly chain: Reason[];
  readonly data: JsonObject;
  readonly #decided: Decided;
  readonly #routes: GatewayServices['routes'];

  constructor(decided: Decided) {
    this.exchange = decided.exchange;
    this.chain = decided.chain;
    this.data = decided.data;
    this.#decided = decided;
    this.#routes = decided.exchange.services.routes;
  }

  isRepeatedBy(facts: RequestFacts, now: number, services: GatewayServices): boolean {
    const { exchange, jti, revocationLookup, entry } = this.#decided;
    const { cached, digest } = exchange;
    return (
      isSameRequest(exchange.request, facts) &&
      exchange.now === now &&
      this.#routes === services.routes &&
      services.keys.fresh &&
      cached !== undefined &&
      services.verified.holds(digest, cached) &&
      services.settings().revocationLookup === revocationLookup &&
      (!revocationLookup || services.register.byJti(jti) === entry)
    );
  }

  /** Whether both are about the same request, so that the newer one stands for both. */
  isLike(other: RepeatedCall): boolean {
    return isSameRequest(this.exchange.request, other.exchange.request);
  }
}

/** Whether the rules would find the same facts in both; only asked of calls with the same Authorization line. */
function isSameRequest(one: RequestFacts, other: RequestFacts): boolean {
  return (
    one.method === other.method &&
    one.url === other.url &&
    one.httpVersion === other.httpVersion &&
    one.headerLines === other.headerLines &&
    one.hosts.length === 1 &&
    other.hosts.length === 1 &&
    one.hosts[0] === other.hosts[0]
  );
}

/** Whether nothing but the head of the request is looked at, and one token. */
function isSimple(facts: RequestFacts): boolean {
  return (
    facts.authorizations.length === 1 &&
    facts.proofs.length === 0 &&
    facts.contentLengths.length === 0 &&
    facts.preflightFor === undefined &&
    !hasBody(facts)
  );
}
