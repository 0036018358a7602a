import type { QuickJSWASMModule } from 'quickjs-emscripten-core';
import type { Problem } from './messages.ts';
import { FILE, NOWHERE, placeIn, within } from './place.ts';

/** Stands behind a script that is only read: it has to be found before anything runs, and never is. */
const GATE = '#read-only';

/** Reads a script without running it. */
export function checkScript(quickjs: QuickJSWASMModule, source: string): Problem | undefined {
  const runtime = quickjs.newRuntime();
  const context = runtime.newContext();
  try {
    const result = context.evalCode(`${source}\nimport '${GATE}';`, FILE, { type: 'module' });
    if (!result.error) {
      result.value.dispose();
      return { cause: 'syntax', message: 'The script cannot be read.', ...NOWHERE };
    }
    const { name, message, stack } = context.dump(result.error) as Record<string, string>;
    result.error.dispose();
    if (message?.includes(GATE)) return undefined;
    return { cause: 'syntax', message: `${name}: ${message}`, ...within(source, placeIn(stack ?? '')) };
  } finally {
    context.dispose();
    runtime.dispose();
  }
}
