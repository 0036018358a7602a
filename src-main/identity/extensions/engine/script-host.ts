import type { AnswerCall, Problem, Report, Step, TimedJob } from './messages.ts';
import { ScriptThread } from './script-thread-host.ts';

/** One thread for scripts. It is started when it is first needed, and again after it had to be ended. */
export class ScriptHost {
  readonly #graceMs: number;
  #thread: ScriptThread | undefined;

  /** `graceMs`: what a script may take beyond its time before its thread is ended, real time. */
  constructor(graceMs: number) {
    this.#graceMs = graceMs;
  }

  /** Runs a script. `begun` is called once it has ended or waits for its first calls. */
  async run(job: TimedJob, answerCall: AnswerCall, begun: () => void = () => undefined): Promise<Report> {
    const { now, ...rest } = job;
    const { thread, run, step } = await this.#first((run) => ({ type: 'run', run, now: now(), job: rest }), {
      ms: job.limits.ms,
    });
    begun();
    return goOn(thread, run, job, step, answerCall);
  }

  /** Reads a script without running it. */
  async check(source: string): Promise<Problem | undefined> {
    const { step } = await this.#first((run) => ({ type: 'check', run, source }), { ms: 0 });
    return 'report' in step ? step.report.problem : undefined;
  }

  /** The first step of a run. A thread that is ended since another script took too long leaves it to the next thread. */
  async #first(
    request: (run: number) => Parameters<ScriptThread['ask']>[0],
    { ms }: { ms: number },
  ): Promise<{ thread: ScriptThread; run: number; step: Step }> {
    for (;;) {
      if (!this.#thread || this.#thread.ended) this.#thread = new ScriptThread(this.#graceMs);
      const thread = this.#thread;
      const run = thread.nextRun();
      const step = await thread.ask(request(run), ms);
      if (step) return { thread, run, step };
    }
  }
}

/** Goes on with a run that waits for calls, until it ends. */
async function goOn(
  thread: ScriptThread,
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
    step = (await thread.ask({ type: 'answer', run, now: now(), ...answer }, limits.ms)) ?? {
      report: stoppedWithThread(),
    };
  }
}

/** The end of a run that had begun in a thread which is no more. */
const stoppedWithThread = (): Report => ({
  value: undefined,
  veto: undefined,
  problem: {
    cause: 'engine',
    message: 'Another script took too long, and the thread of the scripts was ended with this one in it.',
    line: null,
    column: null,
  },
  console: [],
  ms: 0,
  calls: 0,
});
