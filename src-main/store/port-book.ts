import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { writeWhole } from './whole-file.ts';

/** `ports.json` of a data folder: which listener had which port. Listeners of others stand in it too. */
const portBookSchema = z.record(z.string(), z.number().int().min(1).max(65535));

const fileOf = (dataDir: string): string => join(dataDir, 'ports.json');

/** The remembered ports; none when the file is missing or spoilt (ports are then chosen anew). */
export function readPorts(dataDir: string): Record<string, number> {
  try {
    return portBookSchema.parse(JSON.parse(readFileSync(fileOf(dataDir), 'utf8')));
  } catch {
    return {};
  }
}

/** Remembers one port and leaves the others as they are. The file is replaced at once, never half written. */
export function rememberPort(dataDir: string, name: string, port: number): void {
  const book = readPorts(dataDir);
  if (book[name] === port) return;
  writeWhole(fileOf(dataDir), `${JSON.stringify({ ...book, [name]: port }, null, 2)}\n`);
}
