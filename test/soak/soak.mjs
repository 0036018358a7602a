import { appendFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { openRealWindow } from '../bench/lib/real-window.mjs';
import { SoakTraffic } from './soak-traffic.mjs';
import { rises, trendOf } from './trend.mjs';

/**
 * `npm run soak -- --minutes 60`: the app in its real window, with traffic, its memory measured each 30 seconds. Says
 * for each measure whether it rises after the warm-up, in which the traffic hurries: what is remembered of calls and
 * secrets is bounded, and would fill for an hour at a person's pace, which looks like a leak.
 */
const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '60' },
    'warm-up': { type: 'string', default: '15' },
    every: { type: 'string', default: '30' },
    samples: { type: 'string' },
  },
});
const minutes = Number(values.minutes);
const warmUp = Math.min(Number(values['warm-up']), minutes / 3);
const everyMs = Number(values.every) * 1000;
const MB = 1024 * 1024;

const real = await openRealWindow({ args: ['--enable-precise-memory-info'] });
/** @type {Array<Record<string, number>>} */
const samples = [];
if (values.samples) writeFileSync(values.samples, '');
try {
  // The smallest log there is, so that it is full, and trimmed, long before the end.
  await real.call('settings.set', { welcomed: true, logLimitMb: 16 });
  await real.window.reload();
  await real.window.getByRole('link', { name: 'Traces' }).click();
  const traffic = new SoakTraffic(real.call);
  const began = performance.now();
  const end = began + minutes * 60_000;
  const warmFrom = began + warmUp * 60_000;
  const running = traffic.runUntil(
    () => performance.now() >= end,
    () => performance.now() >= warmFrom,
  );
  for (let next = began + everyMs; next <= end + 1; next += everyMs) {
    await new Promise((resolve) => {
      setTimeout(resolve, Math.max(0, next - performance.now()));
    });
    const sample = { minutes: (performance.now() - began) / 60_000, ...(await measure()) };
    samples.push(sample);
    if (values.samples) appendFileSync(values.samples, `${JSON.stringify(sample)}\n`);
  }
  await running;
  report(traffic);
} finally {
  await real.close();
}

/** Memory of each part, MB. Heaps are what is in use, so a collection that is due shows as noise. */
async function measure() {
  const main = await real.app.evaluate(({ app }) => ({
    metrics: app.getAppMetrics().map(({ type, memory }) => ({ type, kib: memory.workingSetSize })),
    heap: process.memoryUsage().heapUsed,
  }));
  const resident = (/** @type {string} */ type) =>
    main.metrics.filter((entry) => entry.type === type).reduce((sum, { kib }) => sum + kib, 0) / 1024;
  const memory = await real.call('sandbox.memory');
  const renderer = await real.window.evaluate(() => /** @type {any} */ (performance).memory.usedJSHeapSize);
  return {
    'main and worker, resident': resident('Browser'),
    'main, heap': main.heap / MB,
    'worker, heap': memory.heapUsed / MB,
    'worker, outside the heap': memory.external / MB,
    'window, resident': resident('Tab'),
    'window, heap': renderer / MB,
    'event log on disk': statSync(join(real.dataDir, 'events.db')).size / MB,
  };
}

/** @param {SoakTraffic} traffic */
function report({ counts, failures }) {
  const kept = samples.filter((sample) => (sample.minutes ?? 0) > warmUp);
  const names = Object.keys(samples[0] ?? {}).filter((name) => name !== 'minutes');
  process.stdout.write(`${minutes} minutes, the first ${warmUp} left out; ${kept.length} samples\n`);
  process.stdout.write(`traffic: ${JSON.stringify(counts)}\n`);
  for (const failure of failures.slice(0, 20)) process.stdout.write(`failed: ${failure}\n`);
  process.stdout.write('\n');
  process.stdout.write(
    '| what | mean, MB | slope, MB an hour | standard error | rises |\n|---|---|---|---|---|\n',
  );
  let risen = false;
  for (const name of names) {
    const trend = trendOf(kept.map((sample) => ({ minutes: sample.minutes ?? 0, value: sample[name] ?? 0 })));
    const up = rises(trend);
    risen ||= up;
    process.stdout.write(
      `| ${name} | ${trend.mean.toFixed(1)} | ${trend.perHour.toFixed(1)} | ${trend.error.toFixed(1)} | ${up ? 'yes' : 'no'} |\n`,
    );
  }
  process.exitCode = risen ? 1 : 0;
}
