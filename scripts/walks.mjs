import process from 'node:process';
import { parseArgs } from 'node:util';
import { bootstrap } from './bootstrap.mjs';
import { inProject, ROOT } from './lib/places.mjs';
import { reportFailure } from './lib/report.mjs';
import { runInForeground } from './lib/run.mjs';

/**
 * `npm run walks -- [--n walks] [--seed seed]`: random walks over the life of accounts and over the directory by SCIM, of
 * which `npm test` takes a few.
 */
try {
  const { values } = parseArgs({
    options: { n: { type: 'string', default: '500' }, seed: { type: 'string', default: '41' } },
  });
  const { toolNode } = await bootstrap();
  process.env.WALKS = values.n;
  process.env.WALKS_SEED = values.seed;
  const vitest = inProject('node_modules', 'vitest', 'vitest.mjs');
  const suites = [
    inProject('test', 'integration', 'identity', 'account-walks.test.ts'),
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
