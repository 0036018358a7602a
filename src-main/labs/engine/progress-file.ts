import { copyFileSync, existsSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { GatehouseError } from '../../contract/errors.ts';
import { freeName, writeWhole } from '../../store/whole-file.ts';
import {
  newProgress,
  PROGRESS_MIGRATIONS,
  PROGRESS_SCHEMA,
  type Progress,
  progressSchema,
} from './progress.ts';

const PROFILE = 'default';

/** The file in which progress is kept, written whole and at once so that a killed process leaves the old one or the new one. */
export class ProgressFile {
  readonly progress: Progress;
  /** What a person should know about the file, if anything. */
  readonly notice: string | undefined;
  readonly #file: string;
  readonly #writable: boolean;
  #unsaved: GatehouseError | undefined;

  constructor(dataDir: string) {
    this.#file = join(dataDir, 'progress.json');
    const read = readProgress(this.#file);
    this.progress = read.progress;
    this.notice = read.notice;
    this.#writable = read.writable;
  }

  get file(): string {
    return this.#file;
  }

  /** Saves what can be saved now; a disk that takes nothing is told by {@link assertSaved}, to whoever waits for it. */
  save(): void {
    this.#unsaved = undefined;
    if (!this.#writable) return;
    try {
      writeWhole(this.#file, `${JSON.stringify(this.progress, null, 1)}\n`);
    } catch (error) {
      if (!(error instanceof GatehouseError)) throw error;
      this.#unsaved = error;
    }
  }

  /** Throws `storage.…` while the newest progress is not on disk. */
  assertSaved(): void {
    if (this.#unsaved === undefined) return;
    this.save();
    if (this.#unsaved !== undefined) throw this.#unsaved;
  }
}

interface Read {
  progress: Progress;
  writable: boolean;
  notice?: string;
}

function readProgress(file: string): Read {
  if (!existsSync(file)) return { progress: newProgress(PROFILE), writable: true };
  const version = versionOf(file);
  if (version > PROGRESS_SCHEMA) {
    return {
      progress: newProgress(PROFILE),
      writable: false,
      notice: `Your progress was saved by a newer version of Gatehouse (${version}). It is left alone; progress of this run is not saved.`,
    };
  }
  try {
    let data: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (version < PROGRESS_SCHEMA) copyFileSync(file, `${file}.v${version}.bak`);
    for (let step = version; step < PROGRESS_SCHEMA; step++) data = PROGRESS_MIGRATIONS[step - 1]?.(data);
    return { progress: progressSchema.parse(data), writable: true };
  } catch (error) {
    const aside = freeName(`${file}.broken`);
    renameSync(file, aside);
    const reason = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    return {
      progress: newProgress(PROFILE),
      writable: true,
      notice: `Your progress could not be read (${reason}). The file is kept as ${aside}; progress starts anew.`,
    };
  }
}

function versionOf(file: string): number {
  try {
    const data: unknown = JSON.parse(readFileSync(file, 'utf8'));
    const schema = typeof data === 'object' && data !== null && 'schema' in data ? data.schema : undefined;
    return typeof schema === 'number' ? schema : PROGRESS_SCHEMA;
  } catch {
    // Not JSON at all: read as the present version, which then says so and keeps the file.
    return PROGRESS_SCHEMA;
  }
}
