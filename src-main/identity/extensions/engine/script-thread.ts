import { workerData } from 'node:worker_threads';
import variant from '@jitl/quickjs-wasmfile-release-sync';
import { newQuickJSWASMModuleFromVariant } from 'quickjs-emscripten-core';
import { checkScript } from './check-script.ts';
import type { Reply, Report, Request, Step, ThreadData } from './messages.ts';
import { ScriptRun } from './script-run.ts';

/*
 * The thread in which scripts run, one step of one script at a time. It can be ended from outside at any moment, since
 * some built-in functions of the language look at no clock.
 */

const { port } = workerData as ThreadData;
// biome-ignore lint/style/noRestrictedGlobals: this thread has a Date of its own, real until here.
const realNow = Date.now;
let offset = 0;
// What a script sees of time goes through this one function: it gets the time of the sandbox.
// biome-ignore lint/style/noRestrictedGlobals: see above.
Date.now = () => realNow() + offset;

const quickjs = await newQuickJSWASMModuleFromVariant(variant);
const runs = new Map<number, ScriptRun>();

const say = (reply: Reply): void => port.postMessage(reply);

function answer(request: Request): void {
  say({ type: 'step', run: request.run, step: stepOf(request) });
}

function stepOf(request: Request): Step {
  try {
    if (request.type === 'check')
      return { report: { ...NOTHING, problem: checkScript(quickjs, request.source) } };
    offset = request.now - realNow();
    const { run } = request;
    if (request.type === 'run') runs.set(run, new ScriptRun(quickjs, request.job));
    const script = runs.get(run);
    if (!script) return broken('The run is not known any more.');
    const step =
      request.type === 'run' ? script.start() : script.answer(request.number, request.ok, request.text);
    if ('report' in step) end(run);
    return step;
  } catch (error) {
    // The engine itself failed: whoever asked ends this thread, and the next script gets a new one.
    return broken(error instanceof Error ? error.message : String(error));
  }
}

function end(run: number): void {
  const script = runs.get(run);
  runs.delete(run);
  script?.dispose();
}

const NOTHING: Report = {
  value: undefined,
  veto: undefined,
  problem: undefined,
  console: [],
  ms: 0,
  calls: 0,
};

const broken = (message: string): Step => ({
  report: { ...NOTHING, problem: { cause: 'engine', message, line: null, column: null } },
});

port.on('message', answer);
say({ type: 'ready' });
