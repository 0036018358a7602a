import { setTimeout as sleep } from 'node:timers/promises';
import type { WebContents } from 'electron';
import { z } from 'zod';
import { refusalOf } from '../addresses.ts';

const entriesSchema = z.record(z.string(), z.string());
const storedSchema = z.object({ local: entriesSchema, session: entriesSchema });
/** What pages of one origin have stored: localStorage, and the tab's sessionStorage. */
export type Stored = z.infer<typeof storedSchema>;

const READ = '({ local: { ...localStorage }, session: { ...sessionStorage } })';
/** How long a page may take to tell what it stored, ms. A page that is busy or gone must not hold up a snapshot. */
const READ_LIMIT_MS = 500;

/**
 * What the pages of a tab have stored, by origin. Only the page on show can be asked, so each page is asked as it is
 * being left: the question reaches it before the next page takes its place.
 */
export class PageStorage {
  readonly #contents: WebContents;
  readonly #byOrigin = new Map<string, Stored>();
  #leaving: Promise<void> = Promise.resolve();

  constructor(contents: WebContents) {
    this.#contents = contents;
    contents.on('did-start-navigation', (details) => {
      if (details.isMainFrame && !details.isSameDocument) this.#leaving = this.#capture();
    });
  }

  /** What every origin that this tab has shown keeps now. */
  async read(): Promise<Map<string, Stored>> {
    await this.#leaving;
    await this.#capture();
    return new Map(this.#byOrigin);
  }

  /** Replaces what is known by what has just been written. */
  reset(stored: ReadonlyMap<string, Stored>): void {
    this.#byOrigin.clear();
    for (const [origin, entries] of stored) this.#byOrigin.set(origin, entries);
  }

  async #capture(): Promise<void> {
    const address = this.#contents.getURL();
    if (refusalOf(address) !== null) return;
    const stored = storedSchema.safeParse(
      await within(READ_LIMIT_MS, this.#contents.mainFrame.executeJavaScript(READ)),
    );
    // A page that was gone, or whose policy denies it storage, leaves what was known before.
    if (stored.success) this.#byOrigin.set(new URL(address).origin, stored.data);
  }
}

async function within(limitMs: number, work: Promise<unknown>): Promise<unknown> {
  const limit = new AbortController();
  const tooLate = sleep(limitMs, undefined, { signal: limit.signal }).catch(() => undefined);
  const result = await Promise.race([work.catch(() => undefined), tooLate]);
  limit.abort();
  return result;
}
