import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectToFirstPage, debuggerOf } from './page-debugger.mjs';
import { electronWithDisplay, ROOT } from './real-window.mjs';

const BARE = join(ROOT, 'test', 'bench', 'bare-window');
/** When the page could be used, ms since the epoch; null until then. */
const USABLE_AT = `(() => {
  const [mark] = performance.getEntriesByName('gatehouse:labs-interactive');
  return mark ? performance.timeOrigin + mark.startTime : null;
})()`;

/**
 * @typedef {object} Spawned an app that was spawned as a person's shell does, with no driver in between
 * @property {number} pid
 * @property {number} began when it was spawned, ms since the epoch
 * @property {number} interactiveMs from the spawn to the frame in which its page can be used
 * @property {() => Record<string, number>} phases of the app itself that it has reached, ms since its process began
 * @property {(expression: string) => Promise<any>} evaluate in its page
 * @property {() => Promise<void>} end
 */

/**
 * Spawns the app, or the bare window, and waits until it can be used.
 * @param {'gatehouse' | 'bare'} what
 * @param {{ dataDir?: string }} [options] a data folder of an earlier start; else a new one
 * @returns {Promise<Spawned>}
 */
export async function spawnWindow(what, options = {}) {
  const { executablePath, args, env, release } = await electronWithDisplay();
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'gatehouse-start-'));
  const folder = what === 'bare' ? BARE : ROOT;
  const began = Date.now();
  const child = spawn(
    executablePath,
    [...args, '--remote-debugging-port=0', `--user-data-dir=${join(dataDir, 'chromium')}`, folder],
    { env: { ...env, GATEHOUSE_DATA: dataDir }, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const page = await connectToFirstPage(await debuggerOf(child));
  /** @type {number | null} */
  let interactive = null;
  while (interactive === null) {
    // A page that is only just coming has no context to ask in.
    interactive = await page.evaluate(USABLE_AT).catch(() => null);
    if (interactive === null) await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return {
    pid: child.pid ?? 0,
    began,
    interactiveMs: interactive - began,
    phases: () => (what === 'bare' ? {} : JSON.parse(readFileSync(join(dataDir, 'startup.json'), 'utf8'))),
    evaluate: page.evaluate,
    end: async () => {
      page.close();
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
      release();
      if (options.dataDir === undefined) rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
