import { Command, CommanderError } from 'commander';
import { chooseDataDir } from './host/data-dir.ts';
import { type AppPaths, packFolders } from './host/paths.ts';
import { startLabSandbox, worldNames } from './lab-sandbox.ts';
import { registerLabCommands } from './labs/cli.ts';
import { registerServeCommand } from './web/serve-command.ts';

/** Carries out one command: `serve`, `lab`, `--help`, `--version`. `args` are those of the person, without the program's name. */
export async function runCommandLine(paths: AppPaths, args: string[]): Promise<void> {
  const program = new Command('gatehouse')
    .description('A hands-on training sandbox for identity and API management, on this machine and offline.')
    .version(paths.version, '--version', 'print the version')
    .helpOption('--help', 'show this help')
    .showHelpAfterError('(gatehouse --help lists all commands)')
    .configureHelp({ showGlobalOptions: true })
    // The caller ends the process: inside Electron `process.exit` comes back, and the command would go on.
    .exitOverride();

  registerServeCommand(program, paths);
  registerLabCommands(program, {
    version: paths.version,
    names: worldNames(),
    packDirs: () => packFolders(paths, chooseDataDir(undefined)),
    startSandbox: (start) => startLabSandbox({ ...start, version: paths.version }),
  });

  try {
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    process.exitCode = error.exitCode;
  }
}
