import { connect } from 'node:net';
import type { SandboxEvent } from '../../../../src-main/contract/events.ts';
import type { Core } from '../../../../src-main/events/core.ts';

/** How somebody was turned away: what came back over the wire, and what the log says. */
export interface Turned {
  /** Status and, where the answer carries one, the error or code. */
  answer: string;
  event: SandboxEvent | undefined;
}

/** The newest fact in which a rule did not hold. */
export async function newestRefusal(core: Core): Promise<SandboxEvent | undefined> {
  await core.recorder.committed();
  return core.log
    .list({ limit: 1000 })
    .findLast((event) => event.reasons.some(({ outcome }) => outcome === 'fail'));
}

/** Status and the `code` or `error` of the body. */
export async function answerOf(response: Response): Promise<string> {
  return withCode(response.status, await response.text());
}

/** Sends bytes as they are: a client library would tidy them up. */
export function raw(port: number, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(text));
    let heard = '';
    socket.setEncoding('utf8');
    socket.on('data', (part: string) => {
      heard += part;
    });
    socket.on('error', reject);
    socket.on('close', () => {
      const [head = '', body = ''] = heard.split('\r\n\r\n');
      resolve(withCode(Number(head.split(' ')[1]), body));
    });
  });
}

function withCode(status: number, text: string): string {
  const body = text.startsWith('{') ? (JSON.parse(text) as { code?: string; error?: string }) : {};
  return [status, body.code ?? body.error].filter((part) => part !== undefined).join(' ');
}
