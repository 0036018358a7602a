import { existsSync, readFileSync, renameSync } from 'node:fs';
import { type Settings, settingsSchema } from '../contract/status.ts';
import { writeWhole } from '../store/whole-file.ts';

/** The person's own settings: a file, no part of the state, so that no restore changes them. */
export class AppSettings {
  readonly #file: string;
  readonly #changed = new Set<(settings: Settings) => void>();
  #settings: Settings;

  constructor(file: string) {
    this.#file = file;
    this.#settings = read(file);
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
function read(file: string): Settings {
  if (!existsSync(file)) return settingsSchema.parse({});
  try {
    return settingsSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    renameSync(file, `${file}.unreadable`);
    return settingsSchema.parse({});
  }
}
