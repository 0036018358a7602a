import type { ExtensionEventName } from '../../contract/extension-events.ts';
import type { ScriptOutcome } from '../../contract/extensions.ts';
import type { Json } from '../../contract/json.ts';
import { awaitChange, type CallContext, currentContext, withContext } from '../../events/context.ts';
import type { Core } from '../../events/core.ts';
import { toDateTime } from '../../events/date-time.ts';
import { newSpanId, newTraceId } from '../../events/ids.ts';
import { Flight } from '../../events/in-flight.ts';
import { Accounts } from '../../store/accounts.ts';
import { type CommittedFact, eventsAfter } from '../lifecycle/handler-events.ts';
import { callsOf } from './calls.ts';
import type { Handler, HandlerPorts } from './handlers.ts';
import { hostFor, jobOf, outcomeOf, recordRun, tooDeep } from './runner.ts';
import { Sieve } from './sieve.ts';

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
  const begun = dry ? undefined : answerWaits();
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
    return hostFor('handler')
      .run(job, calls, begun)
      .then((report) => {
        marked.done();
        core.inFlight.leave(flight);
        return record(outcomeOf(report, sieve));
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

/**
 * The answer of the request at hand waits until the handler has come to its first call or to its end, so that whoever got
 * the answer finds it told. Answers what ends the wait.
 */
function answerWaits(): (() => void) | undefined {
  const context = currentContext();
  // An answer that is on its way already waits for nothing more.
  if (!context || context.settled !== undefined) return undefined;
  const done = awaitChange(context);
  return () => done(undefined);
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
