import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads';
import type { Problem, Reply, Report, Request, Step, ThreadData } from './messages.ts';

/** How long a thread may take to start, ms of real time. */
const START_MS = 15_000;

/** What the thread was asked and has not answered yet. */
interface Asked {
  ms: number;
  take: (step: Step | undefined) => void;
}

/**
 * The sandbox's side of a thread in which scripts run. It does one thing after the other, so each has its time from the
 * moment at which its turn comes; a thread that does not answer in that time is ended.
 */
export class ScriptThread {
  readonly #worker: Worker;
  readonly #port: MessagePort;
  readonly #graceMs: number;
  /** In the order in which they were asked, which is that of the answers. */
  readonly #asked: Asked[] = [];
  #timer: NodeJS.Timeout | undefined;
  #ready = false;
  #runs = 0;
  ended = false;

  constructor(graceMs: number) {
    this.#graceMs = graceMs;
    const { port1, port2 } = new MessageChannel();
    const workerData: ThreadData = { port: port2 };
    this.#worker = new Worker(entry(), {
      workerData,
      transferList: [port2],
      execArgv: [],
      env: {},
      resourceLimits: { maxOldGenerationSizeMb: 128 },
    });
    this.#port = port1;
    port1.on('message', (reply: Reply) => this.#take(reply));
    // A thread with nothing to do keeps no process alive.
    port1.unref();
    this.#worker.unref();
    const gone = () => this.#end(stopped('engine', 'The thread of the scripts has ended.'));
    this.#worker.on('error', gone);
    this.#worker.on('exit', gone);
  }

  nextRun(): number {
    this.#runs += 1;
    return this.#runs;
  }

  /**
   * Answers the next step of a run, which may take `ms` from when its turn comes. Undefined: the thread was ended before,
   * and what was asked did not happen.
   */
  ask(request: Request, ms: number): Promise<Step | undefined> {
    if (this.ended) return Promise.resolve(undefined);
    return new Promise((take) => {
      this.#asked.push({ ms, take });
      this.#port.postMessage(request);
      if (this.#asked.length === 1) this.#await();
    });
  }

  /** Gives the one whose turn it is its time. */
  #await(): void {
    clearTimeout(this.#timer);
    const [first] = this.#asked;
    if (!first) return;
    const limit = this.#ready ? first.ms + this.#graceMs : START_MS;
    // biome-ignore lint/style/noRestrictedGlobals: real time of a real thread, which virtual time does not move.
    this.#timer = setTimeout(() => this.#late(), limit);
  }

  #take(reply: Reply): void {
    if (this.ended) return;
    if (reply.type === 'ready') {
      this.#ready = true;
      this.#await();
      return;
    }
    const { step } = reply;
    const first = this.#asked.shift();
    this.#await();
    first?.take(step);
    // The engine itself is not sound any more.
    if ('report' in step && step.report.problem?.cause === 'engine') this.#end(undefined);
  }

  #late(): void {
    // What it has said while this thread was busy counts.
    const [waited] = this.#asked;
    for (;;) {
      const received = receiveMessageOnPort(this.#port) as { message: Reply } | undefined;
      if (!received) break;
      this.#take(received.message);
    }
    if (this.#asked[0] !== waited || this.ended) return;
    this.#end(
      this.#ready
        ? stopped('time', 'The script took too long and had to be ended from outside.')
        : stopped('engine', 'The thread of the scripts did not start.'),
    );
  }

  /** `report` is for the one whose turn it was; those behind it hear that nothing happened. */
  #end(report: Report | undefined): void {
    if (this.ended) return;
    this.ended = true;
    clearTimeout(this.#timer);
    const [first, ...rest] = this.#asked.splice(0);
    first?.take(report && { report });
    for (const { take } of rest) take(undefined);
    this.#port.close();
    void this.#worker.terminate();
  }
}

const stopped = (cause: Problem['cause'], message: string): Report => ({
  value: undefined,
  veto: undefined,
  problem: { cause, message, line: null, column: null },
  console: [],
  ms: 0,
  calls: 0,
});

/** The thread's own file: beside this one in the sources, at the root of the bundle in what is built. */
function entry(): URL {
  const here = import.meta.url;
  if (here.endsWith('.ts')) return new URL('./script-thread.ts', here);
  return new URL(here.includes('/chunks/') ? '../script-thread.js' : './script-thread.js', here);
}
