import { connect } from 'node:net';

/** Sends bytes as they are and answers everything that came back until the peer closed or `done` says enough. */
export function rawRequest(port: number, bytes: string, done = isComplete): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(Buffer.from(bytes, 'latin1')));
    socket.on('data', (chunk) => {
      answer += chunk.toString('latin1');
      if (done(answer)) socket.destroy();
    });
    socket.on('error', reject);
    socket.on('close', () => resolve(answer));
  });
}

/** One whole answer with a Content-Length has arrived. */
function isComplete(answer: string): boolean {
  const end = answer.indexOf('\r\n\r\n');
  const length = /content-length: (\d+)/i.exec(answer)?.[1];
  return end > 0 && length !== undefined && answer.length >= end + 4 + Number(length);
}

/** Status and problem document of a raw answer. */
export function parseAnswer(answer: string): { status: number; problem: Record<string, unknown> } {
  const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1]);
  const body = answer.slice(answer.indexOf('\r\n\r\n') + 4);
  return { status, problem: body.startsWith('{') ? JSON.parse(body) : {} };
}
