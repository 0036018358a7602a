import { existsSync, renameSync } from 'node:fs';
import { freeName } from './whole-file.ts';

/** What belongs to one SQLite database beside the file itself (https://sqlite.org/wal.html). */
const WITH_IT = ['', '-wal', '-shm'];

/**
 * Puts a damaged file, and what SQLite keeps beside it, out of the way under a dated name. Answers where the file is now.
 *
 * @param now real time, ms since the epoch
 */
export function setAside(file: string, now: number): string {
  const date = new Date(now).toISOString().slice(0, 19).replaceAll(':', '-');
  const kept = freeName(`${file}.damaged-${date}`);
  for (const suffix of WITH_IT) {
    if (existsSync(`${file}${suffix}`)) renameSync(`${file}${suffix}`, `${kept}${suffix}`);
  }
  return kept;
}
