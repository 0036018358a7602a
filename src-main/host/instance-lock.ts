import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { GatehouseError } from '../contract/errors.ts';
import { type Connection, loadDriver } from '../store/driver.ts';
import { storageError } from '../store/storage-error.ts';

/** Held for as long as this process uses the data folder. */
export interface InstanceLock {
  release(): void;
}

const ownerSchema = z.object({ pid: z.number().int(), startedAt: z.string() });
const LOCK_FILE = 'instance.lock';
const OWNER_FILE = 'instance.json';

/**
 * Claims a data folder for this process.
 *
 * The claim is SQLite's exclusive lock on an empty database: the operating system gives it to one process only and
 * takes it back when that process ends in whatever way, so there is no race between two that start at once and
 * nothing stale after `kill -9`. It is the one lock that every platform and every runtime of ours has: Node has no
 * file locks, and names of abstract sockets differ between its versions. `instance.json` says who holds the folder,
 * for the message alone.
 *
 * @throws GatehouseError `data.in-use`, `storage.…`
 */
export function lockInstance(dataDir: string): InstanceLock {
  const Driver = loadDriver();
  let connection: Connection | undefined;
  try {
    connection = new Driver(join(dataDir, LOCK_FILE), { timeout: 0 });
    connection.exec('BEGIN EXCLUSIVE');
    const owner = { pid: process.pid, startedAt: new Date().toISOString() };
    writeFileSync(join(dataDir, OWNER_FILE), `${JSON.stringify(owner)}\n`, { mode: 0o600 });
  } catch (error) {
    connection?.close();
    if (isBusy(error)) throw inUse(dataDir);
    throw storageError(error, `The data folder ${dataDir} cannot be used.`);
  }
  const held = connection;
  return { release: () => release(held) };
}

function release(connection: Connection): void {
  if (connection.open) connection.close();
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY');
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
