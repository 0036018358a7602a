import process from 'node:process';
import { parseArgs } from 'node:util';
import { bootstrap } from './bootstrap.mjs';
import { huntMutants } from './lib/mutants.mjs';
import { inProject, ROOT } from './lib/places.mjs';
import { reportFailure } from './lib/report.mjs';
import { runInForeground } from './lib/run.mjs';

/**
 * `npm run walks -- [--n walks] [--seed seed]`: random walks over the life of accounts, over decisions of workflows and over the directory by
 * SCIM, of which `npm test` takes a few.
 */
try {
  const { values } = parseArgs({
    options: {
      n: { type: 'string' },
      seed: { type: 'string', default: '41' },
      mutants: { type: 'boolean', default: false },
      only: { type: 'string', default: '' },
    },
  });
  const { toolNode } = await bootstrap();
  if (values.mutants) {
    const { n = '40', seed, only } = values;
    process.stdout.write(`${await huntMutants(toolNode, { n, seed, only: new RegExp(only) })}\n`);
    process.exit();
  }
  process.env.WALKS = values.n ?? '500';
  process.env.WALKS_SEED = values.seed;
  const vitest = inProject('node_modules', 'vitest', 'vitest.mjs');
  const suites = [
    inProject('test', 'integration', 'identity', 'account-walks.test.ts'),
    inProject('test', 'integration', 'identity', 'approval-walks.test.ts'),
    inProject('test', 'integration', 'scim', 'scim-walks.test.ts'),
  ];
  const config = inProject('test', 'vitest.config.ts');
  process.exitCode = await runInForeground(
    toolNode,
    [vitest, 'run', '--config', config, '--project', 'integration', ...suites],
    { cwd: ROOT },
  );
} catch (error) {
  reportFailure(error);
  process.exitCode = 1;
}
