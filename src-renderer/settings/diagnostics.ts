import { useSandbox } from '../store/sandbox.ts';

/** How many of the newest failures are told. */
const FAILURES = 20;

/** What may be a secret in a text of which nobody knows what it holds: long runs without a space, as tokens are. */
const LIKE_A_SECRET = /[\w~+/=.-]{24,}/g;
/** The name of the person's account on this computer. */
const HOME = /((?:^|[\\/])(?:home|Users)[\\/])[^\\/]+/g;

/** Takes out of a free text what must not leave the computer. Paths keep their parts, since none of those is long. */
function scrub(text: string): string {
  const clean = text.replace(HOME, '$1…');
  return clean.replace(LIKE_A_SECRET, (run) =>
    run.split(/[/.]/).every((part) => part.length < 24) ? run : '‹left out›',
  );
}

/**
 * What somebody who helps needs to know, as JSON: versions, addresses, state, and the newest facts that failed. No
 * secrets, no bodies, no names of files beyond the data folder; free text is scrubbed.
 */
export function diagnostics(): string {
  const { info, status, trouble, link, settings, clock, events, lastSeq, lab } = useSandbox.getState();
  return JSON.stringify(
    {
      gatehouse: info && {
        version: info.version,
        host: info.host,
        ports: info.ports,
        dataDir: scrub(info.dataDir),
      },
      notices: info?.notices.map(scrub),
      trouble: trouble && { code: trouble.code, why: scrub(trouble.why) },
      userAgent: navigator.userAgent,
      status: { ...status, ...(status.reason === undefined ? {} : { reason: scrub(status.reason) }) },
      link,
      settings,
      clockOffset: clock?.offset,
      lab: lab && { pack: lab.pack, id: lab.id, step: lab.current },
      lastSeq,
      firstSeq: events[0]?.seq,
      failures: events
        .filter((event) => event.outcome === 'failed' || event.outcome === 'denied')
        .slice(-FAILURES)
        .map(({ seq, type, node, outcome, reasons }) => ({
          seq,
          type,
          node,
          outcome,
          rule: reasons.find((reason) => reason.outcome === 'fail')?.rule,
        })),
    },
    null,
    2,
  );
}
