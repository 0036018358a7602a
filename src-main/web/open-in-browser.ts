import { spawn } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * Opens an address in the person's default browser.
 *
 * The address holds the run's secret, and every user of a machine can read the arguments of a process. So the browser
 * is given a page that only its owner can read, and the page goes on to the address.
 */
export async function openInBrowser(address: string, dataDir: string): Promise<void> {
  const page = join(dataDir, 'open.html');
  // The mode of an existing file would stay as it was.
  rmSync(page, { force: true });
  const target = address.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
  writeFileSync(
    page,
    `<!doctype html><meta charset="utf-8"><title>Gatehouse</title><meta http-equiv="refresh" content="0;url=${target}"><a href="${target}">Open Gatehouse</a>\n`,
    { mode: 0o600 },
  );
  const [command, ...args] = opener(pathToFileURL(page).href);
  await new Promise<void>((resolve) => {
    const child = spawn(command, args, { stdio: 'ignore', detached: true });
    child.once('spawn', () => {
      child.unref();
      resolve();
    });
    child.once('error', () => {
      process.stderr.write(`No browser could be started (${command}). Open the printed address yourself.\n`);
      resolve();
    });
  });
}

function opener(url: string): [string, ...string[]] {
  if (process.platform === 'darwin') return ['open', url];
  // `start` is a command of cmd.exe; its first quoted argument is a window title.
  if (process.platform === 'win32') return ['cmd.exe', '/c', 'start', '""', url];
  return ['xdg-open', url];
}
