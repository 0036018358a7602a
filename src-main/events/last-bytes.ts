/**
 * Holds back what completes an answer. With a Content-Length the receiver has the whole answer as soon as its last byte
 * arrives (RFC 9112 §6.3), before `end` is called: without this, an answer that is piped through would be acknowledged
 * before its events are on disk.
 */
export class LastBytes {
  /** The declared length, bytes; NaN where none is declared, or before the headers are known. */
  length = Number.NaN;
  #passed = 0;
  #held: Buffer[] = [];

  /** What has to be sent just before the end. */
  get held(): Buffer | undefined {
    return this.#held.length > 1 ? Buffer.concat(this.#held) : this.#held[0];
  }

  /** Whether the arguments of a `write` complete the answer and so have to wait. Their callback is called all the same. */
  holds(chunk: unknown, [encoding, callback]: readonly unknown[]): boolean {
    if (Number.isNaN(this.length)) return false;
    const coding = typeof encoding === 'string' ? (encoding as BufferEncoding) : 'utf8';
    const data = chunk as string | Uint8Array;
    this.#passed += typeof data === 'string' ? Buffer.byteLength(data, coding) : data.byteLength;
    if (this.#passed < this.length) return false;
    this.#held.push(typeof data === 'string' ? Buffer.from(data, coding) : Buffer.from(data));
    const done = typeof encoding === 'function' ? encoding : callback;
    if (typeof done === 'function') process.nextTick(done);
    return true;
  }
}
