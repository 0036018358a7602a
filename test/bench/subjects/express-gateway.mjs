import { cpSync, mkdtempSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { backend, tell } from '../lib/subject.mjs';

/** `express-gateway` with its proxy policy alone: no keys, no scopes, no log. Logging is off, its fastest setting. */
const load = createRequire(import.meta.url);
const port = await freePort();
const config = mkdtempSync(join(tmpdir(), 'bench-express-gateway-'));
const gateway = {
  http: { port, hostname: '127.0.0.1' },
  apiEndpoints: { all: { host: '*', paths: '/*' } },
  serviceEndpoints: { backend: { url: backend() } },
  policies: ['proxy'],
  pipelines: {
    all: {
      apiEndpoints: ['all'],
      policies: [{ proxy: [{ action: { serviceEndpoint: 'backend' } }] }],
    },
  },
};
const system = {
  db: { redis: { emulate: true, namespace: 'EG' } },
  crypto: { cipherKey: 'sensitiveKey', algorithm: 'aes256', saltRounds: 10 },
  session: { secret: 'keyboard cat', resave: false, saveUninitialized: false },
  accessTokens: { timeToExpiry: 7_200_000 },
  refreshTokens: { timeToExpiry: 7_200_000 },
  authorizationCodes: { timeToExpiry: 300_000 },
};
// JSON is YAML.
writeFileSync(join(config, 'gateway.config.yml'), JSON.stringify(gateway));
writeFileSync(join(config, 'system.config.yml'), JSON.stringify(system));
process.env.EG_DISABLE_CONFIG_WATCH = 'true';
process.env.LOG_LEVEL = 'error';
// It demands the models of users and credentials even where nobody uses them.
const home = dirname(load.resolve('express-gateway'));
cpSync(join(home, 'config', 'models'), join(config, 'models'), { recursive: true });
await load('express-gateway')().load(config).run();
tell({ port });

/** @returns {Promise<number>} */
function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
