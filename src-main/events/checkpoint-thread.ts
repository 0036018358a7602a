import { parentPort, workerData } from 'node:worker_threads';
import { loadDriver } from '../store/driver.ts';
import type { CheckpointJob, CheckpointReport } from './checkpoints.ts';

/** The pages that are written while one pass is under way are left to the next; fewer than this are few, bytes. */
const FEW = 1024 * 1024;

/** Passes of one job at most: under a load that outruns the disk the rest is left to whoever asked. */
const MOST_PASSES = 4;

/**
 * Carries what stands in the write-ahead log of a database over to its file (https://sqlite.org/wal.html, PASSIVE: nobody
 * who writes or reads waits for it). The connection lives as long as the job, so that none is open when the log is closed.
 */
function carry(file: string): void {
  const Driver = loadDriver();
  const connection = new Driver(file, { fileMustExist: true });
  try {
    connection.pragma('synchronous = NORMAL');
    const pageSize = Number(connection.pragma('page_size', { simple: true }));
    let carried = 0;
    for (let pass = 0; pass < MOST_PASSES; pass += 1) {
      const { log, checkpointed } = framesOf(connection.pragma('wal_checkpoint(PASSIVE)'));
      if (log - carried < FEW / pageSize) return;
      carried = checkpointed;
    }
  } finally {
    connection.close();
  }
}

function framesOf(answer: unknown): { log: number; checkpointed: number } {
  const [row] = answer as { log: number; checkpointed: number }[];
  return row ?? { log: 0, checkpointed: 0 };
}

const { file, busy } = workerData as CheckpointJob;
parentPort?.on('message', () => {
  let problem: string | undefined;
  try {
    carry(file);
  } catch (error) {
    // A disk that takes nothing, say: the log's own connection tries again, and tells people.
    problem = error instanceof Error ? error.message : String(error);
  } finally {
    Atomics.store(busy, 0, 0);
    Atomics.notify(busy, 0);
  }
  const report: CheckpointReport = { problem };
  parentPort?.postMessage(report);
});
