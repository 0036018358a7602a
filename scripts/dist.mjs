import { readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { bootstrap } from './bootstrap.mjs';
import { ensureElectron } from './electron-runtime.mjs';
import { ensureBuilt } from './lib/build-output.mjs';
import { packageApp } from './lib/package-app.mjs';
import { inProject } from './lib/places.mjs';
import { reportFailure, SetupError, say } from './lib/report.mjs';
import { run } from './lib/run.mjs';

/**
 * `npm run dist [-- --trial] [--targets dir,tar.gz]`: the app as an installable package in dist/, its fuses set.
 *
 * `--trial` allows the stand-in Electron, to try the packaging on a machine that cannot fetch the real one. What it makes
 * says so in its name and is not for release.
 */
async function dist() {
  const { values } = parseArgs({
    options: { trial: { type: 'boolean', default: false }, targets: { type: 'string' } },
  });
  const { toolNode } = await bootstrap();
  const electron = await ensureElectron({ toolNode });
  if (!('executablePath' in electron)) {
    throw new SetupError(
      'There is no package without Electron.',
      electron.reason,
      'see README.md, Electron.',
    );
  }
  if (electron.kind === 'stand-in' && !values.trial) {
    throw new SetupError(
      'No package was made.',
      `the Electron of this machine is the stand-in ${electron.version}, which is never released`,
      'run it where Electron can be fetched, or add -- --trial to try the packaging with the stand-in.',
    );
  }
  await ensureBuilt(toolNode);
  const output = inProject('dist', electron.kind === 'stand-in' ? 'trial' : '');
  rmSync(output, { recursive: true, force: true });
  const targets = values.targets?.split(',') ?? defaultTargets(electron.kind === 'stand-in');
  const made = await packageApp({
    electronDist: dirname(electron.executablePath),
    electronVersion: electron.version,
    driver: electron.env.GATEHOUSE_SQLITE_DRIVER,
    output,
    targets,
  });
  for (const file of made) say(`made ${file}`);
  if (electron.kind === 'stand-in') say(`made ${await trialArchive(output)}`);
}

/**
 * The unpacked app as one archive, by the system's own tar.
 * @param {string} output
 */
async function trialArchive(output) {
  const { version } = JSON.parse(readFileSync(inProject('package.json'), 'utf8'));
  const name = `gatehouse-${version}-trial-linux-x64`;
  const archive = join(output, `${name}.tar.gz`);
  const rename = `s,^linux-unpacked,${name},`;
  const result = await run('tar', ['-czf', archive, '--transform', rename, '-C', output, 'linux-unpacked']);
  if (result.code === 0) return archive;
  throw new SetupError('The archive was not made.', result.stderr, 'look at the words of tar above.');
}

/** @param {boolean} trial */
function defaultTargets(trial) {
  // The other targets fetch their tools from where the stand-in's machine cannot reach.
  if (trial) return ['dir'];
  return { linux: ['AppImage', 'deb', 'tar.gz'], darwin: ['dmg', 'zip'], win32: ['nsis'] }[
    /** @type {'linux'} */ (process.platform)
  ];
}

try {
  await dist();
} catch (error) {
  process.exitCode = reportFailure(error);
}
