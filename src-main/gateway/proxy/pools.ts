import { type buildConnector, Pool } from 'undici';

/** Connections to one backend at most; requests beyond wait for their turn. */
const MAX_CONNECTIONS = 128;

/** A backend: its connections, and the path that stands before each request's own. */
export interface Backend {
  readonly pool: Pool;
  readonly path: string;
}

/** Keep-alive connections to the backends, one pool for each address. */
export class UpstreamPools {
  readonly #pools = new Map<string, Pool>();
  readonly #backends = new Map<string, Backend>();
  readonly #connect: buildConnector.connector | { timeout: number };

  /** `connect` opens connections where the operating system does not. */
  constructor(connectMs: number, connect?: buildConnector.connector) {
    this.#connect = connect ?? { timeout: connectMs };
  }

  /** The pool for a backend's base address. Throws TypeError when that is no URL. */
  poolFor(base: string): Backend {
    let backend = this.#backends.get(base);
    if (!backend) {
      const { origin, pathname } = new URL(base);
      const pool = this.#pools.get(origin) ?? this.#open(origin);
      backend = { pool, path: pathname.replace(/\/$/, '') };
      this.#backends.set(base, backend);
    }
    return backend;
  }

  #open(origin: string): Pool {
    const pool = new Pool(origin, { connections: MAX_CONNECTIONS, connect: this.#connect });
    this.#pools.set(origin, pool);
    return pool;
  }

  /** Ends every connection. */
  async close(): Promise<void> {
    const pools = [...this.#pools.values()];
    this.#pools.clear();
    this.#backends.clear();
    await Promise.all(pools.map((pool) => pool.destroy()));
  }
}
