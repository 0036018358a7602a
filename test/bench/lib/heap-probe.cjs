// Loaded into each thread of the sandbox that is measured: writes what V8 has reserved for the thread, every half second.
const { writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { threadId } = require('node:worker_threads');

const folder = process.env.BENCH_HEAPS;
if (folder !== undefined) {
  const write = () =>
    writeFileSync(join(folder, `${process.pid}-${threadId}.json`), String(process.memoryUsage().heapTotal));
  write();
  setInterval(write, 500).unref();
}
