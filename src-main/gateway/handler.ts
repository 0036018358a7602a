import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Reason } from '../contract/events.ts';
import { currentContext, withContext } from '../events/context.ts';
import type { Core } from '../events/core.ts';
import { meansDpop } from './answers/challenge.ts';
import { corsHeaders, preflightHeaders } from './answers/cors.ts';
import { answerRefusal, answerUnexpected } from './answers/problem.ts';
import { Decisions, identityOf } from './decisions.ts';
import { Exchange } from './exchange.ts';
import { isSameChain, type Refusal, runPolicies } from './pipeline.ts';
import { ASK, CALL, FORWARDING } from './policies/index.ts';
import type { UpstreamFailure } from './proxy/failure.ts';
import { forward } from './proxy/forward.ts';
import type { UpstreamPools } from './proxy/pools.ts';
import { type RepeatedCall, RepeatedCalls } from './repeated-calls.ts';
import { requestFacts } from './request-facts.ts';
import type { GatewayServices } from './services.ts';
import { MAX_CHAINS } from './tokens/verified-tokens.ts';

interface Call {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly exchange: Exchange;
  readonly reasons: Reason[];
  /** `seq` of the event that records the decision, once it is made. */
  decidedAt?: number;
}

/** Where the backends are, and how they know the gateway. */
export interface Backends {
  /** Base address of the backend of an API; it gets the path behind `/<id>/<version>`. */
  upstreamOf: (api: string) => string | undefined;
  /** Goes with each forwarded request as `x-gatehouse-gateway-key`, so that nobody else can claim an identity. */
  gatewayKey?: string;
}

/** Decides about each request and forwards those that are allowed. Nothing that fails on the way lets a request through. */
export class GatewayHandler {
  readonly #core: Core;
  readonly #services: GatewayServices;
  readonly #pools: UpstreamPools;
  readonly #backends: Backends;
  readonly #decisions: Decisions;
  readonly #repeated: RepeatedCalls;

  constructor(core: Core, services: GatewayServices, pools: UpstreamPools, backends: Backends) {
    this.#core = core;
    this.#services = services;
    this.#pools = pools;
    this.#backends = backends;
    this.#decisions = new Decisions(core.recorder);
    this.#repeated = new RepeatedCalls(services);
  }

  readonly listener: RequestListener = (request, response) => {
    const facts = requestFacts(request);
    const now = this.#core.clock.seconds();
    const repeated = this.#repeated.find(facts, now);
    const exchange = new Exchange(facts, this.#services, now, repeated?.exchange);
    const call: Call = { request, response, exchange, reasons: repeated?.chain ?? [] };
    try {
      if (repeated) this.#letThrough(call, repeated);
      else this.#handle(call)?.catch((error: unknown) => this.#fail(call, error));
    } catch (error) {
      this.#fail(call, error);
    }
  };

  /** Answers a promise only where there is something to wait for. */
  #handle(call: Call): Promise<void> | undefined {
    const { exchange, reasons } = call;
    if (exchange.request.preflightFor !== undefined) {
      const refusal = runPolicies(ASK, exchange, reasons);
      if (refusal instanceof Promise) return refusal.then((found) => this.#answerPreflight(call, found));
      this.#answerPreflight(call, refusal);
      return undefined;
    }
    const before = chainBefore(exchange);
    const refusal = runPolicies(CALL, exchange, reasons, before);
    return refusal instanceof Promise
      ? refusal.then((found) => this.#decided(call, found, before))
      : this.#decided(call, refusal, before);
  }

  #decided(
    call: Call,
    refusal: Refusal | undefined,
    before: Reason[] | undefined,
  ): Promise<void> | undefined {
    const { exchange, reasons } = call;
    if (refusal) {
      this.#decisions.denied(exchange, reasons, refusal);
      this.#remember(exchange);
      this.#refuse(call, refusal);
      return undefined;
    }
    const chain = keepChain(exchange, reasons, before);
    const data = this.#decisions.allowed(exchange, chain);
    call.decidedAt = this.#core.log.last;
    this.#remember(exchange);
    if (chain === before) this.#repeated.remember(exchange, chain, data);
    this.#forward(call);
    return undefined;
  }

  /** Lets a call through that repeats one of before. */
  #letThrough(call: Call, { chain, data }: RepeatedCall): void {
    this.#decisions.allowed(call.exchange, chain, data);
    call.decidedAt = this.#core.log.last;
    this.#forward(call);
  }

  #forward(call: Call): void {
    const { exchange, request, response } = call;
    const api = exchange.match?.route?.api;
    const identity = identityOf(exchange);
    if (!api || !identity) throw new Error('allowed without an API or an identity');
    const added = corsHeaders(exchange);
    if (meansDpop(exchange)) added.push('dpop-nonce', this.#services.nonces.current());
    const context = currentContext();
    forward(
      {
        exchange,
        request,
        response,
        upstream: this.#backends.upstreamOf(api.id),
        own: {
          identity,
          gatewayKey: this.#backends.gatewayKey,
          trace: this.#core.dispatcher.traceHeaders('gateway'),
        },
        timeoutMs: api.definition.timeoutMs,
        added,
      },
      this.#pools,
      (failure) => {
        const tell = () =>
          void this.#failedOnTheWay(call, failure).catch((error: unknown) => this.#fail(call, error));
        // It is heard from the connection to the backend, which serves many calls.
        if (context) withContext(context, tell);
        else tell();
      },
    );
  }

  async #failedOnTheWay(call: Call, failure: UpstreamFailure): Promise<void> {
    const { exchange, response, decidedAt } = call;
    exchange.upstreamFailure = failure;
    const since: Reason[] = [];
    const refusal = await runPolicies(FORWARDING, exchange, since);
    if (!refusal || decidedAt === undefined) throw new Error(`no rule names the failure ${failure.kind}`);
    this.#decisions.failedAfter(decidedAt, exchange, since, refusal);
    if (response.headersSent) response.destroy();
    else this.#refuse(call, refusal);
  }

  #answerPreflight(call: Call, refusal: Refusal | undefined): void {
    const { exchange, request, response, reasons } = call;
    if (refusal) {
      this.#decisions.denied(exchange, reasons, refusal);
      this.#refuse(call, refusal);
      return;
    }
    this.#decisions.preflight(exchange, reasons);
    const asked = request.headers['access-control-request-headers'];
    response.writeHead(204, preflightHeaders(exchange, asked));
    response.end();
  }

  #refuse({ exchange, request, response }: Call, refusal: Refusal): void {
    request.resume();
    answerRefusal(response, exchange, refusal, currentContext()?.trace);
  }

  /** Keeps a token whose signature was just found right, with the event that says so. */
  #remember(exchange: Exchange): void {
    const { keyLookup, claims, cached, digest, handle } = exchange;
    if (cached || !claims || !keyLookup?.key) return;
    this.#services.verified.put(digest, {
      claims,
      handle,
      kid: keyLookup.key.kid,
      alg: String(exchange.jwt?.header?.alg),
      seq: this.#core.log.last,
      chains: new Map(),
    });
  }

  #fail({ exchange, request, response, reasons, decidedAt }: Call, error: unknown): void {
    this.#decisions.unexpected(decidedAt, exchange, reasons, error);
    request.resume();
    if (response.headersSent) response.destroy();
    else answerUnexpected(response, currentContext()?.trace);
  }
}

const callOf = ({ request }: Exchange): string => `${request.method} ${request.target.rawPath}`;

/** The chain by which the same call with the same token was let through last. */
function chainBefore(exchange: Exchange): Reason[] | undefined {
  return exchange.cached?.chains.get(callOf(exchange));
}

/** The chain for the log: the very one of before when nothing has changed, so that the log stores it once. */
function keepChain(exchange: Exchange, reasons: Reason[], before: Reason[] | undefined): Reason[] {
  if (before && isSameChain(reasons, before)) return Object.freeze(before) as Reason[];
  const chains = exchange.cached?.chains;
  if (chains && chains.size >= MAX_CHAINS && !before) chains.clear();
  chains?.set(callOf(exchange), reasons);
  return reasons;
}
