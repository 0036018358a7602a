import { bootstrap } from './bootstrap.mjs';
import { ensureBuilt } from './lib/build-output.mjs';
import { reportFailure, say } from './lib/report.mjs';

// npm run build: out/ as the sources are now.
try {
  const { toolNode } = await bootstrap();
  await ensureBuilt(toolNode);
  say('out/ is built');
} catch (error) {
  process.exitCode = reportFailure(error);
}
