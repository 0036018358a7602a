import { fileURLToPath } from 'node:url';
import { chromium, defineConfig } from '@playwright/test';
import { isRoot } from '../scripts/lib/places.mjs';
import { findChromium } from '../scripts/lib/system-packages.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

const browser = {
  browserName: 'chromium',
  launchOptions: {
    executablePath: findChromium(chromium.executablePath()),
    // The superuser's processes cannot be sandboxed by Chromium.
    chromiumSandbox: !isRoot(),
  },
} as const;

/**
 * End-to-end tests: `electron` drives the real window, `chromium` the same interface served for a browser.
 * Two files at once, since a small machine has two cores; of the real window there is one at a time, since it has the focus.
 */
export default defineConfig({
  testDir: fileURLToPath(new URL('./e2e', import.meta.url)),
  outputDir: `${root}test-results`,
  workers: 2,
  fullyParallel: false,
  forbidOnly: true,
  // Once in many runs under load Electron does not end when it is told to; the list then says “flaky”.
  retries: 1,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: [['list']],
  use: { screenshot: 'only-on-failure', trace: 'on-first-retry' },
  projects: [
    { name: 'electron', testMatch: 'electron/**/*.spec.ts', workers: 1 },
    { name: 'chromium', testMatch: 'web/**/*.spec.ts', use: browser },
    // `npm run test:package`: what `npm run dist` has made.
    { name: 'package', testMatch: 'package/**/*.spec.ts', workers: 1 },
    // No test of its own: `npm run screenshots` takes the pictures of the README.
    { name: 'screenshots', testMatch: 'screenshots/**/*.spec.ts', workers: 1, use: browser },
  ],
});
