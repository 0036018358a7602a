import { availableParallelism, cpus, totalmem, type } from 'node:os';
import process from 'node:process';

/** The machine in general terms, for beside the figures. */
export function describeMachine() {
  const model = cpus()[0]?.model.replace(/\s+/g, ' ').trim() ?? 'unknown processor';
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${availableParallelism()} cores (${model}), ${memory} GB, ${type()}, Node ${process.versions.node}`;
}
