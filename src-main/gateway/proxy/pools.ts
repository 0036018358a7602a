import { Pool } from 'undici';

/** Connections to one backend at most; requests beyond wait for their turn. */
const MAX_CONNECTIONS = 128;

/** Keep-alive connections to the backends, one pool for each address. */
export class UpstreamPools {
  readonly #pools = new Map<string, Pool>();
  readonly #connectMs: number;

  constructor(connectMs: number) {
    this.#connectMs = connectMs;
  }

  /** The pool for a backend's base address. Throws TypeError when that is no URL. */
  poolFor(base: string): Pool {
    const { origin } = new URL(base);
    let pool = this.#pools.get(origin);
    if (!pool) {
      pool = new Pool(origin, { connections: MAX_CONNECTIONS, connect: { timeout: this.#connectMs } });
      this.#pools.set(origin, pool);
    }
    return pool;
  }

  /** Ends every connection. */
  async close(): Promise<void> {
    const pools = [...this.#pools.values()];
    this.#pools.clear();
    await Promise.all(pools.map((pool) => pool.destroy()));
  }
}
