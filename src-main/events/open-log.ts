import { basename } from 'node:path';
import { GatehouseError } from '../contract/errors.ts';
import { openDatabase } from '../store/database.ts';
import { type Connection, loadDriver } from '../store/driver.ts';
import { EVENT_MIGRATIONS } from '../store/migrations/events.ts';
import { setAside } from '../store/set-aside.ts';
import { realNow } from './clock.ts';
import { LogReader } from './log-reader.ts';

/** The database of the event log, in the data folder. */
export const LOG_FILE = 'events.db';

export interface OpenedLog {
  connection: Connection;
  reader: LogReader;
  /** Size of all records, bytes. */
  bytes: number;
  /** What a person should know, in plain words. */
  notice: string | undefined;
}

/**
 * Opens the event log. One that is damaged is put aside, and a new one goes on from a higher number: the state, which
 * lies in a database of its own, is not touched by it.
 */
export function openLog(file: string): OpenedLog {
  try {
    return { ...open(file), notice: undefined };
  } catch (error) {
    if (!(error instanceof GatehouseError) || error.code !== 'data.corrupt') throw error;
    const notice = putLogAside(file);
    return { ...open(file), notice };
  }
}

/**
 * Puts a damaged log aside and begins a new one, whose numbers go on from a higher one. Answers what to tell people.
 *
 * @param file path of the log's database, which nobody may have open
 */
export function putLogAside(file: string): string {
  const last = salvageLast(file);
  const kept = setAside(file, realNow());
  const { connection } = open(file);
  connection.prepare("INSERT INTO meta (key, value) VALUES ('last-seq', ?)").run(String(last));
  connection.close();
  return (
    `The event log could not be read, so a new one was begun. Your world, its people and your progress are as they ` +
    `were; earlier traces are gone from the lists. The damaged log is kept as ${basename(kept)} in the data folder.`
  );
}

/** Opens the file and reads every record, so that a damaged page shows now. */
function open(file: string): Omit<OpenedLog, 'notice'> {
  const connection = openDatabase(file, EVENT_MIGRATIONS, (opened) => {
    new LogReader(opened).readThrough();
  });
  const reader = new LogReader(connection);
  return { connection, reader, bytes: reader.bytes() };
}

/**
 * A number that the damaged log has not given. Where its newest one cannot be read, the time in seconds stands in for
 * it: no log has ever held so many.
 */
function salvageLast(file: string): number {
  try {
    const Driver = loadDriver();
    const connection = new Driver(file, { readonly: true });
    try {
      return new LogReader(connection).last();
    } finally {
      connection.close();
    }
  } catch {
    return Math.floor(realNow() / 1000);
  }
}
