import { createServer, type IncomingHttpHeaders, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface SeenRequest {
  path: string;
  headers: IncomingHttpHeaders;
}

/** A small site on this machine that no part of the sandbox knows, with all that it was asked. */
export class OutsideSite {
  readonly seen: SeenRequest[] = [];
  readonly #server: Server;
  readonly #host: string;

  private constructor(server: Server, host: string) {
    this.#server = server;
    this.#host = host;
  }

  /** @param host the address it listens on; `::1` is this machine too, and yet no address of the sandbox */
  static async start(
    answers: Record<string, string | { redirect: string } | RequestListener>,
    host: '127.0.0.1' | '::1' = '127.0.0.1',
  ): Promise<OutsideSite> {
    const server = createServer((request, response) => {
      const path = request.url ?? '/';
      site.seen.push({ path, headers: request.headers });
      const answer = answers[path];
      if (typeof answer === 'function') answer(request, response);
      else if (typeof answer === 'object') response.writeHead(302, { location: answer.redirect }).end();
      else
        response
          .writeHead(answer === undefined ? 404 : 200, { 'content-type': 'text/html' })
          .end(answer ?? 'nothing here');
    });
    const site = new OutsideSite(server, host);
    await new Promise<void>((resolve) => server.listen(0, host, resolve));
    return site;
  }

  get origin(): string {
    const name = this.#host.includes(':') ? `[${this.#host}]` : this.#host;
    return `http://${name}:${(this.#server.address() as AddressInfo).port}`;
  }

  requestsFor(path: string): SeenRequest[] {
    return this.seen.filter((request) => request.path === path);
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }
}
