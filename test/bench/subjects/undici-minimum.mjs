import { createServer } from 'node:http';
import { Pool } from 'undici';
import { backend, ready } from '../lib/subject.mjs';

/** The least that a proxy on `node:http` and undici can do: a ceiling for the gateway, which does all this as well. */
const pool = new Pool(backend(), { connections: 128 });

class Relay {
  /** @param {import('node:http').ServerResponse} response */
  constructor(response) {
    this.response = response;
  }

  onRequestStart() {}

  /**
   * @param {unknown} _controller
   * @param {number} status
   * @param {import('node:http').OutgoingHttpHeaders} headers
   */
  onResponseStart(_controller, status, headers) {
    this.response.writeHead(status, headers);
  }

  /**
   * @param {unknown} _controller
   * @param {Buffer} chunk
   */
  onResponseData(_controller, chunk) {
    this.response.write(chunk);
  }

  onResponseEnd() {
    this.response.end();
  }

  onResponseError() {
    this.response.destroy();
  }
}

const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
  const { method, url = '/', rawHeaders } = request;
  pool.dispatch(
    { path: url, method: /** @type {'GET'} */ (method), headers: rawHeaders, body: null },
    new Relay(response),
  );
});
await ready(server);
