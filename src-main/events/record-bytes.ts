/** Room that is kept from one text to the next, bytes. What one long text needed beyond it is given back. */
const KEPT = 1024 * 1024;

/** UTF-8 takes at most so many bytes for one unit of a string. */
const WIDEST = 3;

/**
 * A text that is put together as the bytes that the database gets, in memory that is used again each time: a string of
 * the same length would be copied as it grows, once more as it is made flat, and again as it is encoded.
 */
export class RecordBytes {
  #room = Buffer.allocUnsafeSlow(KEPT);
  #used = 0;

  /** Begins a new text; the bytes of the one before are no longer valid. */
  begin(): void {
    this.#used = 0;
    if (this.#room.length > KEPT) this.#room = Buffer.allocUnsafeSlow(KEPT);
  }

  add(text: string): void {
    const most = this.#used + text.length * WIDEST;
    if (most > this.#room.length) this.#grow(most);
    this.#used += this.#room.write(text, this.#used);
  }

  /** The whole text, valid until the next begins. */
  bytes(): Buffer {
    return this.#room.subarray(0, this.#used);
  }

  #grow(needed: number): void {
    const larger = Buffer.allocUnsafeSlow(Math.max(needed, this.#room.length * 2));
    this.#room.copy(larger, 0, 0, this.#used);
    this.#room = larger;
  }
}
