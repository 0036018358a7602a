import { runCommandLine } from './command-line.ts';
import { appPaths } from './host/paths.ts';

await runCommandLine(appPaths(import.meta.url), process.argv.slice(2));
