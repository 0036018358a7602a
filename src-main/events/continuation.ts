import type { IncomingMessage, ServerResponse } from 'node:http';

/**
 * Lets a client that asked first (RFC 9110 §10.1.1, `Expect: 100-continue`) send its body when the handler begins to
 * read it, and not before: a request that is refused by its head gets its final answer, and its body need never travel.
 */
export class Continuation {
  readonly #response: ServerResponse;
  #awaited = true;

  constructor(request: IncomingMessage, response: ServerResponse) {
    this.#response = response;
    const read = request._read.bind(request);
    const reading = (size: number) => {
      this.#continue();
      read(size);
    };
    request._read = reading;
  }

  /** Called before the final headers leave: the connection cannot be used again, since no body may follow or one may. */
  answering(): void {
    if (this.#awaited) this.#response.setHeader('connection', 'close');
  }

  #continue(): void {
    if (!this.#awaited || this.#response.headersSent || this.#response.destroyed) return;
    this.#awaited = false;
    this.#response.writeContinue();
  }
}
