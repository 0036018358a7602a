import { Command } from 'commander';
import { appPaths } from './host/paths.ts';
import { registerServeCommand } from './web/serve-command.ts';

const paths = appPaths(import.meta.url);

const program = new Command('gatehouse')
  .description('A hands-on training sandbox for identity and API management, on this machine and offline.')
  .version(paths.version, '--version', 'print the version')
  .helpOption('--help', 'show this help')
  .showHelpAfterError('(gatehouse --help lists all commands)')
  .configureHelp({ showGlobalOptions: true });

registerServeCommand(program, paths);

await program.parseAsync();
