import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads';
import type { Job, Problem, Reply, Report, Request, ScriptCall, Step, ThreadData } from './messages.ts';

/** What a script may take beyond its time before its thread is ended, and how long a thread may take to start, ms. */
const GRACE_MS = 1000;
/** The same where the sandbox's own thread waits meanwhile, and with it every other request. */
const WAITED_GRACE_MS = 250;
const START_MS = 15_000;

/** Answers a call of a script with JSON; what it throws is thrown in the script. */
export type AnswerCall = (call: ScriptCall) => Promise<string>;

/** A job with the clock that its script sees, virtual time in ms. */
export type TimedJob = Job & { now: () => number };

/** One thread for scripts. It is started when it is first needed, and again after it had to be ended. */
export class ScriptHost {
  #thread: Thread | undefined;

  /** Runs a script that makes no calls; this thread waits for it. */
  runNow(job: TimedJob): Report {
    const { thread, run } = this.#begin(job);
    return reportOf(thread.waitFor(run, job.limits.ms)) ?? stopped('engine', 'The script waits for a call.');
  }

  /**
   * Runs a script up to its end or its first call while this thread waits; what comes after that goes on by itself.
   * `calling` is told when it does.
   */
  runEagerly(job: TimedJob, answerCall: AnswerCall, ended: (report: Report) => void): void {
    const { thread, run } = this.#begin(job);
    const step = thread.waitFor(run, job.limits.ms);
    const report = reportOf(step);
    if (report) ended(report);
    else void this.#goOn(thread, run, job, step, answerCall).then(ended);
  }

  /** Runs a script; this thread does not wait. */
  async run(job: TimedJob, answerCall: AnswerCall): Promise<Report> {
    const { thread, run } = this.#begin(job);
    return this.#goOn(thread, run, job, await thread.next(run, job.limits.ms), answerCall);
  }

  /** Reads a script without running it. */
  async check(source: string): Promise<Problem | undefined> {
    const thread = this.#alive();
    const run = thread.nextRun();
    thread.ask({ type: 'check', run, source });
    return reportOf(await thread.next(run, GRACE_MS))?.problem;
  }

  #alive(): Thread {
    if (!this.#thread || this.#thread.ended) this.#thread = new Thread();
    return this.#thread;
  }

  #begin({ now, ...job }: TimedJob): { thread: Thread; run: number } {
    const thread = this.#alive();
    const run = thread.nextRun();
    thread.ask({ type: 'run', run, now: now(), job });
    return { thread, run };
  }

  async #goOn(
    thread: Thread,
    run: number,
    { now, limits }: TimedJob,
    first: Step,
    answerCall: AnswerCall,
  ): Promise<Report> {
    const open = new Map<number, Promise<{ number: number; ok: boolean; text: string }>>();
    let step = first;
    for (;;) {
      if ('report' in step) return step.report;
      for (const call of step.calls)
        open.set(
          call.number,
          answerCall(call).then(
            (text) => ({ number: call.number, ok: true, text }),
            (error: unknown) => ({
              number: call.number,
              ok: false,
              text: error instanceof Error ? error.message : String(error),
            }),
          ),
        );
      const answer = await Promise.race(open.values());
      open.delete(answer.number);
      thread.ask({ type: 'answer', run, now: now(), ...answer });
      step = await thread.next(run, limits.ms);
    }
  }
}

const reportOf = (step: Step): Report | undefined => ('report' in step ? step.report : undefined);

const stopped = (cause: Problem['cause'], message: string): Report => ({
  value: undefined,
  veto: undefined,
  problem: { cause, message, line: null, column: null },
  console: [],
  ms: 0,
  calls: 0,
});

interface Waiting {
  take: (step: Step) => void;
  timer: NodeJS.Timeout | undefined;
}

/** A thread that lives, and the steps that are waited for. */
class Thread {
  readonly #worker: Worker;
  readonly #port: MessagePort;
  readonly #said = new Int32Array(new SharedArrayBuffer(4));
  readonly #waiting = new Map<number, Waiting>();
  #ready = false;
  #runs = 0;
  ended = false;

  constructor() {
    const { port1, port2 } = new MessageChannel();
    const workerData: ThreadData = { port: port2, said: this.#said };
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

  ask(request: Request): void {
    this.#port.postMessage(request);
  }

  /** The next step of a run, for which nothing else waits. */
  next(run: number, ms: number): Promise<Step> {
    if (this.ended)
      return Promise.resolve({ report: stopped('engine', 'The thread of the scripts has ended.') });
    return new Promise((take) => {
      const limit = ms + GRACE_MS + (this.#ready ? 0 : START_MS);
      // biome-ignore lint/style/noRestrictedGlobals: real time of a real thread, which virtual time does not move.
      const timer = setTimeout(() => this.#kill(), limit);
      this.#waiting.set(run, { take, timer });
    });
  }

  /** The next step of a run, while the whole of this thread waits. */
  waitFor(run: number, ms: number): Step {
    let found: Step | undefined;
    this.#waiting.set(run, {
      take: (step) => {
        found = step;
      },
      timer: undefined,
    });
    let until = performance.now() + (this.#ready ? ms + WAITED_GRACE_MS : START_MS);
    while (!found) {
      const before = Atomics.load(this.#said, 0);
      const received = receiveMessageOnPort(this.#port) as { message: Reply } | undefined;
      if (received) {
        this.#take(received.message);
        if (received.message.type === 'ready') until = performance.now() + ms + WAITED_GRACE_MS;
        continue;
      }
      const left = until - performance.now();
      if (left <= 0) this.#kill();
      else Atomics.wait(this.#said, 0, before, left);
    }
    return found;
  }

  #take(reply: Reply): void {
    if (reply.type === 'ready') {
      this.#ready = true;
      return;
    }
    const { run, step } = reply;
    const waiting = this.#waiting.get(run);
    this.#waiting.delete(run);
    clearTimeout(waiting?.timer);
    waiting?.take(step);
    if ('report' in step && step.report.problem?.cause === 'engine') this.#end(step.report);
  }

  #kill(): void {
    this.#end(stopped('time', 'The script took too long and had to be ended from outside.'));
  }

  #end(report: Report): void {
    if (this.ended) return;
    this.ended = true;
    for (const [, waiting] of this.#waiting) {
      clearTimeout(waiting.timer);
      waiting.take({ report });
    }
    this.#waiting.clear();
    this.#port.close();
    void this.#worker.terminate();
  }
}

/** The thread's own file: beside this one in the sources, at the root of the bundle in what is built. */
function entry(): URL {
  const here = import.meta.url;
  if (here.endsWith('.ts')) return new URL('./script-thread.ts', here);
  return new URL(here.includes('/chunks/') ? '../script-thread.js' : './script-thread.js', here);
}
