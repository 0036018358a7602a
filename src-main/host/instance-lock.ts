import { createHash } from 'node:crypto';
import { readFileSync, realpathSync, unlinkSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { GatehouseError } from '../contract/errors.ts';

/** Held for as long as this process uses the data folder. */
export interface InstanceLock {
  release(): Promise<void>;
}

const ownerSchema = z.object({ pid: z.number().int(), startedAt: z.string() });
const OWNER_FILE = 'instance.json';

/**
 * Claims a data folder for this process.
 *
 * The claim is a local socket whose name comes from the folder's true path. The kernel gives a name to one process
 * only and takes it back when that process ends in whatever way, so there is no race between two that start at once
 * and nothing stale after `kill -9`. (macOS has sockets in the file system only; there a socket that nobody answers
 * is taken over.) `instance.json` in the folder says who holds it, for the message alone.
 *
 * @throws GatehouseError `data.in-use`
 */
export async function lockInstance(
  dataDir: string,
  platform: NodeJS.Platform = process.platform,
): Promise<InstanceLock> {
  const address = lockAddress(dataDir, platform);
  const server = (await claim(address)) ?? (await claimAbandoned(address, platform));
  if (!server) throw inUse(dataDir);
  // The claim ends with the process; it must not keep the process alive.
  server.unref();
  const owner = { pid: process.pid, startedAt: new Date().toISOString() };
  writeFileSync(join(dataDir, OWNER_FILE), `${JSON.stringify(owner)}\n`, { mode: 0o600 });
  return {
    release: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function lockAddress(dataDir: string, platform: NodeJS.Platform): string {
  const name = `gatehouse-${createHash('sha256').update(realpathSync(dataDir)).digest('hex').slice(0, 32)}`;
  if (platform === 'linux') return `\0${name}`;
  if (platform === 'win32') return `\\\\.\\pipe\\${name}`;
  return join(tmpdir(), `${name}.sock`);
}

function claim(address: string): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(undefined);
      else reject(error);
    });
    server.listen(address, () => resolve(server));
  });
}

/** A socket file outlives its process: when nobody listens behind it, it is removed and claimed. */
async function claimAbandoned(address: string, platform: NodeJS.Platform): Promise<Server | undefined> {
  if (platform === 'linux' || platform === 'win32') return undefined;
  const abandoned = await new Promise<boolean>((resolve) => {
    const socket = connect(address);
    socket.once('connect', () => {
      socket.destroy();
      resolve(false);
    });
    socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code === 'ECONNREFUSED'));
  });
  if (!abandoned) return undefined;
  unlinkSync(address);
  return claim(address);
}

function inUse(dataDir: string): GatehouseError {
  const owner = readOwner(dataDir);
  const who = owner ? `process ${owner.pid}, started ${owner.startedAt}` : 'another process';
  return new GatehouseError({
    code: 'data.in-use',
    what: `The data folder ${dataDir} is in use.`,
    why: `Another Gatehouse (${who}) has it open, and two would spoil each other's databases.`,
    next: 'Use the one that runs, end it first, or give this one a folder of its own with --data DIR.',
    status: 409,
  });
}

function readOwner(dataDir: string): z.infer<typeof ownerSchema> | undefined {
  try {
    return ownerSchema.parse(JSON.parse(readFileSync(join(dataDir, OWNER_FILE), 'utf8')));
  } catch {
    // The owner has claimed the folder and not yet written who it is: the message does without.
    return undefined;
  }
}
