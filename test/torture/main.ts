import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { report, table } from './report.ts';
import { torture } from './torture.ts';

const { values } = parseArgs({
  options: {
    n: { type: 'string', default: '500' },
    seed: { type: 'string', default: '7' },
    only: { type: 'string' },
    write: { type: 'boolean', default: false },
  },
});
const cases = Number(values.n);
const seed = Number(values.seed);
const tallies = await torture({
  cases,
  seed,
  only: values.only === undefined ? undefined : new RegExp(values.only),
  done: ({ subject, cases: count, seconds, failure }) =>
    process.stderr.write(`${failure ? '✗' : '✓'} ${subject}: ${count} cases in ${seconds.toFixed(1)} s\n`),
});
process.stdout.write(`${table(tallies)}\n`);
for (const { failure } of tallies) if (failure) process.stdout.write(`\n${failure}\n`);
if (values.write)
  writeFileSync(new URL('../../docs/torture.md', import.meta.url), report(tallies, { cases, seed }));
process.exitCode = tallies.some(({ failure }) => failure) ? 1 : 0;
