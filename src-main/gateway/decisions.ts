import type { EventType } from '../contract/event-types.ts';
import type { Outcome, Reason } from '../contract/events.ts';
import type { JsonObject } from '../contract/json.ts';
import { currentContext } from '../events/context.ts';
import type { Recorder } from '../events/recorder.ts';
import type { Exchange } from './exchange.ts';
import type { Refusal } from './pipeline.ts';
import type { VerifiedIdentity } from './proxy/headers.ts';
import { ruleSpec } from './rules.ts';
import { textIn } from './tokens/jwt.ts';

/**
 * Writes the gateway's decisions to the event log. Each request has one: allowed, denied, or a preflight answered, with
 * the whole chain of rules that led to it. What goes wrong after a request was let through is no second decision: its
 * event holds only the rules that looked since, and the number of the event that they follow.
 */
export class Decisions {
  readonly #recorder: Recorder;

  constructor(recorder: Recorder) {
    this.#recorder = recorder;
  }

  /** All rules were content; `data` is that of an equal call. Answers what the event says beside the chain. */
  allowed(exchange: Exchange, reasons: Reason[], data: JsonObject = describe(exchange)): JsonObject {
    this.#write('gw.request.allowed', 'allowed', exchange, reasons, data);
    return data;
  }

  /** A preflight of a browser was answered with yes. It is no call of the API, so it is not `gw.request.allowed`. */
  preflight(exchange: Exchange, reasons: Reason[]): void {
    this.#record('gw.preflight.answered', 'allowed', exchange, reasons, {});
  }

  /** A rule refused. */
  denied(exchange: Exchange, reasons: Reason[], refusal: Refusal): void {
    const outcome = ruleSpec(refusal.rule).challenge ? 'challenged' : 'denied';
    this.#record('gw.request.denied', outcome, exchange, reasons, refusalData(refusal));
  }

  /** The request was let through, as event `after` says, and failed on its way; `reasons` are the rules since then. */
  failedAfter(after: number, exchange: Exchange, reasons: Reason[], refusal: Refusal): void {
    const data = { ...refusalData(refusal), decidedAt: after };
    if (refusal.rule.startsWith('gw.upstream.'))
      this.#record('gw.upstream.failed', 'failed', exchange, reasons, data);
    else this.#record('gw.request.broken-off', 'denied', exchange, reasons, data);
  }

  /** The gateway itself failed; it lets nothing through then. `after` is the decision, if there was one already. */
  unexpected(after: number | undefined, exchange: Exchange, reasons: Reason[], error: unknown): void {
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
    const data: JsonObject = { code: 'GH-500-01', status: 500, detail };
    if (after === undefined) this.#record('gw.request.denied', 'failed', exchange, reasons, data);
    else this.#record('gw.request.broken-off', 'failed', exchange, [], { ...data, decidedAt: after });
  }

  #record(type: EventType, outcome: Outcome, exchange: Exchange, reasons: Reason[], data: JsonObject): void {
    this.#write(type, outcome, exchange, reasons, { ...describe(exchange), ...data });
  }

  #write(type: EventType, outcome: Outcome, exchange: Exchange, reasons: Reason[], data: JsonObject): void {
    const context = currentContext();
    const identity = identityOf(exchange);
    if (context && identity) {
      context.subject ??= identity.subject;
      // A caller that nobody knows is known by the token that it presents.
      if (context.actor === 'outside') context.actor = `app:${identity.client}`;
    }
    this.#recorder.record({
      type,
      outcome,
      reasons,
      data,
      redacted: exchange.credential?.wellFormed ? ['handle'] : [],
      ...(identity ? { subject: identity.subject } : {}),
    });
  }
}

/** Who the verified token speaks for; undefined before it is verified. */
export function identityOf({ claims }: Exchange): VerifiedIdentity | undefined {
  if (!claims) return undefined;
  const known = identities.get(claims);
  if (known) return known;
  const client = textIn(claims, 'client_id') ?? '';
  const identity = {
    subject: textIn(claims, 'sub') ?? client,
    client,
    scope: textIn(claims, 'scope') ?? '',
  };
  identities.set(claims, identity);
  return identity;
}

/** Claims that were read before: those of a token that was verified stay the same object. */
const identities = new WeakMap<JsonObject, VerifiedIdentity>();

function refusalData({ rule, verdict }: Refusal): JsonObject {
  const { code, status } = ruleSpec(rule);
  return { rule, code, status, detail: verdict.detail ?? '' };
}

function describe(exchange: Exchange): JsonObject {
  const { match, operation, request, path, claims, credential } = exchange;
  const data: JsonObject = {
    method: request.method,
    path: path.ok ? path.path : request.target.rawPath,
  };
  if (match?.route) {
    data.api = match.route.api.id;
    data.version = match.route.api.version;
  }
  if (operation) data.operation = `${operation.method} ${operation.path}`;
  if (credential?.wellFormed) data.handle = exchange.handle;
  if (claims) {
    data.client = textIn(claims, 'client_id');
    data.scope = textIn(claims, 'scope') ?? '';
    data.jti = textIn(claims, 'jti');
  }
  return data;
}
