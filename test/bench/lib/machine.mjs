import { availableParallelism, cpus, loadavg, totalmem, type } from 'node:os';
import process from 'node:process';

/**
 * The machine in general terms, for beside the figures. A load average (of 5 minutes) far above the number of cores means
 * that others were at work, and that the rates say little.
 */
export function describeMachine() {
  const model = cpus()[0]?.model.replace(/\s+/g, ' ').trim() ?? 'unknown processor';
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${availableParallelism()} cores (${model}), ${memory} GB, ${type()}, Node ${process.versions.node}, load average ${(loadavg()[1] ?? 0).toFixed(0)}`;
}
