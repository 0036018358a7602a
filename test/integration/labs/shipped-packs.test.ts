import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { startLabSandbox } from '../../../src-main/lab-sandbox.ts';
import { packFolders } from '../../../src-main/labs/library.ts';
import { testPack } from '../../../src-main/labs/proof/test-pack.ts';

const VERSION = '0.1.0';
const packs = packFolders([fileURLToPath(new URL('../../../labs', import.meta.url))]);

test('there are packs that ship', () => {
  expect(packs.length).toBeGreaterThan(0);
});

test.each(packs)('every lab of %s holds what it promises', { timeout: 400_000 }, async (dir) => {
  const reports = await testPack(dir, { version: VERSION }, (start) =>
    startLabSandbox({ ...start, version: VERSION }),
  );
  expect(reports.flatMap(({ id, findings }) => findings.map((finding) => ({ id, ...finding })))).toEqual([]);
  expect(reports.every(({ ok }) => ok)).toBe(true);
  expect(reports.length).toBeGreaterThan(0);
});
