/**
 * @typedef {object} StartOptions
 * @property {boolean} headless serve the browser UI, open no window
 * @property {boolean} retryElectron try the official Electron again although it could not be fetched before
 * @property {string[]} rest what the app itself is told
 */

/**
 * Reads the arguments of `npm start -- …`: two of them are meant for the start itself.
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {StartOptions}
 */
export function parseStartArguments(args, env = {}) {
  const own = ['--headless', '--retry-electron'];
  return {
    headless: args.includes('--headless'),
    retryElectron: args.includes('--retry-electron') || env.GATEHOUSE_RETRY_ELECTRON === '1',
    rest: args.filter((argument) => !own.includes(argument)),
  };
}

/**
 * What to tell when Electron has ended with a failure, from what it said.
 * @param {string} stderr
 * @returns {{ why: string, next: string } | undefined} undefined for a failure that speaks for itself
 */
export function explainElectronFailure(stderr) {
  if (/SUID sandbox helper|No usable sandbox|namespace sandbox failed/i.test(stderr)) {
    return {
      why: 'this system does not let programs of ordinary users make the user namespaces that the sandbox is built on',
      next:
        'allow them (on Ubuntu: sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0), or use the app in a ' +
        'browser: npm start -- --headless',
    };
  }
  if (/Missing X server|cannot open display|Failed to connect to Wayland/i.test(stderr)) {
    return {
      why: 'the display that the environment names (DISPLAY, WAYLAND_DISPLAY) does not answer',
      next: 'start it from the desktop session, or use the app in a browser: npm start -- --headless',
    };
  }
  const library = /error while loading shared libraries: (\S+):/.exec(stderr)?.[1];
  if (library !== undefined) {
    return {
      why: `the library ${library} is missing`,
      next: 'install it, or use a browser: npm start -- --headless',
    };
  }
  return undefined;
}
