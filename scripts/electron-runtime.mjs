import { fetchOfficial, findOfficial, lastFailure } from './lib/electron-official.mjs';
import { ensureStandIn, findStandIn, STAND_IN_VERSION, standInFits } from './lib/electron-stand-in.mjs';
import { isRoot } from './lib/places.mjs';
import { SetupError, say } from './lib/report.mjs';

/**
 * @typedef {object} ElectronRuntime an Electron that can be started as it is
 * @property {string} executablePath
 * @property {string[]} args to put before the app's folder
 * @property {Record<string, string>} env to add to the environment; GATEHOUSE_SQLITE_DRIVER names the driver's
 *   folder where the ordinary better-sqlite3 does not run
 * @property {'official' | 'stand-in'} kind
 * @property {string} version of Electron
 */

/** @typedef {{ reason: string }} NoElectron */

/**
 * Finds the Electron that this machine has, without fetching anything: the one place that start, tests and
 * tools ask.
 * @returns {ElectronRuntime | NoElectron}
 */
export function resolveElectron() {
  // The superuser's processes cannot be sandboxed by Chromium; for everybody else the sandbox stays on.
  const args = isRoot() ? ['--no-sandbox'] : [];
  const official = findOfficial();
  if (official !== undefined) {
    return {
      executablePath: official.executable,
      args,
      env: {},
      kind: 'official',
      version: official.version,
    };
  }
  const standIn = standInFits() ? findStandIn() : undefined;
  if (standIn !== undefined) {
    return {
      executablePath: standIn.executable,
      args,
      env: { GATEHOUSE_SQLITE_DRIVER: standIn.driver },
      kind: 'stand-in',
      version: STAND_IN_VERSION,
    };
  }
  const failed = lastFailure();
  return {
    reason:
      failed === undefined
        ? 'Electron has not been fetched yet'
        : `Electron could not be fetched: ${failed.reason}`,
  };
}

/**
 * Makes sure that there is an Electron, if one can be had: the official one, else the stand-in.
 * @param {{ toolNode: string, retry?: boolean }} options `retry` tries the official download even though it failed
 *   before
 * @returns {Promise<ElectronRuntime | NoElectron>}
 */
export async function ensureElectron({ toolNode, retry = false }) {
  if (findOfficial() === undefined) {
    const failed = await fetchOfficial({ toolNode, asked: retry, standIn: standInFits() });
    if (failed !== undefined) {
      const day = new Date(failed.at).toISOString().slice(0, 10);
      say(`the official Electron ${failed.version} could not be fetched (${day}: ${failed.reason})`);
      if (standInFits()) {
        try {
          await ensureStandIn();
          say(
            `using the stand-in Electron ${STAND_IN_VERSION}; to try the official one again: npm start -- --retry-electron`,
          );
        } catch (error) {
          if (!(error instanceof SetupError)) throw error;
          return { reason: `${error.what} ${error.why}. ${error.next}` };
        }
      }
    }
  }
  return resolveElectron();
}
