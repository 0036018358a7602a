import { GatehouseError } from '../contract/errors.ts';
import type { Ready } from '../contract/worker.ts';
import { ensureDataDir } from '../host/ensure-data-dir.ts';
import { noPersonaBrowsers } from '../host/host-services.ts';
import { lockInstance } from '../host/instance-lock.ts';
import { type AppPaths, packFolders } from '../host/paths.ts';
import { createRunSecret } from '../host/run-secret.ts';
import { SandboxSupervisor } from '../host/supervisor.ts';
import { readPorts, rememberPort } from '../store/port-book.ts';
import { startWebHost, type WebHost } from './server.ts';

/** Where the user interface listens when nothing else was chosen or remembered. */
const DEFAULT_UI_PORT = 4700;

export interface ServeOptions {
  paths: AppPaths;
  dataDir: string;
  /** 0: every listener takes a free port and nothing is remembered. Else the port of the user interface. */
  port: number | undefined;
  /** Takes what libraries print and what a person should know. */
  output: (text: string) => void;
  /**
   * When the state cannot be read: `fail`, `start-afresh` with a new world, or `offer` it: the user interface runs and
   * says so, and the sandbox starts when a person there decides to.
   */
  damaged: 'fail' | 'start-afresh' | 'offer';
}

/** The one line of `serve --json`. */
export type ReadyLine = { ready: true; ui: string } & Ready & { control: { url: string; secret: string } };

export interface Serving {
  /** Where a person opens the user interface. */
  ui: string;
  /** What the sandbox announced; or why it does not run, where a fresh start is offered. */
  outcome: { line: ReadyLine } | { damaged: GatehouseError };
  /** Ends the listeners and the sandbox, politely. */
  stop(): Promise<void>;
  /** Resolves with the reason when the sandbox has stopped for good by itself. */
  readonly failed: Promise<string>;
}

/**
 * Runs the sandbox and its user interface for a browser.
 *
 * @throws GatehouseError `data.in-use`, `data.not-writable`, `port.taken`, or the sandbox's reason for not starting
 */
export async function serve(options: ServeOptions): Promise<Serving> {
  ensureDataDir(options.dataDir);
  const lock = lockInstance(options.dataDir);
  const secret = createRunSecret();
  const supervisor = createSupervisor(options, secret);
  let web: WebHost | undefined;
  const stop = async (): Promise<void> => {
    await web?.close();
    await supervisor.stop();
    lock.release();
  };
  try {
    const wish = portWish(options);
    // The user interface listens, and its port is written down, before the sandbox writes its own.
    web = await startWebHost({
      source: supervisor,
      secret,
      renderer: options.paths.renderer,
      port: wish,
      refused: (refusal) => supervisor.report({ kind: 'http-refused', ...refusal }),
      output: options.output,
    });
    if (!web.moved && options.port !== 0) rememberPort(options.dataDir, 'ui', web.port);
    const ready = await startOrRepair(supervisor, options.damaged);
    const failed = whenStopped(supervisor);
    if (ready instanceof GatehouseError) return { ui: web.ui, outcome: { damaged: ready }, stop, failed };
    const notices = [...movedNotice(web, wish.port), ...ready.notices];
    const line: ReadyLine = {
      ready: true,
      ui: web.ui,
      ...ready,
      notices,
      control: { url: web.control, secret },
    };
    return { ui: web.ui, outcome: { line }, stop, failed };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Starts the sandbox. Answers the reason instead of throwing it where a person is to decide about a fresh start. */
async function startOrRepair(
  supervisor: SandboxSupervisor,
  damaged: ServeOptions['damaged'],
): Promise<Ready | GatehouseError> {
  try {
    return await supervisor.start();
  } catch (error) {
    if (!(error instanceof GatehouseError && error.code === 'data.corrupt') || damaged === 'fail')
      throw error;
    if (damaged === 'offer') return error;
    const { kept } = await supervisor.startAfresh();
    const ready = supervisor.ready;
    if (!ready) throw error;
    const notice = `Your world could not be read, so a new one was begun. The old file is kept as ${kept}.`;
    return { ...ready, notices: [notice, ...ready.notices] };
  }
}

function createSupervisor(options: ServeOptions, secret: string): SandboxSupervisor {
  const { paths, dataDir, port } = options;
  return new SandboxSupervisor({
    entry: paths.sandboxEntry,
    worker: {
      dataDir,
      host: 'web',
      packDirs: packFolders(paths, dataDir),
      version: paths.version,
      secret,
      ...(port === 0 ? { port: 0 } : {}),
    },
    services: noPersonaBrowsers,
    output: options.output,
  });
}

/** A port that a person names is meant; one that was only remembered may give way. */
function portWish(options: ServeOptions): { port: number; orAnother: boolean } {
  if (options.port !== undefined) return { port: options.port, orAnother: options.port === 0 };
  return { port: readPorts(options.dataDir).ui ?? DEFAULT_UI_PORT, orAnother: true };
}

function movedNotice(listening: WebHost, wished: number): string[] {
  if (!listening.moved || wished === 0) return [];
  return [
    `Port ${wished} of the user interface is taken by another program, so it is on ${listening.port} this time. ` +
      `Bookmarks and open tabs of the old address do not work; use the address printed now. ` +
      `Port ${wished} is used again as soon as it is free.`,
  ];
}

function whenStopped(supervisor: SandboxSupervisor): Promise<string> {
  return new Promise((resolve) => {
    supervisor.subscribe((message) => {
      if (message.kind !== 'status' || message.status.status !== 'stopped') return;
      resolve(message.status.reason ?? 'It was stopped.');
    });
  });
}

/** The exit code of a failed start: a script can tell a data folder in use from other failures. */
export function exitCodeOf(error: unknown): number {
  return error instanceof GatehouseError && error.code === 'data.in-use' ? 3 : 1;
}
