import { onTestFinished } from 'vitest';
import type { Core } from '../../src-main/events/core.ts';
import { type CoreOptions, createCore } from '../../src-main/events/create-core.ts';
import { tempDir } from './temp-dir.ts';

/** A real core on databases of its own, closed when the test has finished. */
export function testCore(options: Partial<CoreOptions> = {}): Core {
  const core = createCore({ dataDir: options.dataDir ?? tempDir(), ...options });
  onTestFinished(() => core.close());
  return core;
}
