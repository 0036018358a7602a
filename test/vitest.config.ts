import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const root = fileURLToPath(new URL('..', import.meta.url));

/** The files that take longest, longest first: one that begins last keeps a core waiting at the end. */
const LONGEST = [
  'labs/shipped-packs',
  'rules/identity/every-rule',
  'storage/disk',
  'fixes/fixes',
  'cli/serve',
  'world/sessions',
  'killed/kill-under-traffic',
];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const at = LONGEST.findIndex((name) => moduleId.includes(name));
      return at < 0 ? LONGEST.length : at;
    };
    return (await super.sort(files)).sort((one, other) => rank(one) - rank(other));
  }
}

/** Unit tests touch one module; integration tests start real parts (listeners, databases, workers). */
export default defineConfig({
  root,
  test: {
    environment: 'node',
    pool: 'forks',
    // Most of a test is waiting for a sandbox, so a small machine runs two files at once as well.
    maxWorkers: Math.max(2, availableParallelism()),
    passWithNoTests: true,
    sequence: { sequencer: LongestFirst },
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
          setupFiles: ['test/support/light-passwords.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
