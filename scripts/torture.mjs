import process from 'node:process';
import { bootstrap } from './bootstrap.mjs';
import { ensureBuilt } from './lib/build-output.mjs';
import { inProject, ROOT } from './lib/places.mjs';
import { reportFailure } from './lib/report.mjs';
import { runInForeground } from './lib/run.mjs';

/** `npm run torture -- [--n cases] [--seed seed] [--only pattern] [--write]`: the full counts of what `npm test` tries in part. */
try {
  const { toolNode } = await bootstrap();
  await ensureBuilt(toolNode);
  const script = inProject('test', 'torture', 'main.ts');
  process.exitCode = await runInForeground(toolNode, [script, ...process.argv.slice(2)], { cwd: ROOT });
} catch (error) {
  reportFailure(error);
  process.exitCode = 1;
}
