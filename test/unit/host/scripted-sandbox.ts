import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { StreamMessage } from '../../../src-main/contract/stream.ts';
import { type HostServices, noPersonaBrowsers } from '../../../src-main/host/host-services.ts';
import { SandboxSupervisor, type SupervisorOptions } from '../../../src-main/host/supervisor.ts';

export const SCRIPTED_WORKER = fileURLToPath(new URL('./scripted-worker.mjs', import.meta.url));

export const newDataDir = (): string => mkdtempSync(join(tmpdir(), 'gatehouse-test-'));

/** A supervisor over the scripted worker, with what it printed and all that it has said. */
export class ScriptedSandbox {
  readonly dataDir = newDataDir();
  readonly messages: StreamMessage[] = [];
  printed = '';
  readonly supervisor: SandboxSupervisor;
  readonly #changed = new Set<() => void>();

  constructor(options: Partial<SupervisorOptions> & { services?: HostServices } = {}) {
    this.supervisor = new SandboxSupervisor({
      entry: SCRIPTED_WORKER,
      worker: { dataDir: this.dataDir, host: 'web', packDirs: [], version: '0.0.0', secret: 's' },
      services: noPersonaBrowsers,
      output: (text) => {
        this.printed += text;
        this.#notify();
      },
      restarts: { delaysMs: [0, 0], windowMs: 60_000 },
      ...options,
    });
    this.supervisor.subscribe((message) => {
      this.messages.push(message);
      this.#notify();
    });
  }

  get statuses(): string[] {
    return this.messages.flatMap((message) => (message.kind === 'status' ? [message.status.status] : []));
  }

  /** Resolves as soon as `holds` answers true; looked at whenever something happens. */
  until(holds: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const look = (): void => {
        if (!holds()) return;
        this.#changed.delete(look);
        resolve();
      };
      this.#changed.add(look);
      look();
    });
  }

  #notify(): void {
    for (const look of this.#changed) look();
  }
}
