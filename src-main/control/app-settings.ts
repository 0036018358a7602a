import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { type Settings, settingsSchema } from '../contract/status.ts';
import { realNow } from '../events/clock.ts';
import { setAside } from '../store/set-aside.ts';
import { writeWhole } from '../store/whole-file.ts';

/** The person's own settings: a file, no part of the state, so that no restore changes them. */
export class AppSettings {
  readonly #file: string;
  readonly #changed = new Set<(settings: Settings) => void>();
  #settings: Settings;
  /** What a person should know about the file. */
  readonly notice: string | undefined;

  constructor(file: string) {
    this.#file = file;
    const found = read(file);
    this.#settings = found.settings;
    this.notice = found.notice;
  }

  get(): Settings {
    return this.#settings;
  }

  /** Saves at once; a killed process leaves the old file or the new one. */
  set(change: Partial<Settings>): Settings {
    const next = settingsSchema.parse({ ...this.#settings, ...change });
    writeWhole(this.#file, `${JSON.stringify(next, null, 2)}\n`);
    this.#settings = next;
    for (const listener of this.#changed) listener(this.#settings);
    return this.#settings;
  }

  onChange(listener: (settings: Settings) => void): void {
    this.#changed.add(listener);
  }
}

/** A file that cannot be read is put aside, and the defaults hold. */
function read(file: string): { settings: Settings; notice?: string } {
  if (!existsSync(file)) return { settings: settingsSchema.parse({}) };
  try {
    return { settings: settingsSchema.parse(JSON.parse(readFileSync(file, 'utf8'))) };
  } catch {
    const kept = setAside(file, realNow());
    return {
      settings: settingsSchema.parse({}),
      notice: `Your settings could not be read, so they are as in the beginning. The file is kept as ${basename(kept)} in the data folder.`,
    };
  }
}
