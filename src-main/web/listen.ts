import type { Server } from 'node:http';
import { GatehouseError } from '../contract/errors.ts';

/** The two loopback addresses. A machine without IPv6 has the first one only. */
const LOOPBACK = ['127.0.0.1', '::1'] as const;

export interface PortWish {
  /** The port to try first; 0 lets the system choose. */
  port: number;
  /** When it is taken: take another one instead of failing. */
  orAnother: boolean;
}

export interface Listening {
  port: number;
  servers: Server[];
  /** The wished port was taken. */
  moved: boolean;
}

/**
 * Listens on one port of both loopback addresses, so that nobody else can answer for `localhost` there.
 *
 * @throws GatehouseError `port.taken`
 */
export async function listenOnLoopback(createServer: () => Server, wish: PortWish): Promise<Listening> {
  const first = await tryPort(createServer, wish.port);
  if (first) return { ...first, moved: false };
  if (!wish.orAnother) throw taken(wish.port);
  // The system's choice for IPv4 may be taken for IPv6: choose again.
  for (let attempt = 0; attempt < 10; attempt += 1) {
    const other = await tryPort(createServer, 0);
    if (other) return { ...other, moved: true };
  }
  throw taken(wish.port);
}

async function tryPort(
  createServer: () => Server,
  wished: number,
): Promise<{ port: number; servers: Server[] } | null> {
  const servers: Server[] = [];
  let port = wished;
  for (const host of LOOPBACK) {
    const server = createServer();
    const result = await listen(server, host, port);
    if (result === 'taken') {
      for (const other of servers) other.close();
      return null;
    }
    if (result === 'no-address') continue;
    port = result;
    servers.push(server);
  }
  return servers.length > 0 ? { port, servers } : null;
}

function listen(server: Server, host: string, port: number): Promise<number | 'taken' | 'no-address'> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE' || error.code === 'EACCES') resolve('taken');
      else if (error.code === 'EADDRNOTAVAIL' || error.code === 'EAFNOSUPPORT') resolve('no-address');
      else reject(error);
    });
    server.listen(port, host, () => {
      server.removeAllListeners('error');
      const address = server.address();
      resolve(address !== null && typeof address === 'object' ? address.port : port);
    });
  });
}

function taken(port: number): GatehouseError {
  return new GatehouseError({
    code: 'port.taken',
    what: `Port ${port} cannot be used.`,
    why: 'Another program listens on it, or this account may not.',
    next: 'Choose another with --port, or leave --port out to have a free one chosen.',
    status: 409,
  });
}
