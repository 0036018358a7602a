import { cpus, platform, release } from 'node:os';
import type { Tally } from './verdict.ts';

/** The tallies as a Markdown table. */
export function table(tallies: readonly Tally[]): string {
  const rows = tallies.map(({ subject, cases, refused, allowed, crashes, wrongAllows, others, seconds }) =>
    [subject, cases, refused, allowed, crashes, wrongAllows, others, seconds.toFixed(1)].join(' | '),
  );
  const sum = (read: (tally: Tally) => number): number =>
    tallies.reduce((total, tally) => total + read(tally), 0);
  const total = [
    'all',
    sum(({ cases }) => cases),
    sum(({ refused }) => refused),
    sum(({ allowed }) => allowed),
    sum(({ crashes }) => crashes),
    sum(({ wrongAllows }) => wrongAllows),
    sum(({ others }) => others),
    sum(({ seconds }) => seconds).toFixed(1),
  ].join(' | ');
  return [
    '| subject | cases | refused | allowed | crashes | wrong allows | other faults | seconds |',
    '|---|---:|---:|---:|---:|---:|---:|---:|',
    ...[...rows, total].map((row) => `| ${row} |`),
  ].join('\n');
}

/** The page `docs/torture.md`. */
export function report(tallies: readonly Tally[], { cases, seed }: { cases: number; seed: number }): string {
  return `# Torture

Written by \`npm run torture -- --n ${cases} --seed ${seed} --write\` on Node ${process.versions.node}, ${platform()} ${release()}, ${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown processor'}.

A real \`gatehouse serve\` is sent what a hostile or broken client could send: to every port that listens, as every kind
of credential, at every edge of the clock, twice, fifty times at once; and every parser is given what it was not made
for. A corpus of known attacks runs first, then what fast-check makes of the seed. A failing case is shrunk, and printed
with its seed. \`npm test\` runs a slice.

Judged after each case (\`test/torture/\`): the sandbox lives; answers are well-formed HTTP/1.1 in the standard's own form,
and never a server error; each request has an entry in the log; what was refused has changed no row of the state; a judge
of tokens, written from the RFCs with \`node:crypto\` alone, agrees with the gateway: what it calls invalid never passes,
what it calls valid does. *Refused* and *allowed* count how the cases ended; a replay that was refused counts as refused.

${table(tallies)}

*Other faults*: a right request refused, a wrong form of answer, a missing entry in the log, a state that changed.
`;
}
