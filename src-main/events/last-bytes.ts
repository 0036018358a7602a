/**
 * Holds back what completes an answer. With a Content-Length the receiver has the whole answer as soon as its last byte
 * arrives (RFC 9112 §6.3), before `end` is called: without this, an answer that is piped through would be acknowledged
 * before its events are on disk.
 */
export class LastBytes {
  /** The declared length, bytes; NaN where none is declared, or before the headers are known. */
  length = Number.NaN;
  #passed = 0;
  #held: Buffer | undefined;

  /** What has to be sent just before the end. */
  get held(): Buffer | undefined {
    return this.#held;
  }

  /**
   * Looks at the arguments of a `write`. Where they complete the answer and so have to wait, answers a copy of the bytes,
   * and calls the callback all the same.
   */
  take(chunk: unknown, encoding: unknown, callback: unknown): Buffer | undefined {
    if (Number.isNaN(this.length)) return undefined;
    const coding = typeof encoding === 'string' ? (encoding as BufferEncoding) : 'utf8';
    const data = chunk as string | Uint8Array;
    this.#passed += typeof data === 'string' ? Buffer.byteLength(data, coding) : data.byteLength;
    if (this.#passed < this.length) return undefined;
    const bytes = typeof data === 'string' ? Buffer.from(data, coding) : Buffer.from(data);
    this.#held = this.#held ? Buffer.concat([this.#held, bytes]) : bytes;
    const done = typeof encoding === 'function' ? encoding : callback;
    if (typeof done === 'function') process.nextTick(done);
    return bytes;
  }
}
