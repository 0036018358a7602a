import type { AddressInfo, Server } from 'node:net';
import { GatehouseError } from '../contract/errors.ts';

/** How often another free port is tried when the twin of the chosen one is taken on ::1. */
const TRIES = 5;

/**
 * Listens on 127.0.0.1 and, where the machine has it, on the same port of ::1: `localhost` may mean either, and a
 * stranger on the other one would get what is meant for us. Port 0 lets the system choose.
 *
 * Rejects with `port.taken` or `port.unusable`.
 */
export async function listenOnLoopback<S extends Server>(
  create: () => S,
  port: number,
): Promise<{ port: number; servers: S[] }> {
  for (let attempt = 1; ; attempt += 1) {
    const first = create();
    const actual = await listen(first, port, '127.0.0.1');
    try {
      const second = create();
      await listen(second, actual, '::1');
      return { port: actual, servers: [first, second] };
    } catch (error) {
      if (hasNoIpv6(error)) return { port: actual, servers: [first] };
      await closeServers([first]);
      if (port !== 0 || attempt === TRIES) throw error;
    }
  }
}

/** Closes listeners and, where they keep count of them, every connection to them. */
export async function closeServers(
  servers: readonly (Server & { closeAllConnections?: () => void })[],
): Promise<void> {
  const closing = servers.map((server) => new Promise<void>((resolve) => server.close(() => resolve())));
  for (const server of servers) server.closeAllConnections?.();
  await Promise.all(closing);
}

function hasNoIpv6(error: unknown): boolean {
  const code = error instanceof GatehouseError ? error.detail : undefined;
  return code === 'EADDRNOTAVAIL' || code === 'EAFNOSUPPORT';
}

function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(portError(port, error)));
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port));
  });
}

function portError(port: number, error: NodeJS.ErrnoException): GatehouseError {
  const taken = error.code === 'EADDRINUSE';
  return new GatehouseError({
    code: taken ? 'port.taken' : 'port.unusable',
    what: `Port ${port} cannot be used.`,
    why: taken ? 'Another program listens on it.' : error.message,
    next: 'Close that program, or let Gatehouse use another port.',
    detail: error.code,
    cause: error,
  });
}
