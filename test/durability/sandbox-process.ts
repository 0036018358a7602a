import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { PublicError } from '../../src-main/contract/errors.ts';
import type { Method, MethodInput, MethodOutput } from '../../src-main/contract/methods.ts';
import type { Ready } from '../../src-main/contract/worker.ts';

const COMMAND = fileURLToPath(new URL('../../out/main/cli.js', import.meta.url));

export type ReadyLine = Ready & { ready: true; ui: string; control: { url: string; secret: string } };

/** The sandbox ended before it was ready; `said` is what it printed. */
export class DidNotStart extends Error {
  readonly said: string;
  readonly error: PublicError | undefined;

  constructor(said: string, error?: PublicError) {
    super(`the sandbox did not start: ${said}`);
    this.said = said;
    this.error = error;
  }
}

/** A real sandbox in a process of its own, so that it can be killed. */
export class SandboxProcess {
  readonly #child: ChildProcess;
  readonly #exit: Promise<unknown>;
  #line: ReadyLine | undefined;
  #said = '';
  killed = false;

  /** Starts it; {@link ready} resolves when it listens. */
  constructor(dataDir: string, ...more: string[]) {
    const args = [COMMAND, 'serve', '--json', '--port', '0', '--data', dataDir, ...more];
    this.#child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    this.#exit = once(this.#child, 'exit');
    this.#child.stderr?.on('data', (chunk) => {
      this.#said += String(chunk);
    });
  }

  /** What it printed on its standard error. */
  get said(): string {
    return this.#said;
  }

  get line(): ReadyLine {
    if (!this.#line) throw new Error('the sandbox is not ready');
    return this.#line;
  }

  /** Waits until it listens. Throws {@link DidNotStart}. */
  async ready(): Promise<ReadyLine> {
    if (!this.#child.stdout) throw new Error('the sandbox has no output');
    for await (const text of createInterface({ input: this.#child.stdout })) {
      const line = JSON.parse(text) as ReadyLine | { ready: false; error: PublicError };
      if (!line.ready) throw new DidNotStart(this.#said, line.error);
      this.#line = line;
      return line;
    }
    throw new DidNotStart(this.#said);
  }

  /** Calls the contract. Throws when the sandbox refuses or is gone. */
  async call<M extends Method>(method: M, params: MethodInput<M>): Promise<MethodOutput<M>> {
    const response = await fetch(this.line.control.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-gatehouse-secret': this.line.control.secret },
      body: JSON.stringify({ method, params }),
    });
    const body = (await response.json()) as { result: MethodOutput<M> };
    if (!response.ok) throw new Error(`${method}: ${response.status} ${JSON.stringify(body)}`);
    return body.result;
  }

  /** kill -9, wherever it is. */
  async kill(): Promise<void> {
    this.killed = true;
    this.#child.kill('SIGKILL');
    await this.#exit;
  }

  /** Ends it politely. Answers its exit code. */
  async stop(): Promise<number | null> {
    this.#child.kill('SIGTERM');
    await this.#exit;
    return this.#child.exitCode;
  }
}
