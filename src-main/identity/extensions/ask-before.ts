import { z } from 'zod';
import type { ScriptOutcome } from '../../contract/extensions.ts';
import { type Json, type JsonObject, jsonObjectSchema } from '../../contract/json.ts';
import { toDateTime } from '../../events/date-time.ts';
import type { Occasion, Rewritable, Verdict } from '../lifecycle/hooks.ts';
import { type IdpRule, reason } from '../rules.ts';
import type { Handler, HandlerPorts } from './handlers.ts';
import { badAnswer, hostFor, jobOf, outcomeOf, reasonOf, recordRun } from './runner.ts';
import { Sieve } from './sieve.ts';

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
  'A handler before the event decides, and calls nothing: what it set off would stay, even if nothing is written. Call from a handler after it.';

const noCalls = (): Promise<string> => Promise.reject(new Error(NO_CALLS));

/**
 * Asks the handlers on these events, one after the other, each with what the one before it has rewritten. The first that
 * refuses, or fails, settles it: nothing is written then.
 */
export async function askBefore(
  ports: HandlerPorts,
  handlers: readonly Handler[],
  { subject, payload, rewritable }: Occasion,
): Promise<Verdict> {
  const rewritten: Rewritable = {};
  const asked: Json[] = [];
  let shown: JsonObject = payload;
  for (const handler of handlers) {
    const { outcome, change } = await runBefore(ports, handler, { subject, payload: shown, rewritable });
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

/** Runs one handler that is asked before an event, and records the run, which took place whether or not anything is written. */
export async function runBefore(
  { core }: HandlerPorts,
  handler: Handler,
  { subject, payload, rewritable }: Occasion,
  dry = false,
): Promise<{ outcome: ScriptOutcome; change: Rewritable | undefined }> {
  const sieve = new Sieve(core);
  sieve.learn(payload);
  const input: Json = { event: handler.event, at: toDateTime(core.clock.now()), payload };
  const job = jobOf(core, handler, input, { noCalls: NO_CALLS, mayVeto: true });
  const ran = outcomeOf(await hostFor('handler').run(job, noCalls), sieve);
  const { outcome, change } =
    ran.outcome === 'done' ? readChange(handler, ran, rewritable) : { outcome: ran, change: undefined };
  if (!dry) recordRun(core, handler, outcome, { input, sieve, subject });
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

function merged(before: JsonObject | undefined, change: JsonObject | undefined): JsonObject | undefined {
  return change === undefined ? before : { ...before, ...change };
}
