import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { pagePreferences } from '../../../src-main/desktop/page-preferences.ts';
import { isPermitted } from '../../../src-main/desktop/permissions.ts';

/** Every permission that Electron asks about, from its own types. */
const types = readFileSync(
  fileURLToPath(new URL('../../../node_modules/electron/electron.d.ts', import.meta.url)),
  'utf8',
);
const asked = [...types.matchAll(/permission: ((?:'[\w-]+' ?\|? ?)+)/g)].flatMap((match) =>
  [...(match[1] ?? '').matchAll(/'([\w-]+)'/g)].map(([, name]) => name ?? ''),
);
const PERMISSIONS = [...new Set([...asked, 'something-new'])];

describe('permissions', () => {
  it('are read from what Electron knows', () => expect(PERMISSIONS.length).toBeGreaterThan(15));

  it.each(PERMISSIONS)('%s is denied to every page but ours', (permission) => {
    for (const page of [
      'http://localhost:4711/',
      'https://evil.example/',
      'app://evil/',
      'about:blank',
      '',
    ]) {
      expect(isPermitted(permission, page)).toBe(false);
    }
  });

  it('let our own page write text to the clipboard, and nothing else', () => {
    expect(PERMISSIONS.filter((permission) => isPermitted(permission, 'app://gatehouse/index.html'))).toEqual(
      ['clipboard-sanitized-write'],
    );
  });
});

describe('the settings of every page', () => {
  it('isolate it from Node and from the preload script', () => {
    expect(pagePreferences()).toMatchObject({
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      webviewTag: false,
    });
    expect(pagePreferences()).not.toHaveProperty('preload');
  });
});
