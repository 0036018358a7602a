import { parseArgs } from 'node:util';
import { app, dialog } from 'electron';
import { toPublicError } from './contract/errors.ts';
import { startDesktop } from './desktop/start-desktop.ts';
import { commandIn } from './host/command-in.ts';
import { chooseDataDir } from './host/data-dir.ts';
import { appPaths } from './host/paths.ts';
import { StartupMarks } from './host/startup-marks.ts';

const paths = appPaths(import.meta.url);
const command = app.isPackaged ? commandIn(process.argv.slice(1)) : undefined;

// Not awaited at the top level: Electron becomes ready only after this module has run to its end.
if (command) void runCommand(command);
else void openWindow();

/** The installed program takes the same commands as `gatehouse`. */
async function runCommand(args: string[]): Promise<void> {
  const { runCommandLine } = await import('./command-line.ts');
  await runCommandLine(paths, args);
  app.exit(Number(process.exitCode ?? 0));
}

async function openWindow(): Promise<void> {
  // Chromium's own switches stand among the arguments, so unknown ones are let pass.
  const { values } = parseArgs({
    args: process.argv.slice(1),
    options: { data: { type: 'string' } },
    strict: false,
    allowPositionals: true,
  });
  const dataDir = chooseDataDir(typeof values.data === 'string' ? values.data : undefined);
  const marks = new StartupMarks(dataDir, process.getCreationTime() ?? performance.timeOrigin);
  marks.mark('main/loaded');
  try {
    await startDesktop({ paths, dataDir, marks });
  } catch (error) {
    const shown = toPublicError(error);
    const text = `${shown.why}\n\n${shown.next}`;
    process.stderr.write(`${shown.what}\n${text}\n${error instanceof Error ? `${error.stack}\n` : ''}`);
    dialog.showErrorBox(shown.what, text);
    app.exit(1);
  }
}
