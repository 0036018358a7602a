import type { ServerResponse } from 'node:http';
import type { Dispatcher } from 'undici';
import { returnedHeaders } from './headers.ts';

/** How a relay ended. `client-gone`: nobody is left to answer. */
export type RelayEnd =
  | { readonly kind: 'done' }
  | { readonly kind: 'client-gone' }
  | { readonly kind: 'failed'; readonly error: Error; readonly begun: boolean };

/** Where an answer keeps what relays it. */
const RELAY = Symbol('relay');

type Relayed = ServerResponse & { [RELAY]: Relay };

/** Streams a backend's answer to the client as it comes, no faster than the client takes it. */
export class Relay implements Dispatcher.DispatchHandler {
  readonly #response: ServerResponse;
  readonly #added: readonly string[];
  readonly #ended: (end: RelayEnd) => void;
  #controller: Dispatcher.DispatchController | undefined;
  #stop: Error | undefined;
  #begun = false;
  #settled = false;

  /** `added` are further header lines, flat; `ended` hears once how it ended. */
  constructor(response: ServerResponse, added: readonly string[], ended: (end: RelayEnd) => void) {
    this.#response = response;
    this.#added = added;
    this.#ended = ended;
    (response as Relayed)[RELAY] = this;
    response.on('close', closed);
  }

  /** Gives the call up. */
  abort(reason: Error): void {
    this.#stop ??= reason;
    if (this.#controller) this.#controller.abort(this.#stop);
    else this.#settle(reason);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#stop) controller.abort(this.#stop);
  }

  onResponseStart(
    controller: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | string[] | undefined>,
  ): void {
    // An interim answer (RFC 9110 §15.2) is for this hop; the final one follows.
    if ((status >= 100 && status < 200) || this.#settled) return;
    if (status < 200 || status > 599) {
      controller.abort(new BadStatus(`status ${status}`));
      return;
    }
    try {
      this.#response.writeHead(status, returnedHeaders(headers, this.#added));
      this.#begun = true;
    } catch (error) {
      controller.abort(error instanceof Error ? error : new Error(String(error)));
    }
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#response.write(chunk)) return;
    controller.pause();
    this.#response.once('drain', () => controller.resume());
  }

  /** Trailers are not passed on: nobody asked for them, and few read them (RFC 9110 §6.5.1). */
  onResponseEnd(): void {
    if (this.#settled) return;
    this.#response.end();
    this.#detach();
    this.#ended({ kind: 'done' });
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#settle(this.#stop ?? error);
  }

  #settle(error: Error): void {
    if (this.#settled) return;
    this.#detach();
    if (error instanceof ClientGone) this.#ended({ kind: 'client-gone' });
    else this.#ended({ kind: 'failed', error, begun: this.#begun });
  }

  #detach(): void {
    this.#settled = true;
    this.#response.off('close', closed);
  }
}

/**
 * Hears that an answer was closed. The same function for all, since V8 puts a function that is written where it is
 * assigned to a member among the old objects at once: it then holds its answer, 7 KB, until the next full collection.
 */
function closed(this: ServerResponse): void {
  if (!this.writableFinished)
    (this as Relayed)[RELAY].abort(new ClientGone('The client closed the connection.'));
}

/** The backend gave a status that HTTP does not have (RFC 9110 §15). */
class BadStatus extends Error {
  readonly code = 'ERR_HTTP_INVALID_STATUS_CODE';
}

/** The client went away while its answer was under way. */
class ClientGone extends Error {}
