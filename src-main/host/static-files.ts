import { readFile, realpath } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';

/** A file of the user interface, ready to leave. */
export interface StaticFile {
  /** `page` is index.html, whose nonce must be filled in. */
  kind: 'page' | 'asset';
  body: Buffer;
  type: string;
  cacheControl: string;
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.wasm': 'application/wasm',
  '.txt': 'text/plain; charset=utf-8',
};

/**
 * Turns the path of a request into a path inside the folder, or null when it is not a plain one: what does not decode,
 * decodes to a separator, a drive, a NUL or a dot segment, or names a hidden file never reaches the file system.
 *
 * Takes the path as it was sent, before a URL parser has removed dot segments.
 */
export function plainSegments(path: string): string[] | null {
  if (!path.startsWith('/')) return null;
  const segments = path.slice(1).split('/');
  const plain: string[] = [];
  for (const segment of segments) {
    let decoded: string;
    try {
      decoded = decodeURIComponent(segment);
    } catch {
      return null;
    }
    if (!/^[A-Za-z0-9_~@-][A-Za-z0-9._~@-]*$/.test(decoded)) return null;
    plain.push(decoded);
  }
  return plain;
}

/**
 * Reads a file of `folder` by the path of a request (`/` is index.html). Answers null for what is not there, is of no
 * known type, or lies outside of the folder, links followed.
 */
export async function readStatic(folder: string, path: string): Promise<StaticFile | null> {
  const segments = path === '/' ? ['index.html'] : plainSegments(path);
  if (!segments) return null;
  const type = TYPES[extname(segments.at(-1) ?? '')];
  if (!type) return null;
  try {
    const [root, file] = await Promise.all([realpath(folder), realpath(join(folder, ...segments))]);
    if (!file.startsWith(root + sep)) return null;
    const page = segments.join('/') === 'index.html';
    return {
      kind: page ? 'page' : 'asset',
      body: await readFile(file),
      type,
      // The build names files under assets/ by their content.
      cacheControl: page
        ? 'no-store'
        : segments[0] === 'assets'
          ? 'public, max-age=31536000, immutable'
          : 'no-cache',
    };
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'ENOENT' || code === 'ENOTDIR' || code === 'EISDIR' || code === 'ENAMETOOLONG';
}
