import { GatehouseError } from '../contract/errors.ts';

/** SQLite's result codes for a file that is not what it should be (https://sqlite.org/rescode.html). */
const DAMAGED = ['SQLITE_CORRUPT', 'SQLITE_NOTADB'];

/** Whether an error means that the log's file is damaged: SQLite says so, or a record is not the JSON that was written. */
export function isDamage(error: unknown): boolean {
  if (error instanceof SyntaxError) return true;
  return (
    error instanceof Error && 'code' in error && DAMAGED.some((code) => String(error.code).startsWith(code))
  );
}

/** That the log's file is damaged, told so that a person can act at once. */
export function logDamaged(cause: unknown): GatehouseError {
  return new GatehouseError({
    code: 'storage.log-damaged',
    what: 'The file of the event log is damaged.',
    why: 'Something on the disk has changed it. Your world lies in a file of its own and goes on.',
    next: 'Begin a new log: the damaged one is kept beside it, and traces start anew.',
    detail: cause instanceof Error ? cause.message : String(cause),
    status: 507,
    cause,
  });
}

/** Remembers that reading the log has met damage, and tells it once. */
export class LogDamage {
  readonly #listeners = new Set<(damage: GatehouseError) => void>();
  #found: GatehouseError | undefined;

  /** What was met, if anything was. */
  get found(): GatehouseError | undefined {
    return this.#found;
  }

  onFound(listener: (damage: GatehouseError) => void): void {
    this.#listeners.add(listener);
  }

  /** Reads something. Throws `storage.log-damaged` for a page or a record that cannot be read. */
  reading<T>(read: () => T): T {
    try {
      return read();
    } catch (error) {
      if (!isDamage(error)) throw error;
      const damage = logDamaged(error);
      if (this.#found === undefined) {
        this.#found = damage;
        for (const listener of this.#listeners) listener(damage);
      }
      throw damage;
    }
  }
}
