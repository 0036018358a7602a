import { parseArgs } from 'node:util';
import { app, dialog } from 'electron';
import { openFirstWindow } from './desktop/first-window.ts';
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
    const first = await openFirstWindow({ paths, dataDir, marks });
    if (!first) return;
    // Two cores are all that some machines have: the page is drawn first, then the rest of the program is loaded. A first
    // start has nothing to show without the sandbox.
    if (marks.startedBefore) await first.painted;
    const { startDesktop } = await import('./desktop/start-desktop.ts');
    await startDesktop(first, { paths, dataDir, marks });
  } catch (error) {
    await showFatal(error, dataDir);
  }
}

/** There is no window to say it in. */
async function showFatal(thrown: unknown, dataDir: string): Promise<void> {
  const { fatalError } = await import('./desktop/fatal-error.ts');
  const { what, why, next } = fatalError(thrown, dataDir);
  const text = `${why}\n\n${next}`;
  process.stderr.write(`${what}\n${text}\n${thrown instanceof Error ? `${thrown.stack}\n` : ''}`);
  dialog.showErrorBox(what, text);
  app.exit(1);
}
