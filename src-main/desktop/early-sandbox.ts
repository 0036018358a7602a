import type { PersonaProfile, Ready } from '../contract/worker.ts';
import type { HostServices } from '../host/host-services.ts';
import { type InstanceLock, lockInstance } from '../host/instance-lock.ts';
import { type AppPaths, packFolders } from '../host/paths.ts';
import { createRunSecret } from '../host/run-secret.ts';
import { SandboxSupervisor } from '../host/supervisor.ts';

/** The sandbox, on its way while Chromium starts. */
export interface EarlySandbox {
  readonly secret: string;
  readonly supervisor: SandboxSupervisor;
  readonly lock: InstanceLock;
  /** Settles when the sandbox is ready, or has given its reason for not being so. */
  readonly started: Promise<Ready>;
  /** Hands in the persona browsers; until then, whatever the sandbox asks of them waits. */
  serve(browsers: HostServices): void;
}

/**
 * Claims the data folder and starts the sandbox, before there is a window to show it in: the two share the time.
 *
 * @throws GatehouseError `data.in-use`, `storage.…`
 */
export function startSandboxEarly({ paths, dataDir }: { paths: AppPaths; dataDir: string }): EarlySandbox {
  const lock = lockInstance(dataDir);
  const secret = createRunSecret();
  let serve: (browsers: HostServices) => void = () => undefined;
  const browsers = new Promise<HostServices>((resolve) => {
    serve = resolve;
  });
  const supervisor = new SandboxSupervisor({
    entry: paths.sandboxEntry,
    worker: {
      dataDir,
      host: 'desktop',
      packDirs: packFolders(paths, dataDir),
      version: paths.version,
      secret,
    },
    services: {
      readProfiles: async (personas: string[]) => (await browsers).readProfiles(personas),
      replaceProfiles: async (profiles: PersonaProfile[]) => (await browsers).replaceProfiles(profiles),
    },
    output: (text) => void process.stderr.write(text),
  });
  const started = supervisor.start();
  // Whoever waits for it is told; until somebody does, a failure is not an unhandled one.
  started.catch(() => undefined);
  return { secret, supervisor, lock, started, serve };
}
