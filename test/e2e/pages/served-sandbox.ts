import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Method, MethodInput, MethodOutput } from '../../../src-main/contract/methods.ts';
import type { Ready } from '../../../src-main/contract/worker.ts';

const COMMAND = fileURLToPath(new URL('../../../scripts/gatehouse.mjs', import.meta.url));

type ReadyLine = Ready & { ui: string; control: { url: string; secret: string } };

/** `gatehouse serve` with a data folder of its own. */
export class ServedSandbox {
  readonly dataDir = mkdtempSync(join(tmpdir(), 'gatehouse-web-'));
  #process: ChildProcess | undefined;
  #ready: ReadyLine | undefined;

  static async start(): Promise<ServedSandbox> {
    const sandbox = new ServedSandbox();
    await sandbox.start();
    return sandbox;
  }

  get ready(): ReadyLine {
    if (!this.#ready) throw new Error('the sandbox is not running');
    return this.#ready;
  }

  /** Starts it, or starts it again with the same data. */
  async start(): Promise<void> {
    const child = spawn(
      process.execPath,
      [COMMAND, 'serve', '--port', '0', '--json', '--data', this.dataDir],
      {
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    this.#process = child;
    let errors = '';
    child.stderr.on('data', (chunk) => {
      errors += String(chunk);
    });
    for await (const line of createInterface({ input: child.stdout })) {
      this.#ready = JSON.parse(line) as ReadyLine;
      return;
    }
    throw new Error(`gatehouse serve ended before it was ready: ${errors}`);
  }

  async stop(): Promise<void> {
    const child = this.#process;
    if (!child || child.exitCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
  }

  /** Stops it and removes its data. */
  async remove(): Promise<void> {
    await this.stop();
    rmSync(this.dataDir, { recursive: true, force: true });
  }

  async call<M extends Method>(method: M, params: MethodInput<M>): Promise<MethodOutput<M>> {
    const { url, secret } = this.ready.control;
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-gatehouse-secret': secret },
      body: JSON.stringify({ method, params }),
    });
    const body = (await response.json()) as { result: MethodOutput<M>; error?: { what: string } };
    if (!response.ok) throw new Error(`${method}: ${body.error?.what ?? response.status}`);
    return body.result;
  }

  /** The address of an application's pages. */
  async addressOf(clientId: string): Promise<string> {
    const { applications } = await this.call('world.get', {});
    const url = applications.find((application) => application.clientId === clientId)?.url;
    if (!url) throw new Error(`${clientId} has no pages`);
    return url;
  }
}
