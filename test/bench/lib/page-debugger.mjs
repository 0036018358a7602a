import { WebSocket } from 'ws';

/**
 * Asks the first page of a browser by the Chrome DevTools Protocol, with nothing in between that could slow its start.
 * @param {string} browserAddress `ws://127.0.0.1:PORT/devtools/browser/…`
 */
export async function connectToFirstPage(browserAddress) {
  const { host } = new URL(browserAddress);
  /** @type {{ type: string, webSocketDebuggerUrl: string } | undefined} */
  let page;
  while (page === undefined) {
    const targets = await (await fetch(`http://${host}/json/list`)).json();
    page = targets.find((/** @type {{ type: string }} */ { type }) => type === 'page');
    if (page === undefined) await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const socket = new WebSocket(page.webSocketDebuggerUrl);
  await new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  let last = 0;
  return {
    /**
     * Evaluates an expression in the page and waits for what it promises.
     * @param {string} expression
     * @returns {Promise<any>}
     */
    evaluate: (expression) =>
      new Promise((resolve, reject) => {
        last += 1;
        const id = last;
        const hear = (/** @type {Buffer} */ data) => {
          const message = JSON.parse(String(data));
          if (message.id !== id) return;
          socket.off('message', hear);
          const { result, exceptionDetails } = message.result ?? {};
          if (exceptionDetails ?? message.error) reject(new Error(JSON.stringify(message)));
          else resolve(result.value);
        };
        socket.on('message', hear);
        const params = { expression, awaitPromise: true, returnByValue: true };
        socket.send(JSON.stringify({ id, method: 'Runtime.evaluate', params }));
      }),
    close: () => socket.close(),
  };
}

/**
 * The address that a Chromium with `--remote-debugging-port=0` prints.
 * @param {import('node:child_process').ChildProcess} child
 * @returns {Promise<string>}
 */
export function debuggerOf(child) {
  return new Promise((resolve, reject) => {
    let told = '';
    child.stderr?.on('data', (chunk) => {
      told += String(chunk);
      const address = /DevTools listening on (ws:\S+)/.exec(told)?.[1];
      if (address) resolve(address);
    });
    child.once('exit', (code) => reject(new Error(`it ended with ${code}: ${told.slice(-2000)}`)));
  });
}
