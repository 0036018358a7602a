import type { ForkDeed, ForkedSandbox } from './ports.ts';

/** How a wish ended on a fork. */
export interface Run {
  passes: boolean;
  status?: number;
  /** The rule that refused. */
  rule?: string;
  ending: string;
  flow: string;
}

const REFUSED: ReadonlySet<string> = new Set(['denied', 'challenged', 'failed']);

/** Tells how it ended from the fork's own log. */
export function endOf(fork: ForkedSandbox, { ok, summary, flow, status }: ForkDeed): Run {
  const run: Run = { passes: ok, ending: summary, flow, ...(status === undefined ? {} : { status }) };
  if (ok) return run;
  const failed = ({ outcome }: { outcome: string }) => outcome === 'fail';
  const refusal = fork
    .view(flow)
    .decisions.findLast(({ outcome, reasons }) => REFUSED.has(outcome) && reasons.some(failed));
  const rule = refusal?.reasons.findLast(failed)?.rule;
  return rule === undefined
    ? run
    : {
        ...run,
        rule,
        ending: `${status === undefined ? 'Refused' : `Refused with ${status}`}: ${refusal?.title}.`,
      };
}
