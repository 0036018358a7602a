import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** A service of a person's own, on this machine: what it was asked, and how it answers. */
export interface OwnService {
  url: string;
  asked: { actionType: string; flowId: string; event: Record<string, unknown>; allowedOperations: unknown }[];
  close(): Promise<void>;
}

/** Starts one that answers with `answer`; a function answers by itself, or never. */
export async function ownService(
  answer: object | string | ((response: ServerResponse) => void),
  status = 200,
): Promise<OwnService> {
  const asked: OwnService['asked'] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    asked.push(JSON.parse(Buffer.concat(chunks).toString('utf8')));
    if (typeof answer === 'function') return answer(response);
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(typeof answer === 'string' ? answer : JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  onTestFinished(close);
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, asked, close };
}
