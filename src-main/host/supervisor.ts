import { join } from 'node:path';
import { type PublicError, toPublicError } from '../contract/errors.ts';
import type { Json } from '../contract/json.ts';
import type { RepairMethod } from '../contract/repair.ts';
import { type SandboxStatus, sandboxInfoSchema } from '../contract/status.ts';
import type { StreamMessage } from '../contract/stream.ts';
import type { HostMessage, Ready, WorkerMessage, WorkerOptions } from '../contract/worker.ts';
import { STATE_FILE } from '../store/database.ts';
import { setAside } from '../store/set-aside.ts';
import { answerHostCall, type HostServices } from './host-services.ts';
import { DEFAULT_RESTART_LIMITS, type RestartLimits, RestartPolicy } from './restart-policy.ts';
import { sound, stillStarting, stopped } from './supervisor-errors.ts';
import { WorkerLink } from './worker-link.ts';

export interface SupervisorOptions {
  /** Script of the sandbox worker. */
  entry: string;
  worker: Omit<WorkerOptions, 'recoveredFrom' | 'newLog'>;
  services: HostServices;
  /** Takes what the worker and its libraries print. */
  output: (text: string) => void;
  restarts?: RestartLimits;
  /** How long a stopping worker may take to drain, ms. */
  stopGraceMs?: number;
  /** How long a call waits for a sandbox that is starting, ms. */
  callWaitMs?: number;
}

/**
 * Keeps the sandbox running: starts its worker, carries calls and messages, and starts a dead worker anew.
 *
 * Status messages tell what happens: `starting`, `ready`, `restarting` (with the reason), `stopped`.
 */
export class SandboxSupervisor {
  readonly #options: SupervisorOptions;
  readonly #policy: RestartPolicy;
  readonly #listeners = new Set<(message: StreamMessage) => void>();
  readonly #waiting = new Set<() => void>();
  #status: SandboxStatus = { status: 'starting' };
  #link: WorkerLink | undefined;
  #ready: Ready | undefined;
  #failure: PublicError | undefined;
  #restartTimer: NodeJS.Timeout | undefined;
  /** The end of a worker that gave up. */
  #ending: Promise<void> | undefined;

  constructor(options: SupervisorOptions) {
    this.#options = options;
    this.#policy = new RestartPolicy(options.restarts ?? DEFAULT_RESTART_LIMITS);
  }

  get status(): SandboxStatus {
    return this.#status;
  }

  /** What the worker announced when it last became ready. */
  get ready(): Ready | undefined {
    return this.#ready;
  }

  /**
   * Starts the worker and waits until it listens.
   *
   * @throws GatehouseError the worker's own reason for not starting, or `sandbox.start-failed`
   */
  async start(): Promise<Ready> {
    return this.#launchAndWait({});
  }

  /**
   * Calls a method of the sandbox, waiting for it while it starts.
   *
   * @throws GatehouseError the sandbox's answer, or `sandbox.restarted`, `sandbox.starting`, `sandbox.stopped`
   */
  async call(method: string, params: Json): Promise<Json> {
    if (this.#status.status === 'starting' || this.#status.status === 'restarting') {
      await this.#settled(this.#options.callWaitMs ?? 20_000);
    }
    if (this.#status.status === 'stopped' || !this.#link) throw stopped(this.#failure);
    return this.#link.call(method, params);
  }

  /** Hears every message of the sandbox and of its supervisor. Answers the unsubscribe function. */
  subscribe(listener: (message: StreamMessage) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Tells the sandbox a fact that only the host can see. Dropped while no worker runs: there is no log to keep it. */
  report(message: Extract<HostMessage, { kind: 'navigation-refused' | 'http-refused' }>): void {
    if (this.#status.status === 'ready') this.#link?.post(message);
  }

  /**
   * Puts a state that cannot be read aside and starts on a new one. Answers where the old file is.
   *
   * @throws GatehouseError `data.sound` unless the sandbox has stopped over `data.corrupt`; else as {@link start}
   */
  async startAfresh(): Promise<{ kept: string }> {
    if (this.#status.status !== 'stopped' || this.#failure?.code !== 'data.corrupt') throw sound();
    await this.#ending;
    const kept = setAside(join(this.#options.worker.dataDir, STATE_FILE), Date.now());
    this.#failure = undefined;
    this.#enter({ status: 'starting' });
    await this.start();
    return { kept };
  }

  /** Answers a repair of the contract by its name. */
  async repair(method: RepairMethod): Promise<Json> {
    return method === 'data.start-afresh' ? this.startAfresh() : this.#beginNewLog();
  }

  /** Restarts the sandbox on a new event log; the state stays. Facts that were committed with it are taken over. */
  async #beginNewLog(): Promise<null> {
    const info = sandboxInfoSchema.parse(await this.call('sandbox.info', {}));
    if (info.trouble?.code !== 'storage.log-damaged') throw sound();
    const link = this.#link;
    this.#link = undefined;
    this.#ready = undefined;
    this.#enter({ status: 'restarting', reason: 'its event log is damaged, and a new one is begun' });
    await link?.stop(this.#options.stopGraceMs ?? 3000);
    await this.#launchAndWait({ newLog: true });
    return null;
  }

  /** Ends the sandbox: politely, then by force. */
  async stop(): Promise<void> {
    clearTimeout(this.#restartTimer);
    const link = this.#link;
    this.#link = undefined;
    await link?.stop(this.#options.stopGraceMs ?? 3000);
    await this.#ending;
    if (this.#status.status !== 'stopped') this.#enter({ status: 'stopped' });
  }

  async #launchAndWait(more: Partial<WorkerOptions>): Promise<Ready> {
    this.#launch(more);
    await this.#settled();
    if (this.#ready) return this.#ready;
    throw stopped(this.#failure);
  }

  #launch(more: Partial<WorkerOptions>): void {
    const options: WorkerOptions = { ...this.#options.worker, ...more };
    const link: WorkerLink = new WorkerLink(this.#options.entry, options, {
      message: (message) => this.#receive(link, message),
      ended: (reason) => {
        if (this.#link === link) this.#worn(reason);
      },
      output: this.#options.output,
    });
    this.#link = link;
  }

  #receive(link: WorkerLink, message: Exclude<WorkerMessage, { kind: 'reply' | 'stopped' }>): void {
    if (this.#link !== link) return;
    switch (message.kind) {
      case 'ready':
        this.#ready = message.ready;
        this.#enter({ status: 'ready' });
        break;
      case 'fatal':
        this.#giveUp(message.error);
        break;
      case 'stream':
        this.#publish(message.message);
        break;
      case 'host-call':
        void answerHostCall(this.#options.services, message).then((reply) => {
          if (this.#link === link) link.post(reply);
        });
        break;
    }
  }

  /** The worker has died by itself. */
  #worn(reason: string): void {
    this.#link = undefined;
    const why = reason || 'it ended by itself';
    const delay = this.#ready ? this.#policy.afterDeath(performance.now()) : null;
    if (delay === null) {
      this.#giveUp({
        code: this.#ready ? 'sandbox.keeps-failing' : 'sandbox.start-failed',
        what: this.#ready
          ? 'The sandbox stopped too often and is not started again.'
          : 'The sandbox could not start.',
        why,
        next: 'Restart Gatehouse. If it happens again, start it with another data folder (--data DIR).',
      });
      return;
    }
    this.#enter({ status: 'restarting', reason: why });
    this.#restartTimer = setTimeout(() => this.#launch({ recoveredFrom: why }), delay);
  }

  /** No worker will run any more; the reason stays for whoever asks. */
  #giveUp(error: PublicError): void {
    this.#failure = error;
    this.#ready = undefined;
    const link = this.#link;
    this.#link = undefined;
    this.#ending = link?.stop(this.#options.stopGraceMs ?? 3000);
    this.#enter({ status: 'stopped', reason: `${error.what} ${error.why}` });
  }

  #enter(status: SandboxStatus): void {
    this.#status = status;
    this.#publish({ kind: 'status', status });
    if (status.status === 'restarting') return;
    for (const wake of this.#waiting) wake();
    this.#waiting.clear();
  }

  #publish(message: StreamMessage): void {
    for (const listener of this.#listeners) {
      try {
        listener(message);
      } catch (error) {
        // One listener's fault must not keep the message from the others.
        this.#options.output(`A listener failed: ${toPublicError(error).why}\n`);
      }
    }
  }

  /** Resolves when the sandbox is ready or has stopped; with `waitMs`, rejects when that takes longer. */
  #settled(waitMs?: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer =
        waitMs === undefined
          ? undefined
          : setTimeout(() => {
              this.#waiting.delete(wake);
              reject(stillStarting());
            }, waitMs);
      const wake = (): void => {
        clearTimeout(timer);
        resolve();
      };
      this.#waiting.add(wake);
    });
  }
}
