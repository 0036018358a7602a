import { Worker } from 'node:worker_threads';
import { GatehouseError } from '../contract/errors.ts';
import type { Connection } from '../store/driver.ts';
import { storageError } from '../store/storage-error.ts';

/** What the thread is given; `busy` is 1 while it works. */
export interface CheckpointJob {
  readonly file: string;
  readonly busy: Int32Array;
}

export interface CheckpointReport {
  /** Why nothing could be carried over. */
  readonly problem: string | undefined;
}

/** So much is written between two times that the log is carried over, bytes. */
const EVERY_BYTES = 16 * 1024 * 1024;

/**
 * Where the thread cannot keep up, or cannot work at all, SQLite carries the log over in the middle of a commit, as it
 * does by itself: after this many pages.
 */
const AT_MOST_PAGES = 32_000;

/** What the file of the write-ahead log shrinks to after a rush, bytes. */
const KEPT_BYTES = 32 * 1024 * 1024;

/** How long the end of the log waits for a thread that is at work, ms of real time. */
const END_MS = 10_000;

/**
 * Has the write-ahead log of the events carried over to their file on a thread of its own. It waits for the disk each
 * time, and every answer that waits for its events would wait with it. The thread is started when there is much to carry
 * for the first time; a log that stays small never has one.
 */
export class Checkpoints {
  readonly #connection: Connection;
  readonly #file: string;
  readonly #busy = new Int32Array(new SharedArrayBuffer(4));
  #thread: Worker | undefined;
  #broken = false;
  #written = 0;

  /** @param file path of the database */
  constructor(connection: Connection, file: string) {
    this.#connection = connection;
    this.#file = file;
    connection.pragma(`wal_autocheckpoint = ${AT_MOST_PAGES}`);
    connection.pragma(`journal_size_limit = ${KEPT_BYTES}`);
  }

  /** So many bytes were committed. */
  written(bytes: number): void {
    this.#written += bytes;
    if (this.#written < EVERY_BYTES || this.#broken || Atomics.load(this.#busy, 0) === 1) return;
    this.#written = 0;
    Atomics.store(this.#busy, 0, 1);
    this.#thread ??= this.#start();
    this.#thread.postMessage('carry');
  }

  /** Waits until the thread has let go of the file, and ends it. */
  close(): void {
    if (!this.#thread) return;
    if (!this.#broken) Atomics.wait(this.#busy, 0, 1, END_MS);
    void this.#thread.terminate();
  }

  #start(): Worker {
    const workerData: CheckpointJob = { file: this.#file, busy: this.#busy };
    const thread = new Worker(entry(), { workerData });
    thread.unref();
    thread.on('message', ({ problem }: CheckpointReport) => {
      if (problem === undefined) this.#finish();
    });
    // Without the thread SQLite does it by itself, a little later each time.
    thread.on('error', () => this.#stop());
    thread.on('exit', () => this.#stop());
    return thread;
  }

  #stop(): void {
    this.#broken = true;
    Atomics.store(this.#busy, 0, 0);
  }

  /** The few pages that were written since: only with all of them carried over does the log begin anew. */
  #finish(): void {
    if (!this.#connection.open) return;
    try {
      this.#connection.pragma('wal_checkpoint(PASSIVE)');
    } catch (error) {
      // Told with the next commit, which finds the same disk.
      if (!(storageError(error, '') instanceof GatehouseError)) throw error;
    }
  }
}

/** The thread's file: beside this one in the source, a file of its own in the bundle. */
function entry(): URL {
  const here = import.meta.url;
  if (here.endsWith('.ts')) return new URL('./checkpoint-thread.ts', here);
  return new URL(here.includes('/chunks/') ? '../checkpoint-thread.js' : './checkpoint-thread.js', here);
}
