import { createServer } from 'node:http';
import { ready } from '../lib/subject.mjs';

/** The backend that stands behind every gateway: a small JSON answer, kept connections, nothing else. */
const BODY = JSON.stringify({
  accounts: [
    { id: 'DE-1001', name: 'Current account', balance: 1824.33, currency: 'EUR' },
    { id: 'DE-1002', name: 'Savings', balance: 12_500, currency: 'EUR' },
  ],
});

const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
  request.resume();
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(BODY) });
  response.end(BODY);
});
await ready(server);
