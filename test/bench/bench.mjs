import { spawnSync } from 'node:child_process';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { benchGateway, GATEWAY_SUBJECTS } from './gateway.mjs';
import { describeMachine } from './lib/machine.mjs';
import { median, ratio } from './lib/rounds.mjs';

/**
 * `npm run bench [-- --rounds N --seconds N --only cached,http-proxy]`: installs the peers, measures side by side and
 * prints the figures.
 */
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '5' },
    only: { type: 'string' },
  },
});
const here = fileURLToPath(new URL('.', import.meta.url));
const peers = spawnSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline'], {
  cwd: here,
  stdio: ['ignore', 'ignore', 'inherit'],
  shell: process.platform === 'win32',
});
if (peers.status !== 0) process.exit(1);
const options = {
  rounds: Number(values.rounds),
  seconds: Number(values.seconds),
  only: values.only?.split(','),
};
process.stdout.write(`${describeMachine()}\n`);
const gateway = await benchGateway(options);
for (const [name, rounds] of gateway) {
  const of = (/** @type {'rps' | 'p50' | 'p99'} */ figure) => median(rounds.map((round) => round[figure]));
  const theirs = gateway.get('http-proxy');
  const beside = theirs ? `  ${ratio(rounds, theirs, 'rps').toFixed(2)}x http-proxy` : '';
  const label = /** @type {Record<string, string>} */ (GATEWAY_SUBJECTS)[name] ?? name;
  const cpu = median(rounds.map((round) => round.cpu ?? Number.NaN));
  process.stdout.write(
    `${label.padEnd(52)} ${of('rps').toFixed(0).padStart(7)} req/s  p50 ${of('p50').toFixed(1)} ms  p99 ${of('p99').toFixed(1)} ms  cpu ${cpu.toFixed(0)} µs${beside}\n`,
  );
}
