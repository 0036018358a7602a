import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

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
