import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { unzip } from '../../../scripts/lib/unzip.mjs';

/** Writes a zip archive by hand, after PKWARE's APPNOTE 4.3. */
function archive(files: Array<{ name: string; content: string; mode?: number; method?: number }>): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, content, mode = 0o644, method = 8 } of files) {
    const data = method === 8 ? deflateRawSync(content) : Buffer.from(content);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(name.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(method, 10);
    entry.writeUInt32LE(data.length, 20);
    entry.writeUInt32LE(Buffer.byteLength(content), 24);
    entry.writeUInt16LE(name.length, 28);
    entry.writeUInt32LE((0o100000 | mode) * 0x10000, 38);
    entry.writeUInt32LE(offset, 42);
    parts.push(local, Buffer.from(name), data);
    directory.push(entry, Buffer.from(name));
    offset += 30 + name.length + data.length;
  }
  const list = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(list.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, list, end]);
}

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gatehouse-unzip-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('unzip', () => {
  it('writes the chosen files with content and permissions, and leaves the others', async () => {
    const path = join(folder, 'a.zip');
    const text = 'hello '.repeat(1000);
    writeFileSync(
      path,
      archive([
        { name: 'App/', content: '', method: 0 },
        { name: 'App/run', content: text, mode: 0o755 },
        { name: 'App/plain.txt', content: 'stored', method: 0 },
        { name: 'App/empty', content: '', method: 0 },
        { name: 'App/left-out', content: 'x' },
      ]),
    );
    const written = await unzip(path, (name) =>
      name.endsWith('left-out') ? undefined : join(folder, 'out', name),
    );
    expect(written).toBe(3);
    expect(readFileSync(join(folder, 'out/App/run'), 'utf8')).toBe(text);
    expect(statSync(join(folder, 'out/App/run')).mode & 0o777).toBe(0o755);
    expect(readFileSync(join(folder, 'out/App/plain.txt'), 'utf8')).toBe('stored');
    expect(statSync(join(folder, 'out/App/empty')).size).toBe(0);
  });

  it('refuses what is no archive, or one that was cut short', async () => {
    const path = join(folder, 'b.zip');
    writeFileSync(path, 'not a zip archive at all, only text');
    await expect(unzip(path, () => join(folder, 'x'))).rejects.toThrow(/not a zip archive/);
    writeFileSync(path, archive([{ name: 'a', content: 'content' }]).subarray(0, -10));
    await expect(unzip(path, () => join(folder, 'x'))).rejects.toThrow(/not a zip archive/);
  });
});
