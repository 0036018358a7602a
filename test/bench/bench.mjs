import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { benchGateway } from './gateway.mjs';
import { benchIdentity } from './identity.mjs';
import { describeMachine } from './lib/machine.mjs';
import { report } from './lib/report.mjs';
import { benchScim } from './scim.mjs';

const PAGE = fileURLToPath(new URL('../../docs/benchmarks.md', import.meta.url));

/** Where the figures of SCIM begin: they can be measured without the others. */
const SCIM_BEGINS = '<!-- SCIM -->';

/**
 * `npm run bench [-- --part gateway|identity|scim --rounds N --seconds N --only cached,http-proxy --write]`: installs the
 * peers, measures side by side and prints the figures; `--write` puts them into docs/benchmarks.md: all of them, or with
 * `--part scim` those of SCIM, which lie behind a line of their own with the machine that gave them.
 */
const { values } = parseArgs({
  options: {
    part: { type: 'string' },
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '5' },
    only: { type: 'string' },
    write: { type: 'boolean', default: false },
  },
});
if (values.write && ((values.part && values.part !== 'scim') || values.only)) {
  process.stderr.write('--write needs a whole run, or --part scim: leave --only out.\n');
  process.exit(2);
}
installPeers();
const options = {
  rounds: Number(values.rounds),
  seconds: Number(values.seconds),
  only: values.only?.split(','),
};
const wanted = (/** @type {string} */ part) => values.part === undefined || values.part === part;
const gateway = wanted('gateway') ? await benchGateway(options) : undefined;
const identity = wanted('identity') ? await benchIdentity(options) : undefined;
const scim = wanted('scim') ? await benchScim(options) : undefined;
const figures = report({ gateway, identity });
const ofScim = report({ scim });
process.stdout.write(`${describeMachine()}\n\n${figures}${ofScim}`);
if (values.write) writeFileSync(PAGE, values.part === 'scim' ? withScim() : page());

function installPeers() {
  const { status } = spawnSync(
    'npm',
    ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline'],
    {
      cwd: fileURLToPath(new URL('.', import.meta.url)),
      stdio: ['ignore', 'ignore', 'inherit'],
      shell: process.platform === 'win32',
    },
  );
  if (status !== 0) process.exit(1);
}

/** The page as it is, with new figures of SCIM. */
function withScim() {
  const [before = ''] = readFileSync(PAGE, 'utf8').split(SCIM_BEGINS);
  return `${before.trimEnd()}\n\n${scimPart()}`;
}

function scimPart() {
  return `${SCIM_BEGINS}

# SCIM

Written by \`npm run bench -- --part scim --write\`. ${describeMachine()}. ${options.rounds} rounds of ${options.seconds} s each.

- 20 connections; each directory holds the same 1,000 users before the reads. scimmy with its routers for express keeps
  users in a Map and records nothing; Gatehouse runs the life of each account and commits its events.
- The large directory is that of a real \`gatehouse serve\`, built as it ships, over its real ports: users come by bulk
  requests of 1,000. Memory is the resident set of its whole process (Linux, proc(5)). Looked into with the garbage
  collected: the live heap had 34 MB at 10,000 users and 29 MB at 50,000; what grows at first is what V8 reserves.

${ofScim}`;
}

function page() {
  return `# Benchmarks

Written by \`npm run bench -- --write\`; do not edit by hand.

${describeMachine()}. ${options.rounds} rounds of ${options.seconds} s each.

## How it is measured

- Every subject runs in a process of its own, in front of the same backend, and answers the same load from another
  process over kept connections: 50 for the gateways, 20 for the token endpoint, 8 people at once for sign-ins.
- The subjects take turns, and the order turns by one each round, so that what else the machine does hits all alike. The
  first round warms up and is not counted. Figures are medians of the rounds; a ratio is the median of the ratios of
  each round.
- Gatehouse does all that it does in the sandbox: every rule of the gateway, the look-up in the register of issued
  tokens, the whole chain of reasons and both messages of each call in the event log on SQLite, committed before the
  answer ends. The peers do none of that: http-proxy and express-gateway forward, oidc-provider keeps all in memory.
- "CPU µs each" is the processor time that the subject's process used for one request, all threads together. It depends
  less on what else the machine does than the rates.
- Both providers sign with RS256 and, at a sign-in, check the password with the same scrypt function.

${figures}
${scimPart()}`;
}
