import { basename } from 'node:path';
import process from 'node:process';
import type { Connection } from './driver.ts';

/**
 * Bounds a database's size, so that anybody can try what a full disk does without making one:
 * `GATEHOUSE_MAX_PAGES=events.db=600,state.db=200` (pages of 4 KiB; https://sqlite.org/pragma.html#pragma_max_page_count).
 * What is already larger stays and cannot grow.
 */
export function limitPages(connection: Connection, file: string): void {
  const wanted = (process.env.GATEHOUSE_MAX_PAGES ?? '').split(',');
  for (const entry of wanted) {
    const [name, pages] = entry.split('=');
    if (name === basename(file) && /^\d{1,9}$/.test(pages ?? ''))
      connection.pragma(`max_page_count = ${pages}`);
  }
}
