import { SCRIPT_LIMITS } from '../../contract/extension-events.ts';
import type { Extension, ScriptOutcome } from '../../contract/extensions.ts';
import type { Json, JsonObject } from '../../contract/json.ts';
import type { Core } from '../../events/core.ts';
import { type IdpRule, reason } from '../rules.ts';
import type { Failure, Report, TimedJob } from './engine/messages.ts';
import { ScriptHost } from './engine/script-host.ts';
import type { Sieve } from './sieve.ts';

/** The longest that a run's input and answer are in the log, characters. */
const KEPT = 4000;

const RULES: Readonly<Record<Failure, IdpRule>> = {
  syntax: 'idp.extension.sound',
  threw: 'idp.extension.sound',
  engine: 'idp.extension.sound',
  time: 'idp.extension.time',
  memory: 'idp.extension.memory',
  answer: 'idp.extension.answer',
};

/**
 * Two threads, so that no endpoint keeps a handler waiting, before which a change cannot be written. What has to be ended
 * from outside holds up those behind it: a handler for less long. Real time, ms.
 */
const handlers = new ScriptHost(250);
const endpoints = new ScriptHost(1000);

export const hostFor = (kind: Extension['kind']): ScriptHost => (kind === 'handler' ? handlers : endpoints);

/** The job of running a script with an input. */
export function jobOf(
  core: Core,
  extension: Extension,
  input: Json,
  { noCalls, mayVeto }: { noCalls: string | undefined; mayVeto: boolean },
): TimedJob {
  const { memoryBytes, stackBytes, answerLength, consoleLines, consoleLineLength, calls } = SCRIPT_LIMITS;
  const ms = extension.kind === 'handler' ? SCRIPT_LIMITS.handlerMs : SCRIPT_LIMITS.endpointMs;
  return {
    source: extension.source,
    argument: JSON.stringify(input),
    noCalls,
    mayVeto,
    limits: { ms, memoryBytes, stackBytes, answerLength, consoleLines, consoleLineLength, calls },
    now: () => core.clock.now(),
  };
}

/** How a run ended, told without secrets. */
export function outcomeOf({ value, veto, problem, console, ms, calls }: Report, sieve: Sieve): ScriptOutcome {
  const told = { console: console.map((line) => sieve.text(line)), durationMs: ms, calls };
  if (veto !== undefined)
    return {
      ...told,
      outcome: 'vetoed',
      value: null,
      words: sieve.text(veto),
      problem: null,
      rule: 'idp.extension.veto',
    };
  if (problem) {
    const { message, line, column, cause } = problem;
    const words = sieve.text(message);
    return {
      ...told,
      outcome: 'failed',
      value: null,
      words,
      problem: { message: words, line, column },
      rule: RULES[cause],
    };
  }
  return {
    ...told,
    outcome: 'done',
    value: JSON.parse(value ?? 'null') as Json,
    words: null,
    problem: null,
    rule: null,
  };
}

/** The same end with another verdict on what the script gave back. */
export const badAnswer = (outcome: ScriptOutcome, words: string): ScriptOutcome => ({
  ...outcome,
  outcome: 'failed',
  words,
  problem: { message: words, line: null, column: null },
  rule: 'idp.extension.answer',
});

/** Why a write, or a request, is refused because of this run. */
export function reasonOf({ id }: Extension, { words, problem, rule }: ScriptOutcome) {
  const at = problem?.line === null || problem === null ? '' : ` (line ${problem.line})`;
  return reason((rule ?? 'idp.extension.sound') as IdpRule, 'fail', {
    path: `extensions.${id}`,
    seen: `${words ?? ''}${at}`,
    inputs: { extension: id },
  });
}

/** Records one run: what went in, how it ended, how long it took, what it wrote on its console. */
export function recordRun(
  core: Core,
  extension: Extension,
  outcome: ScriptOutcome,
  {
    input,
    sieve,
    subject,
    event,
  }: { input: Json; sieve: Sieve; subject: string | undefined; event?: string },
): void {
  const { id, kind } = extension;
  const place: JsonObject =
    extension.kind === 'endpoint'
      ? { endpoint: `${extension.method} /ext/${extension.path}` }
      : { event: event ?? extension.event };
  core.recorder.record({
    type:
      outcome.outcome === 'done'
        ? 'extension.ran'
        : outcome.outcome === 'vetoed'
          ? 'extension.vetoed'
          : 'extension.failed',
    outcome: outcome.outcome === 'done' ? 'ok' : outcome.outcome === 'vetoed' ? 'denied' : 'failed',
    ...(subject === undefined ? {} : { subject }),
    reasons: outcome.outcome === 'done' ? [] : [reasonOf(extension, outcome)],
    data: {
      extension: id,
      kind,
      ...place,
      input: sieve.json(input, KEPT),
      value: sieve.json(outcome.value, KEPT),
      ...(outcome.words === null ? {} : { words: outcome.words }),
      ...(outcome.problem?.line == null ? {} : { line: outcome.problem.line }),
      ...(outcome.rule === null ? {} : { rule: outcome.rule }),
      console: outcome.console,
      durationMs: outcome.durationMs,
      calls: outcome.calls,
    },
  });
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
