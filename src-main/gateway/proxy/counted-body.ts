import type { IncomingMessage } from 'node:http';
import { Transform, type TransformCallback } from 'node:stream';

/** A body without a declared length grew beyond what the gateway forwards. */
export class BodyTooLarge extends Error {
  readonly code = 'GH_BODY_TOO_LARGE';
}

/** The client began a body and stopped sending. */
export class BodyTooSlow extends Error {
  readonly code = 'GH_BODY_TOO_SLOW';
}

/**
 * The body of a request on its way to the backend: passes it on, no faster than it is taken, and counts it. Fails with
 * {@link BodyTooLarge} beyond `limit` bytes, and with {@link BodyTooSlow} when nothing arrives for `patienceMs`.
 *
 * It stands between request and backend also because a failed call destroys the body that it sends. The request itself
 * must live on: its connection still has to carry the answer that says what went wrong.
 */
export class CountedBody extends Transform {
  readonly #request: IncomingMessage;
  readonly #limit: number;
  readonly #patience: NodeJS.Timeout;
  #bytes = 0;

  constructor(request: IncomingMessage, limit: number, patienceMs: number) {
    super();
    this.#request = request;
    this.#limit = limit;
    // biome-ignore lint/style/noRestrictedGlobals: a time-out of real input, which virtual time must not shorten.
    this.#patience = setTimeout(() => this.#outOfPatience(), patienceMs);
    request.pipe(this);
  }

  /** Bytes that have passed. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Stops passing on; what still arrives is dropped, so that the connection can be used again. */
  stop(): void {
    this.#request.unpipe(this);
    this.#request.resume();
    this.destroy();
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.#patience.refresh();
    this.#bytes += chunk.length;
    if (this.#bytes > this.#limit) done(new BodyTooLarge('The body is larger than the gateway forwards.'));
    else done(null, chunk);
  }

  override _flush(done: TransformCallback): void {
    clearTimeout(this.#patience);
    done();
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    clearTimeout(this.#patience);
    super._destroy(error, done);
  }

  /** While something waits to be taken, it is the backend that is slow; the call's own time-out watches that. */
  #outOfPatience(): void {
    if (this.readableLength > 0 || this.writableLength > 0) this.#patience.refresh();
    else this.destroy(new BodyTooSlow('The rest of the body did not arrive in time.'));
  }
}
