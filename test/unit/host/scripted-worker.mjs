// A worker that speaks the protocol of src-main/contract/worker.ts and does what a test tells it: it fails, hangs and
// dies on purpose, which the real sandbox cannot be asked to. Its event log is a file, so it outlives the worker.
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';

const port = /** @type {import('node:worker_threads').MessagePort} */ (parentPort);
const logFile = join(workerData.dataDir, 'scripted-log.jsonl');
const readLog = () =>
  existsSync(logFile)
    ? readFileSync(logFile, 'utf8')
        .trim()
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line))
    : [];

/** @param {number} count @param {number} [bytes] */
function commit(count, bytes = 0) {
  const first = readLog().length + 1;
  const events = Array.from({ length: count }, (_, index) => ({
    seq: first + index,
    id: `e${first + index}`,
    vtime: 0,
    wtime: 0,
    type: 'sandbox.started',
    actor: 'sandbox',
    node: 'sandbox',
    outcome: 'ok',
    reasons: [],
    data: bytes > 0 ? { filler: 'x'.repeat(bytes) } : {},
    redacted: [],
  }));
  appendFileSync(logFile, events.map((event) => `${JSON.stringify(event)}\n`).join(''));
  return events;
}

/** @type {Record<string, (params: any) => unknown>} */
const methods = {
  'events.list': ({ after = 0, limit = 500 }) => {
    const log = readLog();
    return {
      events: log.filter((event) => event.seq > after).slice(0, limit),
      last: log.length,
      total: log.length,
    };
  },
  'clock.get': () => ({ now: 5, offset: 0, future: [] }),
  'clock.advance': () => {
    throw Object.assign(new Error(), {
      code: 'clock.out-of-range',
      what: 'The clock did not move.',
      why: 'Too far.',
      next: 'Less.',
    });
  },
  'test.options': () => workerData,
  'test.emit': ({ count, bytes }) => {
    port.postMessage({ kind: 'stream', message: { kind: 'events', events: commit(count, bytes) } });
    return null;
  },
  'test.leave-out': ({ count }) => {
    const events = commit(count);
    const [first, last] = [events[0]?.seq, events.at(-1)?.seq];
    port.postMessage({ kind: 'stream', message: { kind: 'more', first, last } });
    return null;
  },
  'test.commit-and-die': ({ count }) => {
    commit(count);
    process.exit(7);
  },
  'test.throw': () => {
    setImmediate(() => {
      throw new Error('the scripted worker threw');
    });
    return new Promise(() => {});
  },
  'test.hang': () => new Promise(() => {}),
  'test.deafen': () => {
    port.removeAllListeners('message');
    setInterval(() => {}, 1000);
    return null;
  },
  'test.print': ({ text }) => {
    console.log(text);
    return null;
  },
  'test.host-call': ({ method, params }) =>
    new Promise((resolve) => {
      hostReplies.set(1, resolve);
      port.postMessage({ kind: 'host-call', id: 1, method, params });
    }),
  'test.reports': () => reports,
};

/** @type {Map<number, (reply: unknown) => void>} */
const hostReplies = new Map();
/** @type {unknown[]} */
const reports = [];

port.on('message', async (message) => {
  if (message.kind === 'stop') {
    port.postMessage({ kind: 'stopped' });
    port.close();
  } else if (message.kind === 'host-reply') hostReplies.get(message.id)?.(message);
  else if (message.kind === 'call') {
    try {
      const result = await methods[message.method]?.(message.params);
      port.postMessage({ kind: 'reply', reply: { id: message.id, result } });
    } catch (thrown) {
      const { code, what, why, next } = /** @type {any} */ (thrown);
      port.postMessage({ kind: 'reply', reply: { id: message.id, error: { code, what, why, next } } });
    }
  } else reports.push(message);
});

if (existsSync(join(workerData.dataDir, 'refuse-to-start'))) {
  const error = {
    code: 'data.newer-version',
    what: 'The data is of version 9.',
    why: 'This is version 1.',
    next: 'Update.',
  };
  port.postMessage({ kind: 'fatal', error });
} else if (existsSync(join(workerData.dataDir, 'die-at-start'))) {
  process.exit(9);
} else {
  const ready = {
    issuer: 'http://localhost:1',
    gateway: 'http://127.0.0.1:2',
    personas: [],
    applications: [],
    apis: [],
    virtual_time: '2026-01-01T00:00:00Z',
    notices: [],
  };
  port.postMessage({ kind: 'ready', ready });
}
