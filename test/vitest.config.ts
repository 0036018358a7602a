import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Unit tests touch one module; integration tests start real parts (listeners, databases, workers). */
export default defineConfig({
  root,
  test: {
    environment: 'node',
    pool: 'forks',
    // Most of a test is waiting for a sandbox, so a small machine runs two files at once as well.
    maxWorkers: Math.max(2, availableParallelism()),
    passWithNoTests: true,
    projects: [
      {
        extends: true,
        test: { name: 'unit', include: ['test/unit/**/*.test.{ts,tsx}'], testTimeout: 10_000 },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
