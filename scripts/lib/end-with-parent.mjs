import process from 'node:process';

const LOOK_EVERY_MS = 300;

/**
 * npm runs a script by way of a shell that dies of a SIGTERM without passing it on, and so `kill` on npm would
 * leave this process behind. When the parent that npm gave it is gone, this process sends itself the signal.
 */
export function endWithParent() {
  const startedByNpm = process.env.npm_command !== undefined;
  if (!startedByNpm || process.platform === 'win32') return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    process.kill(process.pid, 'SIGTERM');
  }, LOOK_EVERY_MS);
  timer.unref();
}
