import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ElectronApplication, _electron as electron, type Page, test } from '@playwright/test';
import { resolveElectron } from '../../../scripts/electron-runtime.mjs';
import type { GatehouseClient } from '../../../src-main/contract/client.ts';
import type { PublicError } from '../../../src-main/contract/errors.ts';
import type { Method, MethodInput, MethodOutput } from '../../../src-main/contract/methods.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

type BridgedWindow = Window & { gatehouse: GatehouseClient };

export interface LaunchOptions {
  /** Uses this data folder and leaves it there; else a new one that goes with the app. */
  dataDir?: string;
  env?: Record<string, string>;
  /** Further switches for Chromium. */
  args?: string[];
}

/** The app in its real window, with a data folder of its own. */
export class GatehouseApp {
  electron: ElectronApplication;
  window: Page;
  readonly dataDir: string;
  /** What the app printed to its standard error. */
  readonly errors: string[] = [];
  readonly #ownsData: boolean;
  #quit = false;

  private constructor(app: ElectronApplication, window: Page, dataDir: string, ownsData: boolean) {
    this.electron = app;
    this.window = window;
    this.dataDir = dataDir;
    this.#ownsData = ownsData;
    app.process().stderr?.on('data', (chunk) => this.errors.push(String(chunk)));
  }

  /** Starts the app and waits for its window, not for what the window shows. */
  static async launch(options: LaunchOptions = {}): Promise<GatehouseApp> {
    const runtime = resolveElectron();
    if ('reason' in runtime) {
      // biome-ignore lint/suspicious/noSkippedTests: a machine without Electron proves nothing about the window; the report says so
      test.skip(true, runtime.reason);
      throw new Error(runtime.reason);
    }
    const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'gatehouse-e2e-'));
    const env: Record<string, string> = {
      ...stringsOf(process.env),
      ...runtime.env,
      ...options.env,
      GATEHOUSE_DATA: dataDir,
    };
    delete env.ELECTRON_RUN_AS_NODE;
    const app = await electron.launch({
      executablePath: runtime.executablePath,
      args: [...runtime.args, ...(options.args ?? []), process.env.GATEHOUSE_TEST_APP ?? ROOT],
      env,
    });
    return new GatehouseApp(app, await app.firstWindow(), dataDir, options.dataDir === undefined);
  }

  /** Starts the app and waits until its window can be used. */
  static async open(options: LaunchOptions = {}): Promise<GatehouseApp> {
    const app = await GatehouseApp.launch(options);
    await app.window.locator('[data-app-state="ready"]').waitFor({ state: 'attached' });
    return app;
  }

  /** Calls the contract as the window's page does. A refusal rejects with an Error whose message begins with its code. */
  async call<M extends Method>(method: M, input: MethodInput<M>): Promise<MethodOutput<M>> {
    const answer = await this.window.evaluate(
      ({ method, input }) =>
        (window as unknown as BridgedWindow).gatehouse.call(method, input).then(
          (result: unknown) => ({ result }),
          (error: PublicError) => ({ error }),
        ),
      { method, input } as { method: Method; input: MethodInput<Method> },
    );
    if ('error' in answer) throw new Error(`${answer.error.code}: ${answer.error.what} ${answer.error.why}`);
    return answer.result as MethodOutput<M>;
  }

  /** Opens a persona's browser in the window and answers its page. */
  async openPersona(persona: string, url: string): Promise<Page> {
    const known = new Set(this.electron.windows());
    const appears = this.electron.waitForEvent('window', (page) => !known.has(page));
    await this.call('browser.open', { persona });
    const page = await appears;
    await this.call('browser.place', { persona, bounds: { x: 500, y: 60, width: 600, height: 500 } });
    await this.goPersona(persona, url);
    return page;
  }

  /** Sends a persona's browser to an address, as the window's page does. */
  async goPersona(persona: string, url: string): Promise<void> {
    await this.call('browser.open', { persona, url });
  }

  /** Ends the sandbox's worker thread, as a fatal fault in it would. */
  async killWorker(): Promise<void> {
    await this.electron.evaluate(() => {
      const { Worker } = process.getBuiltinModule('node:worker_threads');
      const { postMessage } = Worker.prototype;
      // The thread is known to its owner alone; the next message to it shows it.
      Worker.prototype.postMessage = function (this: InstanceType<typeof Worker>, ...message) {
        Worker.prototype.postMessage = postMessage;
        void this.terminate();
        return postMessage.apply(this, message);
      };
    });
    await this.call('clock.get', {}).catch(() => undefined);
  }

  /** Quits the app and leaves its data. */
  async quit(): Promise<void> {
    // Asked a second time, an application that has ended sometimes never answers.
    if (this.#quit) return;
    this.#quit = true;
    await this.electron.close();
  }

  /** Quits the app and opens it again with the same data. */
  async restart(): Promise<void> {
    await this.quit();
    const again = await GatehouseApp.open({ dataDir: this.dataDir });
    this.electron = again.electron;
    this.window = again.window;
    this.#quit = false;
  }

  /** Quits the app; data that was made for it goes with it. */
  async close(): Promise<void> {
    await this.quit();
    if (this.#ownsData) rmSync(this.dataDir, { recursive: true, force: true });
  }
}

function stringsOf(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
