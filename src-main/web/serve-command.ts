import { type Command, InvalidArgumentError } from 'commander';
import { GatehouseError, toPublicError } from '../contract/errors.ts';
import { chooseDataDir } from '../host/data-dir.ts';
import type { AppPaths } from '../host/paths.ts';
import { openInBrowser } from './open-in-browser.ts';
import { exitCodeOf, type ReadyLine, type Serving, serve } from './serve.ts';

interface ServeFlags {
  port?: number;
  data?: string;
  json?: boolean;
  ui?: boolean;
  startAfresh?: boolean;
}

/** Adds `gatehouse serve` to the command line. */
export function registerServeCommand(program: Command, paths: AppPaths): void {
  program
    .command('serve')
    .description('run the sandbox without a window; the user interface opens in a browser')
    .option('--port <number>', 'port of the user interface; 0 takes free ports for everything', parsePort)
    .option('--data <dir>', 'data folder (default: GATEHOUSE_DATA, or the place your system has for it)')
    .option('--json', 'print one line of JSON when ready, and nothing else, on standard output')
    .option('--start-afresh', 'begin a new world if the old one cannot be read; the old file is kept')
    .option('--ui', 'open the user interface in the default browser')
    .action((flags: ServeFlags) => runServe(flags, paths));
}

async function runServe(flags: ServeFlags, paths: AppPaths): Promise<void> {
  const dataDir = chooseDataDir(flags.data);
  const ended = whenAskedToEnd();
  const toStderr = (text: string): void => void process.stderr.write(text);
  let serving: Serving;
  try {
    const damaged = flags.startAfresh ? 'start-afresh' : flags.json ? 'fail' : 'offer';
    serving = await serve({ paths, dataDir, port: flags.port, output: toStderr, damaged });
  } catch (error) {
    reportFailure(error, flags.json === true);
    process.exitCode = exitCodeOf(error);
    return;
  }
  const { outcome, ui } = serving;
  if ('damaged' in outcome) {
    reportFailure(outcome.damaged, false);
    process.stdout.write(`Start afresh there: ${ui}\nCtrl+C ends it and leaves everything as it is.\n`);
  } else {
    process.stdout.write(flags.json ? `${JSON.stringify(outcome.line)}\n` : describe(outcome.line, dataDir));
  }
  if (flags.ui) await openInBrowser(ui, dataDir);
  const failure = await Promise.race([ended, serving.failed]);
  await serving.stop();
  if (failure !== undefined) toStderr(`The sandbox has stopped: ${failure}\n`);
  process.exitCode = failure === undefined ? 0 : 1;
}

/** Resolves at the first SIGTERM, SIGINT or SIGHUP. A second one ends the process at once, as by default. */
function whenAskedToEnd(): Promise<undefined> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const)
      process.once(signal, () => resolve(undefined));
  });
}

function reportFailure(error: unknown, json: boolean): void {
  const shown = toPublicError(error);
  if (json) process.stdout.write(`${JSON.stringify({ ready: false, error: shown })}\n`);
  process.stderr.write(`${shown.what}\n  Why:  ${shown.why}\n  Next: ${shown.next}\n`);
  if (!(error instanceof GatehouseError) && error instanceof Error) process.stderr.write(`${error.stack}\n`);
}

function describe(line: ReadyLine, dataDir: string): string {
  const rows = [
    ['Open', line.ui],
    ['Issuer', line.issuer],
    ['Gateway', line.gateway],
    ['Data', dataDir],
    ...line.notices.map((notice) => ['Note', notice]),
  ];
  return `Gatehouse is ready. Ctrl+C ends it.\n${rows.map(([name, value]) => `  ${`${name}:`.padEnd(9)}${value}\n`).join('')}`;
}

function parsePort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65535) return port;
  throw new InvalidArgumentError('A port is a number from 0 to 65535.');
}
