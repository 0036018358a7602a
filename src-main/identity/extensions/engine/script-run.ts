import type {
  QuickJSContext,
  QuickJSDeferredPromise,
  QuickJSHandle,
  QuickJSRuntime,
  QuickJSWASMModule,
} from 'quickjs-emscripten-core';
import type { Failure, Job, Problem, Report, ScriptCall, Step } from './messages.ts';
import { FILE, NOWHERE } from './place.ts';
import { PRELUDE } from './prelude.ts';
import { readThrown } from './thrown.ts';

/** Jobs of promises that run between two looks at the clock. */
const JOBS = 1000;

const WAITS =
  'The script waits for something that never comes. Only the calls that it makes itself can be waited for.';

/**
 * One run of one script, in a world of its own that holds nothing but what the language itself has, `console`, `call`
 * and, where it applies, `veto`. It goes on step by step: until it ends, or waits for calls.
 */
export class ScriptRun {
  readonly #job: Job;
  readonly #runtime: QuickJSRuntime;
  readonly #context: QuickJSContext;
  readonly #waiting = new Map<number, QuickJSDeferredPromise>();
  readonly #lines: string[] = [];
  readonly #handles: QuickJSHandle[] = [];
  #asked: ScriptCall[] = [];
  #tools: Readonly<Record<'invoke' | 'encode' | 'explain', QuickJSHandle>> | undefined;
  #result: QuickJSHandle | undefined;
  #veto: string | undefined;
  #spent = 0;
  #calls = 0;
  #until = 0;
  #late = false;

  constructor(quickjs: QuickJSWASMModule, job: Job) {
    this.#job = job;
    this.#runtime = quickjs.newRuntime();
    this.#runtime.setMemoryLimit(job.limits.memoryBytes);
    this.#runtime.setMaxStackSize(job.limits.stackBytes);
    this.#runtime.setInterruptHandler(() => this.#isLate());
    this.#context = this.#runtime.newContext();
  }

  /** Runs until the script ends or waits. */
  start(): Step {
    return this.#timed(() => {
      const tools = this.#prepare();
      const loaded = this.#context.evalCode(this.#job.source, FILE, { type: 'module' });
      if (loaded.error) return this.#failed(this.#keep(loaded.error));
      const module = this.#keep(loaded.value);
      const late = this.#runJobs();
      if (late) return late;
      const state = this.#context.getPromiseState(module);
      if (state.type === 'pending')
        return this.#stopped(
          'threw',
          'The script waits at its top level. Wait inside of its function instead.',
        );
      if (state.type === 'rejected') return this.#failed(this.#keep(state.error));
      const exported = state.notAPromise ? module : this.#keep(state.value);
      const handler = this.#keep(this.#context.getProp(exported, 'default'));
      if (this.#context.typeof(handler) !== 'function')
        return this.#stopped(
          'threw',
          'The script has no function to run. Begin it with “export default function”.',
        );
      const argument = this.#keep(this.#context.newString(this.#job.argument));
      const called = this.#context.callFunction(tools.invoke, this.#context.undefined, handler, argument);
      if (called.error) return this.#failed(this.#keep(called.error));
      this.#result = this.#keep(called.value);
      return this.#settle();
    });
  }

  /** Goes on with the answer of a call: JSON, or the words of a failure. */
  answer(number: number, ok: boolean, text: string): Step {
    const waiting = this.#waiting.get(number);
    this.#waiting.delete(number);
    if (!waiting) return { calls: [] };
    return this.#timed(() => {
      const value = ok ? this.#context.newString(text) : this.#context.newError(text);
      if (ok) waiting.resolve(value);
      else waiting.reject(value);
      value.dispose();
      waiting.dispose();
      return this.#settle();
    });
  }

  /** Gives everything back. Throws when the engine is not sound any more. */
  dispose(): void {
    for (const waiting of this.#waiting.values()) waiting.dispose();
    for (const handle of this.#handles.reverse()) if (handle.alive) handle.dispose();
    this.#context.dispose();
    this.#runtime.dispose();
  }

  #timed(work: () => Step): Step {
    const began = performance.now();
    this.#until = began + this.#job.limits.ms - this.#spent;
    const step = work();
    this.#spent += performance.now() - began;
    if ('report' in step) step.report.ms = Math.round(this.#spent * 100) / 100;
    return step;
  }

  #isLate(): boolean {
    this.#late ||= performance.now() > this.#until;
    return this.#late;
  }

  #prepare() {
    const context = this.#context;
    const { limits, noCalls = '', mayVeto } = this.#job;
    const setUp = this.#keep(context.unwrapResult(context.evalCode(PRELUDE, 'prelude.js')));
    const log = context.newFunction('log', (line) => {
      if (this.#lines.length < limits.consoleLines) this.#lines.push(context.getString(line));
      else if (this.#lines.length === limits.consoleLines) this.#lines.push('… and more, which is not kept');
    });
    const call = context.newFunction('call', (method, path, options) => this.#call(method, path, options));
    const veto = mayVeto
      ? context.newFunction('veto', (words) => {
          this.#veto ??= context.getString(words);
        })
      : context.undefined;
    const given = [log, call, veto, context.newString(noCalls), context.newNumber(limits.consoleLineLength)];
    const made = this.#keep(context.unwrapResult(context.callFunction(setUp, context.undefined, ...given)));
    for (const handle of given) if (handle !== context.undefined) this.#keep(handle);
    const tool = (name: string) => this.#keep(context.getProp(made, name));
    this.#tools = { invoke: tool('invoke'), encode: tool('encode'), explain: tool('explain') };
    return this.#tools;
  }

  #call(method: QuickJSHandle, path: QuickJSHandle, options: QuickJSHandle): QuickJSHandle {
    const context = this.#context;
    this.#calls += 1;
    const deferred = context.newPromise();
    const { calls } = this.#job.limits;
    if (this.#calls > calls) {
      const refused = context.newError(`A script may make ${calls} calls, and this is one more.`);
      deferred.reject(refused);
      refused.dispose();
      const { handle } = deferred;
      return handle;
    }
    this.#waiting.set(this.#calls, deferred);
    this.#asked.push({
      number: this.#calls,
      method: context.getString(method).slice(0, 20),
      path: context.getString(path).slice(0, 2000),
      options: context.typeof(options) === 'string' ? context.getString(options) : '{}',
    });
    return deferred.handle.dup();
  }

  /** Runs what promises have to do. Answers the end of the run, if that is it. */
  #runJobs(): Step | undefined {
    while (this.#runtime.hasPendingJob()) {
      const ran = this.#runtime.executePendingJobs(JOBS);
      if (ran.error) {
        return this.#failed(this.#keep(ran.error));
      }
      ran.dispose();
      if (this.#isLate()) return this.#stopped('time', 'The script took too long.');
    }
    return undefined;
  }

  #settle(): Step {
    const ended = this.#runJobs();
    if (ended) return ended;
    if (!this.#result) return this.#stopped('engine', 'The run has no result.');
    const state = this.#context.getPromiseState(this.#result);
    if (state.type === 'rejected') return this.#failed(this.#keep(state.error));
    if (state.type === 'fulfilled')
      return this.#done(state.notAPromise ? this.#result : this.#keep(state.value));
    if (this.#waiting.size === 0) return this.#stopped('time', WAITS);
    const calls = this.#asked;
    this.#asked = [];
    return { calls };
  }

  #done(value: QuickJSHandle): Step {
    if (this.#veto !== undefined) return this.#report({});
    const tools = this.#tools;
    if (!tools) return this.#stopped('engine', 'The run has no tools.');
    const encoded = this.#context.callFunction(tools.encode, this.#context.undefined, value);
    if (encoded.error) return this.#failed(this.#keep(encoded.error));
    const text = this.#keep(encoded.value);
    const length = this.#keep(this.#context.getProp(text, 'length'));
    const { answerLength } = this.#job.limits;
    if (this.#context.getNumber(length) > answerLength)
      return this.#stopped('answer', `The answer is longer than ${answerLength} characters of JSON.`);
    return this.#report({ value: this.#context.getString(text) });
  }

  #failed(thrown: QuickJSHandle): Step {
    if (this.#veto !== undefined && !this.#late) return this.#report({});
    const thrower = {
      context: this.#context,
      runtime: this.#runtime,
      explain: this.#tools?.explain,
      memoryBytes: this.#job.limits.memoryBytes,
      late: this.#late,
    };
    return this.#report({ problem: readThrown(thrower, thrown) });
  }

  #stopped(cause: Failure, message: string): Step {
    return this.#report({ problem: { cause, message, ...NOWHERE } });
  }

  #report({ value, problem }: { value?: string; problem?: Problem }): Step {
    const report: Report = {
      value,
      veto: problem === undefined ? this.#veto : undefined,
      problem,
      console: this.#lines,
      ms: 0,
      calls: this.#calls,
    };
    return { report };
  }

  #keep<T extends QuickJSHandle>(handle: T): T {
    this.#handles.push(handle);
    return handle;
  }
}
