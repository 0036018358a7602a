import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openDatabase } from '../../../src-main/store/database.ts';
import { tempDir } from '../../support/temp-dir.ts';

const V1 = ['CREATE TABLE one (id INTEGER)'];
const V2 = [...V1, 'CREATE TABLE two (id INTEGER)'];

describe('a database', () => {
  it('of an older version is copied aside and brought up', () => {
    const file = join(tempDir(), 'state.db');
    const old = openDatabase(file, V1);
    old.exec('INSERT INTO one VALUES (7)');
    old.close();

    const current = openDatabase(file, V2);
    expect(current.prepare('SELECT id FROM one').get()).toEqual({ id: 7 });
    expect(current.prepare('SELECT count(*) AS n FROM two').get()).toEqual({ n: 0 });
    current.close();
    const backup = openDatabase(`${file}.v1.bak`, V1);
    expect(backup.prepare('SELECT id FROM one').get()).toEqual({ id: 7 });
    backup.close();
  });

  it('of a newer version is refused, with its version', () => {
    const file = join(tempDir(), 'state.db');
    openDatabase(file, V2).close();
    expect(() => openDatabase(file, V1)).toThrow(/version 2.*up to version 1/);
    expect(existsSync(`${file}.v2.bak`)).toBe(false);
  });

  it('that is not one is refused and left as it is', () => {
    const file = join(tempDir(), 'state.db');
    writeFileSync(
      file,
      'this is not a database, and it is long enough to have a header of its own'.repeat(20),
    );
    expect(() => openDatabase(file, V1)).toThrow(/could not be opened/);
  });
});
