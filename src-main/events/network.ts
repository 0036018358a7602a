import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { type Duplex, duplexPair } from 'node:stream';
import { Agent, type buildConnector, fetch as fetchOver } from 'undici';
import type { Fetch } from './dispatcher.ts';
import { closeServers, listenOnLoopback } from './loopback.ts';

/** What carries calls between the parts of a sandbox. */
export interface Network {
  /** Makes a part reachable at `port`; 0 lets the network choose. Rejects with `port.taken` or `port.unusable`. */
  listen(create: () => Server, port: number): Promise<{ port: number; servers: Server[] }>;
  /** Speaks HTTP over this network. */
  readonly fetch: Fetch;
  /** How a pool of connections opens one; undefined where the operating system does it. */
  readonly connect: buildConnector.connector | undefined;
  close(): Promise<void>;
}

/** The network of the live sandbox: real ports on loopback. */
export const loopbackNetwork: Network = {
  listen: listenOnLoopback,
  fetch: (input, init) => fetch(input, init),
  connect: undefined,
  close: async () => undefined,
};

/** Ports that nobody asked for by number, as the system would choose them. */
const FIRST_CHOSEN_PORT = 49_152;

/**
 * A network inside the process, for a fork: the same servers and clients speak the same HTTP, over pairs of streams in
 * the place of sockets. Addresses are those of the live sandbox, and no port is opened; any other address refuses.
 */
export class InProcessNetwork implements Network {
  readonly #servers = new Map<number, Server>();
  readonly #agent: Agent;

  constructor() {
    this.#agent = new Agent({ connect: this.connect });
  }

  async listen(create: () => Server, port: number): Promise<{ port: number; servers: Server[] }> {
    let actual = port;
    if (actual === 0) for (actual = FIRST_CHOSEN_PORT; this.#servers.has(actual); ) actual += 1;
    const server = create();
    this.#servers.set(actual, server);
    return { port: actual, servers: [server] };
  }

  readonly fetch: Fetch = (input, init) =>
    // The fetch of Node takes no agent of this library's version; the two differ in their types alone.
    fetchOver(input, { ...init, dispatcher: this.#agent } as Parameters<
      typeof fetchOver
    >[1]) as unknown as Promise<Response>;

  readonly connect: buildConnector.connector = ({ hostname, port }, callback) => {
    // A client waits for its connection only after it has asked for one.
    queueMicrotask(() => {
      const server = this.#servers.get(Number(port));
      if (!server) {
        const refused = new Error(`nothing of the sandbox listens at ${hostname}:${port}`);
        callback(Object.assign(refused, { code: 'ECONNREFUSED' }), null);
        return;
      }
      const [near, far] = duplexPair();
      server.emit('connection', Object.assign(far, { remoteAddress: '127.0.0.1' }));
      // The client uses nothing of a socket but the stream.
      callback(null, near as Duplex as Socket);
    });
  };

  async close(): Promise<void> {
    await this.#agent.destroy();
    await closeServers([...this.#servers.values()]);
    this.#servers.clear();
  }
}
