import { parentPort, workerData } from 'node:worker_threads';
import { VirtualClock } from './events/clock.ts';
import { installVirtualDate } from './events/virtual-date.ts';

/**
 * The sandbox worker's entry. The clock is installed before anything else is loaded, so that no library keeps hold of
 * real time.
 */
const clock = new VirtualClock();
installVirtualDate(clock);

const { serveWorker } = await import('./control/worker-port.ts');
const { startSandbox } = await import('./sandbox.ts');
if (!parentPort) throw new Error('sandbox-entry runs as a worker thread');
await serveWorker(parentPort, workerData, clock, startSandbox);
