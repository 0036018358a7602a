import type { RequestListener } from 'node:http';
import type { Core } from '../../../events/core.ts';
import { createObservedServer, type ObservedServer } from '../../../events/observed-server.ts';

/** How long the application waits for the person to come back, ms of virtual time. */
const WAIT_MS = 10 * 60 * 1000;

/**
 * The loopback listeners that a native application opens for the redirects of its sign-ins (RFC 8252 §7.3): one for each
 * sign-in, on a port that the system chooses, and gone as soon as the answer has come.
 */
export class RedirectListeners {
  readonly #core: Core;
  readonly #node: string;
  readonly #open = new Map<string, { server: ObservedServer; cancel: () => void }>();

  constructor(core: Core, node: string) {
    this.#core = core;
    this.#node = node;
    // A restore takes the sign-ins away for which these were opened.
    core.store.onReplaced(() => void this.closeAll());
  }

  /** Opens a listener for `key`, closing an earlier one. Answers its redirect URI. */
  async open(key: string, handler: RequestListener): Promise<string> {
    await this.close(key);
    const server = createObservedServer({
      core: this.#core,
      node: this.#node,
      hosts: ['127.0.0.1'],
      handler: (req, res) => {
        res.setHeader('connection', 'close');
        handler(req, res);
      },
    });
    const port = await server.listen(0);
    const due = this.#core.clock.now() + WAIT_MS;
    const cancel = this.#core.scheduler.at(`${this.#node}: wait for the redirect`, due, () =>
      this.close(key),
    );
    this.#open.set(key, { server, cancel });
    return `http://127.0.0.1:${port}/callback`;
  }

  async close(key: string): Promise<void> {
    const listener = this.#open.get(key);
    if (!listener) return;
    this.#open.delete(key);
    listener.cancel();
    await listener.server.close();
  }

  async closeAll(): Promise<void> {
    await Promise.all([...this.#open.keys()].map((key) => this.close(key)));
  }
}
