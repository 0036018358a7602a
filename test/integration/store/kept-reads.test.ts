import { join } from 'node:path';
import { expect, it } from 'vitest';
import { type ApiRecord, Apis } from '../../../src-main/store/apis.ts';
import { APIS } from '../../../src-main/world/seed/apis.ts';
import { testCore } from '../../support/core.ts';
import { tempDir } from '../../support/temp-dir.ts';

const names = (apis: Apis): string[] => apis.all().map(({ name }) => name);

it('reads that are remembered follow each change, one that is taken back, and a restore', () => {
  const { store } = testCore();
  const [api] = APIS as [ApiRecord];
  const apis = new Apis(store);
  const others = new Apis(store);
  apis.save(api);
  expect(names(others)).toEqual([api.name]);
  const copy = join(tempDir(), 'copy.db');
  store.copyTo(copy);
  apis.save({ ...api, name: 'Renamed' });
  expect(names(others)).toEqual(['Renamed']);
  expect(() =>
    store.transaction(() => {
      apis.save({ ...api, name: 'Taken back' });
      expect(names(others)).toEqual(['Taken back']);
      throw new Error('taken back');
    }),
  ).toThrow('taken back');
  expect(names(others)).toEqual(['Renamed']);
  store.replaceWith(copy);
  expect(names(others)).toEqual([api.name]);
});
