import type { NeverCheck } from '../format/check-schema.ts';
import { describeMatch, matchEvent } from './match-event.ts';
import type { CheckContext, Verdict } from './verdict.ts';

/** Judges a `never` check: it fails with the first event that must not be, and passes once the window is over. */
export function judgeNever(check: NeverCheck, context: CheckContext): Verdict {
  const { match, until } = check;
  const end = until && context.events.find((event) => matchEvent(until, event, context)?.ok);
  const offence = context.events.find(
    (event) => (!end || event.seq < end.seq) && matchEvent(match, event, context)?.ok,
  );
  const expected = `not this: ${describeMatch(match, context.actor)}`;
  if (offence) {
    const evidence = [offence.seq];
    return {
      status: 'fail',
      clauses: [{ clause: 'happened', ok: false, expected, seen: 'it happened', evidence }],
      evidence,
      flows: offence.flow === undefined ? [] : [offence.flow],
      failed: ['happened'],
    };
  }
  const over = until ? end !== undefined : context.othersHold === true;
  const evidence = end ? [end.seq] : [];
  const clauses = [{ clause: 'happened', ok: true, expected, seen: 'it has not happened', evidence }];
  return over
    ? { status: 'pass', clauses, evidence, flows: end?.flow === undefined ? [] : [end.flow], failed: [] }
    : { status: 'pending', clauses, evidence, flows: [], failed: ['missing'] };
}
