import type { Check } from '../format/check-schema.ts';
import type { VerbCall } from '../verbs/verb-call.ts';

/** The same verbs, played by somebody else; undefined when the persona does not appear in them. */
export function playedBy(calls: readonly VerbCall[], persona: string, other: string): VerbCall[] | undefined {
  if (!calls.some((call) => call.input.persona === persona)) return undefined;
  return calls.map((call) =>
    call.input.persona === persona ? { ...call, input: { ...call.input, persona: other } } : call,
  );
}

/** Whether a check asks that it be `actor` who did it, so that another persona's doing must not pass it. */
export function asksWho(check: Check, actor: string | undefined): boolean {
  switch (check.kind) {
    case 'event':
      return actor !== undefined && (check.match.by ?? actor) === actor;
    case 'sequence':
      return actor !== undefined && check.events.some((match) => (match.by ?? actor) === actor);
    case 'token':
      return actor !== undefined && (check.by ?? actor) === actor;
    case 'all':
      return check.of.some((inner) => asksWho(inner, actor));
    case 'any':
    case 'atLeast':
      return check.of.every((inner) => asksWho(inner, actor));
    default:
      return false;
  }
}
