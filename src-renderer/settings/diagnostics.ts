import { useSandbox } from '../store/sandbox.ts';

/** How many of the newest failures are told. */
const FAILURES = 20;

/**
 * What somebody who helps needs to know, as JSON: versions, addresses, state, and the newest facts that failed. No
 * secrets, no bodies, no names of files beyond the data folder.
 */
export function diagnostics(): string {
  const { info, status, link, settings, clock, events, lastSeq, lab } = useSandbox.getState();
  return JSON.stringify(
    {
      gatehouse: info && { version: info.version, host: info.host, ports: info.ports, dataDir: info.dataDir },
      notices: info?.notices,
      userAgent: navigator.userAgent,
      status,
      link,
      settings,
      clockOffset: clock?.offset,
      lab: lab && { pack: lab.pack, id: lab.id, step: lab.current },
      lastSeq,
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
