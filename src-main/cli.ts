import { Command } from 'commander';
import { chooseDataDir } from './host/data-dir.ts';
import { appPaths, packFolders } from './host/paths.ts';
import { startLabSandbox, worldNames } from './lab-sandbox.ts';
import { registerLabCommands } from './labs/cli.ts';
import { registerServeCommand } from './web/serve-command.ts';

const paths = appPaths(import.meta.url);

const program = new Command('gatehouse')
  .description('A hands-on training sandbox for identity and API management, on this machine and offline.')
  .version(paths.version, '--version', 'print the version')
  .helpOption('--help', 'show this help')
  .showHelpAfterError('(gatehouse --help lists all commands)')
  .configureHelp({ showGlobalOptions: true });

registerServeCommand(program, paths);
registerLabCommands(program, {
  version: paths.version,
  names: worldNames(),
  packDirs: () => packFolders(paths, chooseDataDir(undefined)),
  startSandbox: ({ dataDir }) => startLabSandbox({ dataDir, version: paths.version }),
});

await program.parseAsync();
