import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { setAside } from './set-aside.ts';
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

/** Puts a spoilt file aside. Answers its new name, or undefined when there is none or it is sound. */
export function setSpoiltPortsAside(dataDir: string, now: number): string | undefined {
  const file = fileOf(dataDir);
  if (!existsSync(file)) return undefined;
  try {
    portBookSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
    return undefined;
  } catch {
    return basename(setAside(file, now));
  }
}

/** Remembers one port and leaves the others as they are. The file is replaced at once, never half written. */
export function rememberPort(dataDir: string, name: string, port: number): void {
  const book = readPorts(dataDir);
  if (book[name] === port) return;
  writeWhole(fileOf(dataDir), `${JSON.stringify({ ...book, [name]: port }, null, 2)}\n`);
}
