import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Connection } from '../store/driver.ts';
import { writeWhole } from '../store/whole-file.ts';

const keyFile = (dataDir: string): string => join(dataDir, 'vault.key');

/**
 * The key of the vault's handles. The state names tokens by their handles, so the key has a file of its own as well: a
 * log that is begun anew goes on with the same one.
 *
 * @param make makes a new key
 */
export function vaultKey(connection: Connection, log: string, make: () => Buffer): Buffer {
  const file = keyFile(dirname(log));
  const row = connection.prepare("SELECT value FROM meta WHERE key = 'vault-key'").get() as
    | { value: string }
    | undefined;
  const kept = existsSync(file) ? Buffer.from(readFileSync(file, 'utf8'), 'base64url') : undefined;
  const key = row ? Buffer.from(row.value, 'base64url') : kept?.length === 32 ? kept : make();
  if (!row) {
    connection
      .prepare("INSERT INTO meta (key, value) VALUES ('vault-key', ?)")
      .run(key.toString('base64url'));
  }
  if (!kept?.equals(key)) writeWhole(file, key.toString('base64url'));
  return key;
}
