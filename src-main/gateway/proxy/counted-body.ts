import type { IncomingMessage } from 'node:http';
import { Transform, type TransformCallback } from 'node:stream';

/** A body without a declared length grew beyond what the gateway forwards. */
export class BodyTooLarge extends Error {
  readonly code = 'GH_BODY_TOO_LARGE';
}

/**
 * The body of a request on its way to the backend: passes it on, no faster than it is taken, and counts it; fails with
 * {@link BodyTooLarge} beyond `limit` bytes.
 *
 * It stands between request and backend also because a failed call destroys the body that it sends. The request itself
 * must live on: its connection still has to carry the answer that says what went wrong.
 */
export class CountedBody extends Transform {
  readonly #request: IncomingMessage;
  readonly #limit: number;
  #bytes = 0;

  constructor(request: IncomingMessage, limit: number) {
    super();
    this.#request = request;
    this.#limit = limit;
    request.pipe(this);
  }

  /** Bytes that have passed. */
  get bytes(): number {
    return this.#bytes;
  }

  /** The client has sent all of it. */
  get complete(): boolean {
    return this.#request.complete;
  }

  /** Stops passing on; what still arrives is dropped, so that the connection can be used again. */
  stop(): void {
    this.#request.unpipe(this);
    this.#request.resume();
    this.destroy();
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.#bytes += chunk.length;
    if (this.#bytes > this.#limit) done(new BodyTooLarge('The body is larger than the gateway forwards.'));
    else done(null, chunk);
  }
}
