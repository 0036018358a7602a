import type { Match, TokenCheck } from '../format/check-schema.ts';
import { compare } from './compare.ts';
import { missedBy } from './event-check.ts';
import { type Matched, matchEvent, nearest } from './match-event.ts';
import { type CheckContext, type Clause, pending, type Verdict } from './verdict.ts';

/** Judges a `token` check: the newest token of the kind that was issued in the window. */
export function judgeToken(check: TokenCheck, context: CheckContext): Verdict {
  const kind = check.which.replace('last ', '');
  const match: Match = {
    type: 'idp.token.issued',
    by: check.by,
    client: check.client,
    flow: check.flow,
    data: { kind, ...(check.audience === undefined ? {} : { audience: check.audience }) },
  };
  const candidates = context.events
    .flatMap((event) => matchEvent(match, event, context) ?? [])
    .filter((matched) => matched.event.type !== 'idp.token.issued' || matched.event.data.kind === kind);
  const issued = candidates.findLast((matched) => matched.ok);
  if (issued) return judgeContent(check, issued, context);
  const near = nearest(candidates);
  if (near) return missedBy(near);
  const expected = `a new ${kind} token`;
  return pending([{ clause: 'missing', ok: false, expected, seen: 'none yet', evidence: [] }]);
}

function judgeContent(check: TokenCheck, { event }: Matched, context: CheckContext): Verdict {
  const evidence = [event.seq];
  const flows = event.flow === undefined ? [] : [event.flow];
  const { handle } = event.data;
  const token = typeof handle === 'string' ? context.tokens.decode(handle) : undefined;
  if (!token) {
    const clause: Clause = {
      clause: 'content',
      ok: false,
      expected: 'a token that can be read',
      seen: 'no longer kept',
      evidence,
    };
    return { status: 'error', clauses: [clause], evidence, flows, failed: ['content'] };
  }
  const clauses: Clause[] = [];
  for (const [part, wanted] of [['header', check.header] as const, ['claims', check.claims] as const]) {
    for (const [name, expectation] of Object.entries(wanted)) {
      const { ok, expected, seen } = compare(expectation, token[part][name]);
      clauses.push({ clause: `${part}.${name}`, ok, expected, seen, evidence });
    }
  }
  const failed = clauses.filter((clause) => !clause.ok).map((clause) => clause.clause);
  return { status: failed.length === 0 ? 'pass' : 'fail', clauses, evidence, flows, failed };
}
