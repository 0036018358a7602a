import { parseArgs } from 'node:util';
import { app, dialog } from 'electron';
import { toPublicError } from './contract/errors.ts';
import { startDesktop } from './desktop/start-desktop.ts';
import { chooseDataDir } from './host/data-dir.ts';
import { appPaths } from './host/paths.ts';
import { StartupMarks } from './host/startup-marks.ts';

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

// Not awaited at the top level: Electron becomes ready only after this module has run to its end.
startDesktop({ paths: appPaths(import.meta.url), dataDir, marks }).catch((error: unknown) => {
  const shown = toPublicError(error);
  const text = `${shown.why}\n\n${shown.next}`;
  process.stderr.write(`${shown.what}\n${text}\n${error instanceof Error ? `${error.stack}\n` : ''}`);
  dialog.showErrorBox(shown.what, text);
  app.exit(1);
});
