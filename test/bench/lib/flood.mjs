import process from 'node:process';
import { text } from 'node:stream/consumers';
import { Agent, request } from 'undici';

/** A process of its own that asks the gateway as fast as it answers; see frames-under-load.mjs. */
const { issuer, api, clients, seconds } = JSON.parse(await text(process.stdin));
const dispatcher = new Agent({ connections: clients, pipelining: 1 });
const given = await request(`${issuer}/token`, {
  method: 'POST',
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  body: new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: 'statement-job',
    client_secret: 'statement-job-sandbox-secret',
    scope: 'accounts:list',
    resource: api.resource,
  }).toString(),
});
const { access_token: token } = /** @type {any} */ (await given.body.json());
const operation = api.operations.find(
  (/** @type {any} */ { method, path }) => method === 'GET' && !path.includes('{'),
);
const began = performance.now();
const end = began + seconds * 1000;
let answers = 0;
process.stdout.write('running\n');
await Promise.all(
  Array.from({ length: clients }, async () => {
    while (performance.now() < end) {
      const response = await request(`${api.url}${operation.path}`, {
        dispatcher,
        headers: { authorization: `Bearer ${token}` },
      });
      await response.body.dump();
      if (response.statusCode !== 200) throw new Error(`the gateway answered ${response.statusCode}`);
      answers += 1;
    }
  }),
);
process.stdout.write(`rps ${(answers / ((performance.now() - began) / 1000)).toFixed(0)}\n`);
await dispatcher.close();
