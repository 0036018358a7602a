import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createInflateRaw } from 'node:zlib';

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const LOCAL_HEADER_BYTES = 30;
const STORED = 0;
const DEFLATED = 8;

/**
 * @typedef {object} ZipEntry
 * @property {string} name with `/` between folders; a folder's own entry ends in `/`
 * @property {number} method 0 stored, 8 deflated
 * @property {number} compressedSize
 * @property {number} size
 * @property {number} offset of the local header in the archive
 * @property {number} mode Unix permissions, 0 where the archive holds none
 */

/**
 * Reads the list of files at the end of a zip archive (PKWARE APPNOTE 4.3.12 and 4.3.16; no ZIP64).
 * @param {Buffer} tail the archive's last bytes, enough to hold the whole directory
 * @param {number} tailOffset where `tail` begins in the archive
 * @returns {ZipEntry[]}
 * @throws {Error} when there is no complete directory in `tail`
 */
export function readDirectory(tail, tailOffset) {
  let end = tail.length - 22;
  while (end >= 0 && tail.readUInt32LE(end) !== END_OF_DIRECTORY) end -= 1;
  if (end < 0) throw new Error('not a zip archive: the directory is missing');
  const count = tail.readUInt16LE(end + 10);
  let at = tail.readUInt32LE(end + 16) - tailOffset;
  if (at < 0) throw new Error('the directory begins before the bytes that were read');
  /** @type {ZipEntry[]} */
  const entries = [];
  for (let index = 0; index < count; index += 1) {
    if (tail.readUInt32LE(at) !== DIRECTORY_ENTRY) throw new Error('the directory is damaged');
    const nameLength = tail.readUInt16LE(at + 28);
    entries.push({
      name: tail.toString('utf8', at + 46, at + 46 + nameLength),
      method: tail.readUInt16LE(at + 10),
      compressedSize: tail.readUInt32LE(at + 20),
      size: tail.readUInt32LE(at + 24),
      offset: tail.readUInt32LE(at + 42),
      mode: (tail.readUInt32LE(at + 38) >>> 16) & 0o777,
    });
    at += 46 + nameLength + tail.readUInt16LE(at + 30) + tail.readUInt16LE(at + 32);
  }
  return entries;
}

/**
 * Unpacks chosen files of a zip archive.
 * @param {string} archive path
 * @param {(name: string) => string | undefined} place says where a file goes; undefined leaves it out
 * @returns {Promise<number>} how many files were written
 * @throws {Error} for a damaged archive or a compression other than deflate
 */
export async function unzip(archive, place) {
  const file = await open(archive, 'r');
  try {
    const { size } = await file.stat();
    // The directory of the largest archive used here (26,000 files) is about 3 MB.
    const tailLength = Math.min(size, 16 * 1024 * 1024);
    const tail = Buffer.alloc(tailLength);
    await file.read(tail, 0, tailLength, size - tailLength);
    let written = 0;
    for (const entry of readDirectory(tail, size - tailLength)) {
      const target = entry.name.endsWith('/') ? undefined : place(entry.name);
      if (target === undefined) continue;
      await mkdir(dirname(target), { recursive: true });
      await writeEntry(archive, file, entry, target);
      written += 1;
    }
    return written;
  } finally {
    await file.close();
  }
}

/**
 * @param {string} archive
 * @param {import('node:fs/promises').FileHandle} file
 * @param {ZipEntry} entry
 * @param {string} target
 */
async function writeEntry(archive, file, entry, target) {
  const header = Buffer.alloc(LOCAL_HEADER_BYTES);
  await file.read(header, 0, LOCAL_HEADER_BYTES, entry.offset);
  const start = entry.offset + LOCAL_HEADER_BYTES + header.readUInt16LE(26) + header.readUInt16LE(28);
  const output = createWriteStream(target, { mode: entry.mode || 0o644 });
  if (entry.compressedSize === 0) {
    await new Promise((resolve, reject) => output.on('error', reject).end(resolve));
    return;
  }
  const input = createReadStream(archive, { start, end: start + entry.compressedSize - 1 });
  if (entry.method === STORED) await pipeline(input, output);
  else if (entry.method === DEFLATED) await pipeline(input, createInflateRaw(), output);
  else throw new Error(`${entry.name} is compressed by method ${entry.method}, which is not supported`);
  if (output.bytesWritten !== entry.size) throw new Error(`${entry.name} is damaged`);
}
