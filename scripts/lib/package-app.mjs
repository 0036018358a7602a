import { chmodSync, copyFileSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses';
import { build, Platform } from 'electron-builder';
import { parse } from 'yaml';
import { inProject, ROOT } from './places.mjs';

/** The modules of the stand-in's SQLite driver, which take the place of the ordinary one in a trial package. */
const DRIVER_MODULES = ['better-sqlite3', 'bindings', 'file-uri-to-path'];

/**
 * What the packaged executable can be made to do, and cannot. A fuse that this Electron does not have is passed over.
 * @type {Record<number, boolean>}
 */
export const FUSES = {
  // It is no Node for whoever finds it: no scripts, no NODE_OPTIONS, no debugger on its main process.
  [FuseV1Options.RunAsNode]: false,
  [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
  [FuseV1Options.EnableNodeCliInspectArguments]: false,
  [FuseV1Options.EnableCookieEncryption]: true,
  // Only its own archive is run.
  [FuseV1Options.OnlyLoadAppFromAsar]: true,
  // Chromium checks the archive on macOS and Windows; elsewhere the fuse has no effect.
  [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: process.platform !== 'linux',
  [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
};

/**
 * @param {object} options
 * @param {string} options.electronDist folder of the Electron to put in
 * @param {string} options.electronVersion
 * @param {string | undefined} options.driver folder of the SQLite driver that this Electron needs, if not the ordinary one
 * @param {string} options.output
 * @param {string[]} options.targets of electron-builder
 * @returns {Promise<string[]>} the files that were made
 */
export async function packageApp({ electronDist, electronVersion, driver, output, targets }) {
  const config = parse(readFileSync(inProject('electron-builder.yml'), 'utf8'));
  const modules = driver === undefined ? undefined : dirname(driver);
  return build({
    projectDir: ROOT,
    targets: Platform.current().createTarget(targets),
    publish: 'never',
    config: {
      ...config,
      directories: { ...config.directories, output },
      electronDist,
      electronVersion,
      files: [
        ...config.files,
        ...(modules === undefined
          ? []
          : [
              ...DRIVER_MODULES.map((name) => `!node_modules/${name}/**`),
              ...DRIVER_MODULES.map((name) => ({
                from: join(modules, name),
                to: `node_modules/${name}`,
              })),
            ]),
      ],
      afterPack: async (/** @type {{ appOutDir: string }} */ { appOutDir }) => {
        removeStandInParts(appOutDir);
        await setFuses(appOutDir);
        if (process.platform === 'linux') putLauncher(appOutDir);
      },
    },
  });
}

/**
 * What the stand-in needs in a checkout, and no package.
 * @param {string} folder of the packaged app
 */
function removeStandInParts(folder) {
  for (const part of ['resources/app', 'sqlite', 'files.json'])
    rmSync(join(folder, part), { recursive: true, force: true });
}

/**
 * On Linux the program is a small script before the executable.
 * @param {string} folder of the packaged app
 */
function putLauncher(folder) {
  renameSync(join(folder, 'gatehouse'), join(folder, 'gatehouse-electron'));
  copyFileSync(inProject('resources', 'gatehouse.sh'), join(folder, 'gatehouse'));
  chmodSync(join(folder, 'gatehouse'), 0o755);
}

/** @param {string} folder of the packaged app */
async function setFuses(folder) {
  const executable = {
    linux: join(folder, 'gatehouse'),
    win32: join(folder, 'Gatehouse.exe'),
    darwin: join(folder, 'Gatehouse.app'),
  }[/** @type {'linux'} */ (process.platform)];
  await flipFuses(executable, {
    version: FuseVersion.V1,
    strictlyRequireAllFuses: false,
    resetAdHocDarwinSignature: process.platform === 'darwin',
    ...FUSES,
  });
}
