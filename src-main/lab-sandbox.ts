import { randomBytes } from 'node:crypto';
import { realNow, VirtualClock } from './events/clock.ts';
import { seedIds } from './events/ids.ts';
import { installVirtualDate } from './events/virtual-date.ts';
import type { WorldNames } from './labs/ports.ts';
import type { LabSandbox, SandboxStart } from './labs/proof/test-pack.ts';
import { APIS } from './world/seed/apis.ts';
import { applications, noUrls } from './world/seed/applications.ts';
import { PERSONAS } from './world/seed/personas.ts';
import { SITES } from './world/seed/sites.ts';

/**
 * Starts a sandbox for one lab of `gatehouse lab test`: on an empty data folder, on ports of its own, at the start time of
 * its pack (real time without one), with ids from its seed.
 * One after the other: each has a clock of its own, which stands in for this process' `Date`.
 */
export async function startLabSandbox({
  seed,
  startTime,
  ...options
}: SandboxStart & { version: string }): Promise<LabSandbox> {
  const clock = new VirtualClock();
  if (startTime !== undefined) clock.setOffset(startTime - realNow());
  installVirtualDate(clock);
  seedIds(seed);
  // Loaded after the clock was installed, so that no library keeps hold of real time.
  const [{ startSandbox }, { lightPasswords }] = await Promise.all([
    import('./sandbox.ts'),
    import('./identity/directory/password.ts'),
  ]);
  // This process proves labs, and does nothing else.
  lightPasswords();
  const sandbox = await startSandbox(
    {
      ...options,
      host: 'web',
      packDirs: [],
      secret: randomBytes(32).toString('base64url'),
      port: 0,
    },
    { clock, host: noHost },
  );
  return { ports: sandbox.labPorts, close: () => sandbox.stop().finally(() => seedIds(undefined)) };
}

/** The names of a new world, by which the linter tells a slip of the pen. */
export function worldNames(): WorldNames {
  return {
    personas: PERSONAS.map(({ id }) => id),
    // Their addresses do not matter here, and are not known before the sandbox listens.
    applications: [...applications(noUrls()).map(({ clientId }) => clientId), ...SITES.map(({ id }) => id)],
    apis: APIS.map(({ id }) => id),
  };
}

/** There is no window, so nothing keeps the personas' browsers but the sandbox itself. */
const noHost = () => Promise.reject(new Error('no host: personas have no browser of their own here'));
