import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { Random } from './random.ts';

/** Below what Linux (32768), macOS and Windows (49152) give to whoever asks for any port. */
const FIRST = 20_000;
const COUNT = 12_000;

/** By the names of `ports.json`. */
const LISTENERS = [
  ...['idp', 'gateway', 'smtp'],
  ...['online-banking', 'care-desk', 'pocket', 'tv', 'notebook', 'mail', 'signet'],
] as const;

/**
 * Remembers ports for a new data folder that nobody is given by chance. Those that the system chooses (`--port 0`) lie where
 * every outgoing connection of the machine gets its own: while a sandbox that was killed is down, another program has them,
 * and the next start has to move.
 */
export async function quietPorts(dataDir: string, seed: number): Promise<void> {
  const random = new Random(seed);
  const book: Record<string, number> = {};
  for (const name of LISTENERS) {
    let port: number;
    do port = FIRST + random.below(COUNT);
    while (Object.values(book).includes(port) || !(await isFree(port)));
    book[name] = port;
  }
  writeFileSync(join(dataDir, 'ports.json'), JSON.stringify(book));
}

/** Listeners whose port was chosen by the system all the same: {@link LISTENERS} does not know them yet. */
export const unquiet = (dataDir: string): string[] =>
  Object.entries(JSON.parse(readFileSync(join(dataDir, 'ports.json'), 'utf8')) as Record<string, number>)
    .filter(([, port]) => port < FIRST || port >= FIRST + COUNT)
    .map(([name]) => name);

async function isFree(port: number): Promise<boolean> {
  for (const host of ['127.0.0.1', '::1']) {
    const server = createServer();
    server.listen(port, host);
    try {
      await once(server, 'listening');
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EADDRNOTAVAIL' || code === 'EAFNOSUPPORT') continue;
      return false;
    }
    server.close();
    await once(server, 'close');
  }
  return true;
}
