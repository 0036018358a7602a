import { chmodSync, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { GatehouseError } from '../contract/errors.ts';

/** What the choice of a data folder depends on; a test hands in its own. */
export interface DataDirContext {
  platform: NodeJS.Platform;
  env: NodeJS.ProcessEnv;
  home: string;
}

/**
 * The folder that keeps everything a person does here: `override` (the `--data` option), else `GATEHOUSE_DATA`,
 * else the place that the system has for it (XDG Base Directory, Application Support, AppData).
 */
export function chooseDataDir(
  override: string | undefined,
  context: DataDirContext = { platform: process.platform, env: process.env, home: homedir() },
): string {
  const { platform, env, home } = context;
  const chosen = override || env.GATEHOUSE_DATA;
  if (chosen) return resolve(chosen);
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Gatehouse');
  if (platform === 'win32') return join(env.APPDATA || join(home, 'AppData', 'Roaming'), 'Gatehouse');
  return join(env.XDG_DATA_HOME || join(home, '.local', 'share'), 'gatehouse');
}

/**
 * Creates the folder for its owner alone (it holds signing keys).
 *
 * @throws GatehouseError `data.not-writable`
 */
export function ensureDataDir(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    // mkdir leaves a folder that was there as it was.
    chmodSync(dataDir, 0o700);
  } catch (cause) {
    throw new GatehouseError({
      code: 'data.not-writable',
      what: `The data folder ${dataDir} cannot be used.`,
      why: cause instanceof Error ? cause.message : String(cause),
      next: 'Choose another folder with --data DIR or GATEHOUSE_DATA, or mend the rights of this one.',
      cause,
    });
  }
}
