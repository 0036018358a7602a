import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { digest } from '../../../scripts/lib/build-output.mjs';
import { add, closingLine, readCounts } from '../../../scripts/lib/counts.mjs';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gatehouse-results-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('the counts of a test run', () => {
  const counts = { passed: 3, failed: 0, skipped: [{ name: 'a', reason: 'no such device' }] };

  it('add up to the closing line', () => {
    expect(closingLine(add(counts, { passed: 2, failed: 1, skipped: [] }))).toBe(
      '5 passed, 1 failed, 1 skipped',
    );
  });

  it('hold a failure where the runner failed without a failed test', () => {
    const file = join(folder, 'counts.json');
    writeFileSync(file, JSON.stringify(counts));
    expect(readCounts(file, 0)).toEqual(counts);
    expect(readCounts(file, 1).failed).toBe(1);
  });

  it('hold a failure where the runner died before it wrote any', () => {
    expect(readCounts(join(folder, 'never-written.json'), 0)).toEqual({ passed: 0, failed: 1, skipped: [] });
  });
});

describe('whether the build is stale', () => {
  const sources = ['src', 'config.ts', 'absent'];

  const write = (): void => {
    writeFileSync(join(folder, 'config.ts'), 'export default {}');
  };

  it('follows what the files hold, not when they were written', () => {
    write();
    const before = digest(folder, sources);
    write();
    expect(digest(folder, sources)).toBe(before);
    writeFileSync(join(folder, 'config.ts'), 'export default { changed: true }');
    expect(digest(folder, sources)).not.toBe(before);
  });
});
