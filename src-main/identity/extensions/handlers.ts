import { z } from 'zod';
import {
  EXTENSION_EVENTS,
  type ExtensionEventName,
  type PreEventName,
} from '../../contract/extension-events.ts';
import type { Extension, ScriptOutcome } from '../../contract/extensions.ts';
import { type Json, type JsonObject, jsonObjectSchema } from '../../contract/json.ts';
import { type CallContext, currentContext, withContext } from '../../events/context.ts';
import type { Core } from '../../events/core.ts';
import { toDateTime } from '../../events/date-time.ts';
import { newSpanId, newTraceId } from '../../events/ids.ts';
import { Flight } from '../../events/in-flight.ts';
import { Accounts } from '../../store/accounts.ts';
import { type CommittedFact, eventsAfter } from '../lifecycle/handler-events.ts';
import type { Occasion, Rewritable, Verdict } from '../lifecycle/hooks.ts';
import { type IdpRule, reason } from '../rules.ts';
import { callsOf } from './calls.ts';
import type { Depth } from './depth.ts';
import { badAnswer, hostFor, jobOf, outcomeOf, reasonOf, recordRun } from './runner.ts';
import { Sieve } from './sieve.ts';

type Handler = Extract<Extension, { kind: 'handler' }>;

const rewriteSchema = z
  .object({
    name: z.string().trim().min(1).max(200).optional(),
    email: z.union([z.literal(''), z.email()]).optional(),
    claims: jsonObjectSchema.optional(),
  })
  .strict();

/** Claims that say something of the account which only the account itself can say. */
const KEPT_CLAIMS = new Set([
  'sub',
  'email_verified',
  'phone_number_verified',
  'groups',
  'acr',
  'amr',
  'auth_time',
]);

const NO_CALLS =
  'A handler before the event runs inside of the write, where nothing can be called. Call from a handler after it.';

export interface HandlerPorts {
  core: Core;
  issuer: string;
  sandboxToken: () => string;
  depth: Depth;
}

/** The handlers that are on, by event; the lower priority first, and by id where it is the same. */
export function byEvent(extensions: readonly Extension[]): ReadonlyMap<ExtensionEventName, Handler[]> {
  const found = new Map<ExtensionEventName, Handler[]>();
  const handlers = extensions.filter((one): one is Handler => one.kind === 'handler' && one.enabled);
  for (const handler of handlers.sort((a, b) => a.priority - b.priority || (a.id < b.id ? -1 : 1)))
    found.set(handler.event, [...(found.get(handler.event) ?? []), handler]);
  return found;
}

/** Whether a handler on this event is asked before it. */
export const isBefore = (name: ExtensionEventName): name is PreEventName =>
  EXTENSION_EVENTS.some((event) => event.name === name && event.phase === 'pre');

/**
 * Asks the handlers on these events, one after the other, each with what the one before it has rewritten. The first that
 * refuses, or fails, settles it: nothing is written then.
 */
export function askBefore(
  ports: HandlerPorts,
  handlers: readonly Handler[],
  { subject, payload, rewritable }: Occasion,
): Verdict {
  const rewritten: Rewritable = {};
  const asked: Json[] = [];
  let shown: JsonObject = payload;
  for (const handler of handlers) {
    const { outcome, change } = runBefore(ports, handler, { subject, payload: shown, rewritable });
    if (outcome.outcome !== 'done') {
      const denied = reasonOf(handler, outcome);
      return {
        deniedBy: denied.rule as IdpRule,
        words: outcome.words ?? undefined,
        reasons: [denied],
        rewritten: {},
      };
    }
    asked.push(handler.id);
    if (change) {
      Object.assign(rewritten, change, { claims: merged(rewritten.claims, change.claims) });
      shown = JSON.parse(
        JSON.stringify({ ...shown, ...change, claims: merged(shown.claims as JsonObject, change.claims) }),
      );
    }
  }
  const fields = Object.entries(rewritten).flatMap(([name, value]) => (value === undefined ? [] : [name]));
  const passed = reason('idp.extension.veto', 'pass', {
    path: 'extensions',
    inputs: { asked, rewritten: fields },
  });
  return { deniedBy: undefined, words: undefined, reasons: [passed], rewritten };
}

/** Runs one handler that is asked before an event, and records the run. */
export function runBefore(
  { core }: HandlerPorts,
  handler: Handler,
  { subject, payload, rewritable }: Occasion,
  dry = false,
): { outcome: ScriptOutcome; change: Rewritable | undefined } {
  const sieve = new Sieve(core);
  sieve.learn(payload);
  const input: Json = { event: handler.event, at: toDateTime(core.clock.now()), payload };
  const job = jobOf(core, handler, input, { noCalls: NO_CALLS, mayVeto: true });
  const ran = outcomeOf(hostFor('handler').runNow(job), sieve);
  const { outcome, change } =
    ran.outcome === 'done' ? readChange(handler, ran, rewritable) : { outcome: ran, change: undefined };
  // The run took place whether or not the write does, so it is no part of its transaction.
  if (!dry) queueMicrotask(() => recordRun(core, handler, outcome, { input, sieve, subject }));
  return { outcome, change };
}

function readChange(
  handler: Handler,
  outcome: ScriptOutcome,
  rewritable: boolean,
): { outcome: ScriptOutcome; change: Rewritable | undefined } {
  const { value } = outcome;
  if (value === null) return { outcome, change: undefined };
  if (!rewritable)
    return {
      outcome: badAnswer(outcome, `At ${handler.event} nothing can be rewritten here: return nothing.`),
      change: undefined,
    };
  const parsed = rewriteSchema.safeParse(value);
  const issue = parsed.error?.issues[0];
  if (!parsed.success)
    return {
      outcome: badAnswer(
        outcome,
        `It gave back what cannot be written. ${issue?.path.join('.') || 'answer'}: ${issue?.message}`,
      ),
      change: undefined,
    };
  const kept = Object.keys(parsed.data.claims ?? {}).find((claim) => KEPT_CLAIMS.has(claim));
  if (kept !== undefined)
    return {
      outcome: badAnswer(outcome, `The claim ${kept} cannot be rewritten: the account itself says it.`),
      change: undefined,
    };
  return { outcome, change: parsed.data };
}

/** Tells the handlers on what a fact means, after it was committed. Nothing that they do undoes it. */
export function tellAfter(
  ports: HandlerPorts,
  on: ReadonlyMap<ExtensionEventName, Handler[]>,
  fact: CommittedFact,
): void {
  for (const event of eventsAfter(fact))
    for (const handler of on.get(event) ?? []) void tell(ports, handler, event, fact);
}

/** Tells one handler; the run is recorded when it has ended. With an account to show it is a dry run, which is not. */
export function tell(
  ports: HandlerPorts,
  handler: Handler,
  event: string,
  { subject, outcome: happened, type, data }: CommittedFact,
  shown?: Json,
): Promise<ScriptOutcome> {
  const dry = shown !== undefined;
  const { core, issuer, sandboxToken, depth } = ports;
  const sieve = new Sieve(core);
  const input: Json = {
    event,
    at: toDateTime(core.clock.now()),
    fact: { type, outcome: happened, subject: subject ?? null, data },
    account: shown ?? accountOf(core, subject),
  };
  const entered = depth.enter();
  const record = (outcome: ScriptOutcome) => {
    if (!dry) recordRun(core, handler, outcome, { input, sieve, subject });
    return outcome;
  };
  if (!entered) return Promise.resolve(record(tooDeep()));
  const abort = new AbortController();
  const flight = new HandlerFlight(abort);
  core.inFlight.enter(flight);
  const marked = depth.mark(entered);
  const job = jobOf(core, handler, input, { noCalls: undefined, mayVeto: false });
  return withContext(contextOf(core, abort.signal), () => {
    const calls = callsOf({
      core,
      issuer,
      sandboxToken,
      authorization: undefined,
      header: marked.header,
      sieve,
      signal: abort.signal,
    });
    return new Promise<ScriptOutcome>((resolve) => {
      hostFor('handler').runEagerly(job, calls, (report) => {
        marked.done();
        core.inFlight.leave(flight);
        resolve(record(outcomeOf(report, sieve)));
      });
    });
  });
}

/** The account that a fact is about, as it is now. */
function accountOf(core: Core, id: string | undefined): Json {
  const account = id === undefined ? undefined : new Accounts(core.store).get(id);
  if (!account) return null;
  const { username, name, email, groups } = account;
  return { username, name, email, groups };
}

/** A context of its own, which outlives the request whose story it belongs to. */
function contextOf(core: Core, signal: AbortSignal): CallContext {
  const outer = currentContext();
  const trace = outer?.trace ?? newTraceId();
  return {
    trace,
    span: outer?.span ?? newSpanId(),
    parent: outer?.parent,
    flow: outer?.flow ?? core.correlator.place(trace, []).flow,
    actor: outer?.actor ?? 'sandbox',
    node: 'idp',
    generation: core.store.generation,
    signal,
  };
}

/** The end of a script that was not let run. */
export const tooDeep = (): ScriptOutcome => ({
  outcome: 'failed',
  value: null,
  words: 'Scripts have set off one another too often, so this one was not run.',
  problem: null,
  console: [],
  durationMs: 0,
  calls: 0,
  rule: 'idp.extension.depth',
});

function merged(before: JsonObject | undefined, change: JsonObject | undefined): JsonObject | undefined {
  return change === undefined ? before : { ...before, ...change };
}

/** A run of a handler among the work that is under way. */
class HandlerFlight extends Flight {
  readonly #controller: AbortController;

  constructor(controller: AbortController) {
    super();
    this.#controller = controller;
  }

  abort(): void {
    this.#controller.abort();
  }
}
