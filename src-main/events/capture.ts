import { isUtf8 } from 'node:buffer';
import type { CapturedBody } from '../contract/events.ts';

/** Bodies are kept up to this size, bytes. */
export const BODY_LIMIT = 64 * 1024;

const TEXT = /^(text\/|application\/(?:[\w.+-]*\+)?(?:json|xml|javascript|x-www-form-urlencoded|jwt))/i;

const LONE_SURROGATE = /\p{Surrogate}/u;

/** Keeps the beginning of a body as it passes by. */
export class BodyCapture {
  readonly #chunks: Buffer[] = [];
  /** All so far, where it came as one text: most bodies do, and need no bytes in between. */
  #whole: string | undefined;
  #kept = 0;
  #size = 0;

  /** True size so far, bytes. */
  get size(): number {
    return this.#size;
  }

  /** `owned`: nobody writes into the bytes any more. */
  add(chunk: unknown, owned = false, encoding?: unknown): void {
    if (chunk === undefined || chunk === null || typeof chunk === 'function') return;
    if (this.#takeWhole(chunk, encoding)) return;
    this.#splitWhole();
    const bytes = toBytes(chunk, encoding);
    this.#size += bytes.length;
    const room = BODY_LIMIT - this.#kept;
    if (room <= 0) return;
    const part = bytes.length > room ? bytes.subarray(0, room) : bytes;
    // Whoever owns the bytes may write into them again.
    this.#chunks.push(owned || typeof chunk === 'string' ? part : Buffer.from(part));
    this.#kept += part.length;
  }

  /** What was kept, or undefined when there was no body. */
  body(contentType: string | undefined): CapturedBody | undefined {
    if (this.#size === 0) return undefined;
    if (this.#whole !== undefined && contentType !== undefined && TEXT.test(contentType))
      return { type: contentType, size: this.#size, text: this.#whole, cut: false };
    this.#splitWhole();
    const [only] = this.#chunks;
    const bytes = only && this.#chunks.length === 1 ? only : Buffer.concat(this.#chunks);
    const cut = this.#size > this.#kept;
    const type = contentType ?? 'application/octet-stream';
    return TEXT.test(type) || (contentType === undefined && isUtf8(bytes))
      ? { type, size: this.#size, text: bytes.toString('utf8'), cut }
      : { type, size: this.#size, text: bytes.toString('base64'), cut, base64: true };
  }

  /** A text that cannot be written as UTF-8 would be another one when it is read back, so it goes by its bytes. */
  #takeWhole(chunk: unknown, encoding: unknown): boolean {
    if (typeof chunk !== 'string' || this.#size > 0 || (typeof encoding === 'string' && encoding !== 'utf8'))
      return false;
    const size = Buffer.byteLength(chunk);
    if (size === 0 || size > BODY_LIMIT || (size !== chunk.length && LONE_SURROGATE.test(chunk)))
      return false;
    this.#whole = chunk;
    this.#size = size;
    return true;
  }

  #splitWhole(): void {
    if (this.#whole === undefined) return;
    this.#chunks.push(Buffer.from(this.#whole));
    this.#kept = this.#size;
    this.#whole = undefined;
  }
}

function toBytes(chunk: unknown, encoding: unknown): Buffer {
  if (typeof chunk === 'string')
    return Buffer.from(chunk, typeof encoding === 'string' ? (encoding as BufferEncoding) : 'utf8');
  const { buffer, byteOffset, byteLength } = chunk as Uint8Array;
  return Buffer.from(buffer, byteOffset, byteLength);
}
